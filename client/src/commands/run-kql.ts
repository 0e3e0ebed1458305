import { authentication, commands, ProgressLocation, Selection, window, workspace } from 'vscode';
import { endpointOf, workspaceIdOf } from '../../../server/src/log-analytics/endpoint.ts';
import { LogAnalyticsFailure } from '../../../server/src/log-analytics/failure.ts';
import { type ActiveQuery, activeQuery } from '../log-analytics/active-query.ts';
import {
  type LogAnalyticsSettings,
  logAnalyticsSettings,
  logAnalyticsSettingsName,
} from '../log-analytics/settings.ts';
import { microsoftSignIn, nobody } from '../log-analytics/sign-in.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Run KQL in Log Analytics';

/** Runs the query of the active editor in the user's workspace, and shows the rows. */
export const runKql: Command = {
  id: 'falcoWorkbench.runKql',
  run: async (workbench) => {
    if (!workspace.isTrusted) {
      await warn('Queries are only run in a workspace that you trust.', 'Manage Trust', () =>
        commands.executeCommand('workbench.trust.manage'),
      );
      return;
    }
    const query = activeQuery();
    if (query === undefined) {
      await window.showWarningMessage('There is no query: open a file with KQL, or the preview of a rule.');
      return;
    }
    try {
      await chooseAndRun(workbench, query);
    } catch (error) {
      if (!(error instanceof LogAnalyticsFailure)) throw error;
      await tell(error, query);
    }
  },
};

async function chooseAndRun(workbench: Workbench, query: ActiveQuery): Promise<void> {
  const settings = logAnalyticsSettings();
  const workspaceId = workspaceIdOf(settings.workspaceId);
  endpointOf(settings.endpoint); // a wrong one is told before anything is asked
  const range = await chooseRange(settings.range);
  if (range === undefined || !(await confirmed(workbench, settings, query))) return;
  const answer = await runWithProgress({ ...settings, workspaceId, range, query: query.text });
  if (answer !== undefined) workbench.results.show({ name: query.name, answer });
}

/** The query runs beside whatever it says itself about time. */
async function chooseRange(usual: string): Promise<string | undefined> {
  const ranges = [...new Set([usual, '30m', '4h', '24h', '7d', '30d'])];
  const own = { label: 'Another…', range: undefined };
  const items = [...ranges.map((range) => ({ label: `Last ${range}`, range })), own];
  const placeHolder = 'On the alerts of which time? A longer one reads more data.';
  const chosen = await window.showQuickPick(items, { title, placeHolder });
  if (chosen !== own) return chosen?.range;
  return window.showInputBox({ title, prompt: 'Time range up to now, such as 90m, 36h, 14d' });
}

/** Asks before the first query to a workspace, showing what is sent where. */
async function confirmed(
  { context }: Workbench,
  { workspaceId, endpoint }: LogAnalyticsSettings,
  { name, text }: ActiveQuery,
): Promise<boolean> {
  const key = `logAnalytics.confirmed ${endpoint} ${workspaceId}`;
  if (context.globalState.get(key)) return true;
  const lines = text.trim().split('\n');
  const shown = [...lines.slice(0, 12), ...(lines.length > 12 ? ['…'] : [])].join('\n');
  const detail = `${name}, with your Microsoft account, through ${endpoint}:\n\n${shown}`;
  const run = 'Run';
  const message = `Run this query in the workspace ${workspaceId}?`;
  if ((await window.showInformationMessage(message, { modal: true, detail }, run)) !== run) return false;
  await context.globalState.update(key, true);
  return true;
}

/** Undefined where the user cancels. */
async function runWithProgress(asked: LogAnalyticsSettings & { readonly query: string }) {
  const progress = {
    location: ProgressLocation.Notification,
    title: 'Log Analytics runs the query',
    cancellable: true,
  };
  return window.withProgress(progress, async (_report, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    // Loaded only here: the client of Azure is as large as all the rest.
    const { runInLogAnalytics } = await import('../../../server/src/log-analytics/run-query.ts');
    const { isLocal, provider } = endpointOf(asked.endpoint);
    const credential = isLocal ? nobody : microsoftSignIn(authentication.getSession, provider);
    try {
      return await runInLogAnalytics(asked, credential, controller.signal);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

async function tell({ kind, message, place }: LogAnalyticsFailure, query: ActiveQuery): Promise<void> {
  if (kind === 'settings' || kind === 'not-found') {
    const open = () => commands.executeCommand('workbench.action.openSettings', logAnalyticsSettingsName);
    await warn(message, 'Open Settings', open);
  } else if (place !== undefined) await warn(message, 'Go to the Place', () => goTo(query, place));
  else await window.showErrorMessage(message);
}

async function goTo({ editor, line }: ActiveQuery, place: { line: number; column: number }): Promise<void> {
  const { document, viewColumn } = editor;
  const at = document.validatePosition(
    editor.selection.active.with(line + place.line - 1, Math.max(0, place.column - 1)),
  );
  await window.showTextDocument(document, {
    selection: new Selection(at, at),
    ...(viewColumn !== undefined && { viewColumn }),
  });
}

async function warn(message: string, remedy: string, apply: () => unknown): Promise<void> {
  if ((await window.showWarningMessage(message, remedy)) === remedy) await apply();
}
