import { commands, ProgressLocation, window, workspace } from 'vscode';
import type { WazuhTestEvent } from '../../../server/src/protocol.ts';
import { activeProject } from '../active-project.ts';
import { chooseTestAlerts } from '../wazuh/choose-test-alerts.ts';
import { askManager, ManagerError } from '../wazuh/logtest/manager-api.ts';
import { confirmManager, forgetPassword, passwordFor, storePassword } from '../wazuh/manager-password.ts';
import { type ManagerSettings, managerSettings, managerSettingsName } from '../wazuh/manager-settings.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

/** Has the configured Wazuh manager test alerts, and shows its answers beside ours. */
export const verifyWazuhManager: Command = {
  id: 'falcoWorkbench.verifyWazuhManager',
  run: async (workbench) => {
    const project = activeProject();
    const settings = await usableSettings(workbench);
    const text = settings && (await chooseTestAlerts());
    if (settings === undefined || text === undefined) return;
    const asked = text === 'samples' ? project : { ...project, text };
    const tested = await workbench.server.request('falcoWorkbench/wazuh/testEvents', asked);
    if (tested === null) throw new Error('The alerts could not be prepared; the log says why.');
    const { events, leftOut } = tested;
    if (events.length === 0) {
      await window.showWarningMessage('There is no alert to test.');
      return;
    }
    if (!(await confirmManager(workbench.context, settings, events.length))) return;
    await testAndShow(workbench, settings, events);
    if (leftOut > 0) void window.showInformationMessage(`${leftOut} more alerts were not sent.`);
  },
};

async function usableSettings({ https }: Workbench): Promise<ManagerSettings | undefined> {
  if (https === undefined) {
    await window.showWarningMessage(
      'A Wazuh manager can only be asked by VS Code on a desktop or remote machine.',
    );
    return undefined;
  }
  if (!workspace.isTrusted) {
    await warn('A Wazuh manager is only asked in a workspace that you trust.', 'Manage Trust', () =>
      commands.executeCommand('workbench.trust.manage'),
    );
    return undefined;
  }
  const settings = managerSettings();
  if (settings !== undefined) return settings;
  await warn('Which Wazuh manager? Its address and user are not set.', 'Open Settings', openSettings);
  return undefined;
}

async function testAndShow(
  workbench: Workbench,
  settings: ManagerSettings,
  events: readonly WazuhTestEvent[],
): Promise<void> {
  const { context, server, verdicts, log } = workbench;
  const password = await passwordFor(context, settings);
  if (password === undefined) return;
  try {
    const { version, ...theirs } = await testWithProgress(workbench, settings, password, events);
    const manager = `${settings.url} (${version})`;
    const { text } = await server.request('falcoWorkbench/wazuh/compare', { events, manager, ...theirs });
    await verdicts.show(text);
    // Not awaited: where the secret storage fails the password is asked for again, nothing else.
    storePassword(context, settings, password).then(undefined, (error) =>
      log.warn('The password could not be kept:', error),
    );
  } catch (error) {
    if (!(error instanceof ManagerError)) throw error;
    log.error(`Wazuh manager ${settings.url}: ${error.message}`);
    const isPassword = error.kind === 'password';
    if (isPassword) await forgetPassword(context, settings);
    const remedy = isPassword ? 'Enter Password' : 'Open Settings';
    // An error, not a warning: that one would hide itself after some seconds, remedy and all.
    if ((await window.showErrorMessage(error.message, remedy)) !== remedy) return;
    await (isPassword ? testAndShow(workbench, settings, events) : openSettings());
  }
}

async function testWithProgress(
  { https }: Workbench,
  settings: ManagerSettings,
  password: string,
  events: readonly WazuhTestEvent[],
) {
  const send = https!(await settings.target());
  const progress = {
    location: ProgressLocation.Notification,
    title: `Asking ${settings.url}`,
    cancellable: true,
  };
  return window.withProgress(progress, (report, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const lines = events.map(({ line }) => line);
    return askManager(send, { user: settings.user, password }, lines, controller.signal, (done) =>
      report.report({ message: `${done} of ${lines.length}`, increment: 100 / lines.length }),
    );
  });
}

function openSettings(): Thenable<unknown> {
  return commands.executeCommand('workbench.action.openSettings', managerSettingsName);
}

async function warn(message: string, remedy: string, apply: () => unknown): Promise<void> {
  if ((await window.showWarningMessage(message, remedy)) === remedy) await apply();
}
