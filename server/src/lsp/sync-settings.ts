import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';
import { settingsSection } from './settings.ts';

/**
 * Settings are asked for where the client can answer; others send them with the notification.
 * @param take gets the section `falcoWorkbench` as the client has it.
 * @returns what to do once the client is ready, with the settings that it gave at the start.
 */
export function syncSettings(
  connection: Connection,
  { capabilities }: InitializeParams,
  log: Log,
  take: (section: unknown) => void,
): (given: unknown) => void {
  const takeGiven = (section: unknown) => {
    if (section !== null && section !== undefined) take(section);
  };
  if (capabilities.workspace?.configuration !== true) {
    connection.onDidChangeConfiguration(({ settings }) => takeGiven(settings?.[settingsSection]));
    return take;
  }
  const fetch = () => {
    connection.workspace
      .getConfiguration(settingsSection)
      .then(takeGiven)
      .catch(reporter(log, 'Reading the settings'));
  };
  connection.onDidChangeConfiguration(fetch);
  return (given) => {
    take(given);
    fetch();
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
    void connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
  };
}
