import {
  type Disposable,
  env,
  type LogOutputChannel,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { costText } from '../../../server/src/log-analytics/cost.ts';
import { cellText, rowsAsCsv, rowsAsJson, rowsAsJsonLines } from '../../../server/src/log-analytics/rows.ts';
import type { LogAnalyticsAnswer } from '../../../server/src/log-analytics/run-query.ts';
import type { MessageFromResults, ResultsToShow } from '../../webview/query-results/messages.ts';
import type { ReplayPanels } from '../replay/replay-panels.ts';
import { showPage } from '../webview-html.ts';

/** More rows than these are not shown; copies have them all. */
const mostShown = 10_000;

/** What a query gave, and its name. */
export interface QueryResults {
  readonly name: string;
  readonly answer: LogAnalyticsAnswer;
}

/** The panel with the rows of the last query: one at a time. */
export interface ResultsPanel extends Disposable {
  show(results: QueryResults): void;
}

/** @param replays where rows are replayed as alerts */
export function resultsPanel(extensionUri: Uri, replays: ReplayPanels, log: LogOutputChannel): ResultsPanel {
  let panel: WebviewPanel | undefined;
  let shown: QueryResults | undefined;

  const tell = () => shown && panel?.webview.postMessage(toShow(shown));
  const receive = async (message: MessageFromResults) => {
    if (message.type === 'ready') await tell();
    else if (shown === undefined) return;
    else if (message.type === 'replay') replays.showText(rowsAsJsonLines(shown.answer));
    else {
      const text = message.form === 'csv' ? rowsAsCsv(shown.answer) : rowsAsJson(shown.answer);
      await env.clipboard.writeText(text);
      window.setStatusBarMessage(
        `Copied ${shown.answer.rows.length} rows as ${message.form.toUpperCase()}`,
        4000,
      );
    }
  };
  const create = () => {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const made = window.createWebviewPanel('falcoWorkbench.queryResults', 'Query Results', column);
    const failed = (message: string) => void window.showErrorMessage(message);
    showPage(
      made.webview,
      extensionUri,
      { name: 'query-results', title: 'Query Results' },
      log,
      receive,
      failed,
    );
    made.onDidDispose(() => {
      panel = undefined;
    });
    return made;
  };
  return {
    show(results) {
      shown = results;
      if (panel === undefined) panel = create();
      else {
        panel.reveal(undefined, true);
        void tell();
      }
    },
    dispose: () => panel?.dispose(),
  };
}

const numbers: ReadonlySet<string> = new Set(['int', 'long', 'real', 'decimal']);
/** Columns without which no row is an alert of Falco. */
const ofAlerts = ['SyslogMessage', 'AdditionalExtensions', 'outputfields'];

function toShow({ name, answer }: QueryResults): ResultsToShow {
  const { columns, rows, partial } = answer;
  const cost = costText(answer.cost);
  const left = rows.length - mostShown;
  return {
    type: 'results',
    title: name,
    notes: [
      ...(cost === '' ? [] : [`The query took ${cost}.`]),
      ...(partial === undefined ? [] : [`Not all rows are here: ${partial}`]),
      ...(left > 0 ? [`The last ${left} rows are not shown; copies have them.`] : []),
    ],
    columns: columns.map((column) => ({ name: column.name, isNumber: numbers.has(column.type) })),
    rows: rows.slice(0, mostShown).map((row) => row.map(cellText)),
    canReplay: columns.some((column) => ofAlerts.includes(column.name)),
  };
}
