import { cefLandingNote } from '../../kql/sidekick/landing.ts';
import type { Alert } from '../../replay/alert.ts';
import { type AlertResult, replayAlert } from '../../replay/replay.ts';
import { type ReplayRules, replayRules } from '../../replay/replay-rules.ts';
import { writeJson } from '../../text/json.ts';
import type { Replay } from '../replay-news.ts';
import type { StageRow, StageRun } from '../replay-stages.ts';
import { htmlReport, type ReportCell } from './html-report.ts';

/** What a report of a replay is written as. */
export type ReplayFormat = 'json' | 'csv' | 'markdown' | 'html';

/** An alert with its verdicts, as reports have it. */
interface ReportedAlert {
  readonly line: number;
  readonly time: string;
  readonly rule: string;
  readonly priority: string;
  readonly host: string;
  readonly falco: string;
  readonly missing: readonly string[];
  readonly assumed: readonly string[];
  readonly edited: boolean;
  readonly sentinel: readonly SentinelVerdict[];
  readonly wazuh: StageRow['wazuh'] | undefined;
}

interface SentinelVerdict {
  readonly transport: string;
  /** How far its row can be relied on. */
  readonly note?: string;
  readonly bytes: number;
  readonly hasRow: boolean;
  readonly returnedBy: readonly string[];
}

/** More rows make a page that no browser shows and no Markdown reader renders. */
const mostShown = 20_000;

/**
 * A report on alerts of a replay, in the order given. Texts of alerts stay texts in every format: HTML and Markdown
 * are escaped, and in CSV no cell begins as a formula would.
 */
export function replayReport(replay: Replay, format: ReplayFormat, alerts: readonly number[]): string {
  const rules = replayRules(replay.snapshot);
  switch (format) {
    case 'json':
      return `${writeJson(reported(replay, rules, alerts), 2)}\n`;
    case 'csv':
      return csv(reported(replay, rules, alerts));
    case 'markdown':
      return markdown(reported(replay, rules, alerts.slice(0, mostShown)), notesOf(replay, alerts.length));
    case 'html':
      return html(reported(replay, rules, alerts.slice(0, mostShown)), notesOf(replay, alerts.length));
  }
}

function reported(replay: Replay, rules: ReplayRules, alerts: readonly number[]): readonly ReportedAlert[] {
  return alerts.flatMap((index) => {
    const alert = replay.alert(index);
    if (alert === undefined) return [];
    const result = replayAlert(alert, rules);
    const assumed = replay.assumed(index);
    return reportedAlert(alert, result, assumed, replay.isEdited(index), replay.stages, index);
  });
}

function reportedAlert(
  alert: Alert,
  { verdict, missing }: AlertResult,
  assumed: readonly string[],
  edited: boolean,
  { rows, queries, transports }: StageRun,
  index: number,
): ReportedAlert {
  const { line, time = '', rule = '', hostname: host = '' } = alert;
  const priority = alert.priority ?? '';
  const row = rows[index];
  const sentinel = (row?.sentinel ?? []).map(
    ({ bytes, isParsed, returnedBy }, i): SentinelVerdict => ({
      transport: transports[i] ?? '',
      ...(transports[i] === 'cef' && { note: cefLandingNote }),
      bytes,
      hasRow: isParsed,
      returnedBy: returnedBy.map((query) => queries[query]?.name ?? ''),
    }),
  );
  const falco = verdictNames[`${verdict}`];
  return { line, time, rule, priority, host, falco, missing, assumed, edited, sentinel, wazuh: row?.wazuh };
}

const verdictNames: Readonly<Record<`${AlertResult['verdict']}`, string>> = {
  true: 'fires',
  false: 'does not fire',
  unknown: 'unknown',
  'not-loaded': 'rule has errors',
  'unknown-rule': 'no such rule',
  internal: 'from Falco',
  unnamed: 'no rule named',
};

const columns = [
  'Line',
  'Time',
  'Rule',
  'Priority',
  'Host',
  'Falco',
  'Missing',
  'Sentinel',
  'Wazuh',
  'Remarks',
];

function cellsOf(alert: ReportedAlert): readonly string[] {
  const { line, time, rule, priority, host, falco, missing } = alert;
  return [
    String(line),
    time,
    rule,
    priority,
    host,
    falco,
    missing.join(', '),
    sentinelText(alert),
    wazuhText(alert),
    remarks(alert),
  ];
}

function remarks({ edited, assumed }: ReportedAlert): string {
  return [
    ...(edited ? ['edited'] : []),
    ...(assumed.length > 0 ? [`assumed: ${assumed.join(', ')}`] : []),
  ].join('; ');
}

function sentinelText({ sentinel }: ReportedAlert): string {
  return sentinel
    .map(({ transport, hasRow, returnedBy }) => {
      const way = transport === 'cef' ? 'cef (modelled)' : transport;
      const words = hasRow ? returnedBy.join(', ') || 'no query' : 'no row';
      return `${way}: ${words}`;
    })
    .join('; ');
}

function wazuhText({ wazuh }: ReportedAlert): string {
  if (wazuh === undefined) return '';
  if (wazuh === null) return 'no rule';
  if (wazuh === 'dropped') return 'not sent';
  return `${wazuh.id}, level ${wazuh.level}${wazuh.alert ? '' : ', no alert'}`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
function csv(alerts: readonly ReportedAlert[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...alerts.map(cellsOf)].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function markdown(alerts: readonly ReportedAlert[], notes: readonly string[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |\n`;
  const head = `${row(columns)}|${' --- |'.repeat(columns.length)}\n`;
  return `# ${title}\n\n${notes.join('\n\n')}\n\n${head}${alerts.map((each) => row(cellsOf(each))).join('')}`;
}

/** Text that Markdown shows as it is: nothing in it begins a tag, a link, or another cell. */
function markdownText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const title = 'Replay of Falco alerts';

/** What stands above the table: how many alerts it has, and how far their verdicts can be relied on. */
function notesOf({ stages }: Replay, all: number): readonly string[] {
  const count =
    all > mostShown
      ? `The first ${mostShown} of ${all} alerts.`
      : `${all} ${all === 1 ? 'alert' : 'alerts'}.`;
  return [count, ...(stages.transports.includes('cef') ? [cefLandingNote] : [])];
}

function html(alerts: readonly ReportedAlert[], notes: readonly string[]): string {
  const rows = alerts.map((alert): readonly ReportCell[] =>
    cellsOf(alert).map((text, i) => (columns[i] === 'Falco' ? { text, tone: toneOf(alert) } : text)),
  );
  return htmlReport({
    title,
    notes,
    tables: [{ title: 'Alerts', columns, rows }],
  });
}

function toneOf({ falco }: ReportedAlert): 'yes' | 'no' | 'unknown' | 'plain' {
  if (falco === 'fires') return 'yes';
  if (falco === 'does not fire') return 'no';
  return falco === 'unknown' ? 'unknown' : 'plain';
}
