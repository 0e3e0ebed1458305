import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';
import { settingsSection } from './settings.ts';

/** Keeps the settings up to date. */
interface SettingsSync {
  /** To be called once the client is ready, with the settings that it gave at the start. */
  readonly ready: (given: unknown) => void;
  /** Asks once more: other folders are open, with settings of their own. */
  readonly again: () => void;
  /** True while the client is asked, and what is there may not hold for long. */
  readonly isAsking: () => boolean;
}

/**
 * Settings are asked for where the client can answer; others send them with the notification.
 * @param folders the open folders: where there are several, each may have settings of its own.
 * @param take gets the section `falcoWorkbench` as the client has it, and the sections of single folders.
 */
export function syncSettings(
  connection: Connection,
  { capabilities }: InitializeParams,
  folders: () => readonly string[],
  log: Log,
  take: (section: unknown, ofFolders?: ReadonlyMap<string, unknown>) => void,
): SettingsSync {
  const takeGiven = (section: unknown) => {
    if (section !== null && section !== undefined) take(section);
  };
  if (capabilities.workspace?.configuration !== true) {
    connection.onDidChangeConfiguration(({ settings }) => takeGiven(settings?.[settingsSection]));
    return { ready: take, again: () => {}, isAsking: () => false };
  }
  let asked = 0;
  const fetchAll = async () => {
    const several = folders().length > 1 ? folders() : [];
    const section = settingsSection;
    const wanted = [{ section }, ...several.map((scopeUri) => ({ scopeUri, section }))];
    asked++;
    const [all, ...own]: unknown[] = await connection.workspace.getConfiguration(wanted).finally(() => {
      asked--;
    });
    if (all === null || all === undefined) return;
    take(all, new Map(several.map((folder, i) => [folder, own[i] ?? all])));
  };
  const fetch = () => {
    fetchAll().catch(reporter(log, 'Reading the settings'));
  };
  connection.onDidChangeConfiguration(fetch);
  const ready = (given: unknown) => {
    take(given);
    fetch();
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
    void connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
  };
  return { ready, again: fetch, isAsking: () => asked > 0 };
}
