import {
  type ReportCell,
  type ReportTone,
  reportEnd,
  reportStart,
  tableEnd,
  tableRow,
  tableStart,
} from '../../features/report/html-report.ts';
import type { Transport } from '../../kql/alerts/landed-alert.ts';
import { cefLandingNote } from '../../kql/sidekick/landing.ts';
import type { NamedVerdict } from '../../replay/replay.ts';
import { printable } from '../report/display-text.ts';
import type { Palette } from '../report/palette.ts';
import type { ReplayedAlert } from './all-stages.ts';
import type { ReplaySummary, RuleSummary } from './summary.ts';

/** What a replay on the command line is written as. */
export type ReplayFormat = 'table' | 'json' | 'html';

/** Writes a replay in parts: its start, a part for each alert, its end with the summary by rule. */
export interface ReplayWriter {
  start(): string;
  row(replayed: ReplayedAlert, file: string): string;
  end(summary: ReplaySummary): string;
}

/** @param ways the ways to Sentinel, a column each. */
export function replayWriter(
  format: ReplayFormat,
  ways: readonly Transport[],
  palette: Palette,
): ReplayWriter {
  switch (format) {
    case 'table':
      return tableWriter(ways, palette);
    case 'json':
      return jsonWriter(ways);
    case 'html':
      return htmlWriter(ways);
  }
}

/** What the verdicts are called; `false` is no failure of anything: the rule does not fire. */
function verdictText(verdict: NamedVerdict): string {
  return verdict === true ? 'fires' : verdict === false ? 'silent' : verdict.replace('-', ' ');
}

function queriesText(names: readonly string[] | undefined): string {
  if (names === undefined) return 'no row';
  return names.length === 0 ? 'not returned' : names.join(', ');
}

function wazuhText({ wazuh }: ReplayedAlert): string {
  if (wazuh === null) return 'no rule';
  return `${Number(wazuh.id)} (${wazuh.level})${wazuh.alert ? '' : ' no alert'}`;
}

const summaryColumns = [
  ['Rule', 'rule'],
  ['Alerts', 'alerts'],
  ['Fires', 'fires'],
  ['Silent', 'silent'],
  ['Unknown', 'unknown'],
  ['Other', 'other'],
  ['Sentinel', 'returned'],
  ['Wazuh', 'wazuhAlerts'],
] as const;

/** How far the verdicts can be relied on. */
function notesOf(ways: readonly Transport[]): readonly string[] {
  return ways.includes('cef') ? [cefLandingNote] : [];
}

function summaryCells(rule: string, counts: RuleSummary): string[] {
  return summaryColumns.map(([, key]) => (key === 'rule' ? rule || '(none)' : String(counts[key])));
}

// ---- table ----------------------------------------------------------------------------------------------

function tableWriter(ways: readonly Transport[], palette: Palette): ReplayWriter {
  const widths = [8, 36, 12, ...ways.map(() => 36), 14];
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cut(printable(cell), widths[i]!))
      .join('  ')
      .trimEnd();
  return {
    start: () =>
      `${palette.bold(line(['Line', 'Rule', 'Falco', ...ways.map((way) => `Sentinel (${way.toUpperCase()})`), 'Wazuh']))}\n`,
    row(each) {
      const { alert, verdict, sentinel } = each;
      const texts = ways.map((way) => queriesText(sentinel.get(way)));
      const rule = alert.rule ?? '(none)';
      return `${line([String(alert.line), rule, verdictText(verdict), ...texts, wazuhText(each)])}\n`;
    },
    end({ rules, alerts }) {
      const rows = [...rules].map(([rule, counts]) => summaryCells(rule, counts));
      const lines = rows.map((cells) => summaryLine(cells));
      const head = palette.bold(summaryLine(summaryColumns.map(([title]) => title)));
      const count = `${alerts} alert${alerts === 1 ? '' : 's'} of ${rules.size} rule${rules.size === 1 ? '' : 's'}.`;
      return `\n${head}\n${lines.join('\n')}\n\n${palette.bold(count)}\n${notesOf(ways)
        .map((note) => `${note}\n`)
        .join('')}`;
    },
  };
}

function summaryLine([rule = '', ...counts]: readonly string[]): string {
  return `${cut(printable(rule), 44)}${counts.map((count) => count.padStart(9)).join('')}`;
}

/** A text in so many columns. */
function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

// ---- json -----------------------------------------------------------------------------------------------

/** One JSON document, an alert a line. */
function jsonWriter(ways: readonly Transport[]): ReplayWriter {
  let isFirst = true;
  return {
    start: () => '{"alerts":[',
    row({ alert, verdict, missing, othersFire, sentinel, wazuh }, file) {
      const value = {
        file,
        line: alert.line,
        time: alert.time,
        rule: alert.rule,
        falco: { verdict: verdictText(verdict), missing, othersFire },
        sentinel: Object.fromEntries([...sentinel].map(([way, names]) => [way, names ?? null])),
        wazuh: wazuh && {
          id: Number(wazuh.id),
          level: wazuh.level,
          alert: wazuh.alert,
          description: wazuh.description,
        },
      };
      const comma = isFirst ? '' : ',';
      isFirst = false;
      return `${comma}\n${JSON.stringify(value)}`;
    },
    end({ rules, alerts }) {
      const byRule = [...rules].map(([rule, counts]) => ({ rule: rule || null, ...counts }));
      return `\n],"summary":${JSON.stringify({ alerts, rules: byRule, notes: notesOf(ways) })}}\n`;
    },
  };
}

// ---- html -----------------------------------------------------------------------------------------------

function htmlWriter(ways: readonly Transport[]): ReplayWriter {
  const columns = ['Line', 'Time', 'Rule', 'Falco', ...ways.map((way) => `Sentinel (${way.toUpperCase()})`)];
  return {
    start: () =>
      reportStart('Replayed alerts', [
        'What Falco’s rules, Microsoft Sentinel and Wazuh make of each alert. The summary by rule is at the end.',
        ...notesOf(ways),
      ]) + tableStart('Alerts', [...columns, 'Wazuh', 'File']),
    row: (each, file) => tableRow(htmlCells(each, ways, file)),
    end({ rules }) {
      const rows = [...rules].map(([rule, counts]) => tableRow(summaryCells(rule, counts)));
      const titles = summaryColumns.map(([title]) => title);
      return tableEnd + tableStart('By rule', titles) + rows.join('') + tableEnd + reportEnd;
    },
  };
}

function htmlCells(each: ReplayedAlert, ways: readonly Transport[], file: string): readonly ReportCell[] {
  const { alert, verdict, missing, sentinel, wazuh } = each;
  const lacks = missing.length === 0 ? '' : `\nlacks ${missing.join(', ')}`;
  return [
    String(alert.line),
    alert.time ?? '',
    alert.rule ?? '',
    { text: verdictText(verdict) + lacks, tone: toneOf(verdict) },
    ...ways.map((way): ReportCell => {
      const names = sentinel.get(way);
      return { text: queriesText(names), tone: (names?.length ?? 0) > 0 ? 'yes' : 'no' };
    }),
    {
      text: wazuh === null ? 'no rule' : `${wazuhText(each)}\n${wazuh.description}`,
      tone: wazuh?.alert ? 'yes' : 'no',
    },
    file,
  ];
}

function toneOf(verdict: NamedVerdict): ReportTone {
  if (typeof verdict === 'boolean') return verdict ? 'yes' : 'no';
  return verdict === 'unknown' ? 'unknown' : 'plain';
}
