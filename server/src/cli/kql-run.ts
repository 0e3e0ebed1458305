import { existsSync, readFileSync } from 'node:fs';
import { type DataFile, type DataRead, readData } from '../features/kql-run/read-data.ts';
import { runOnData } from '../features/kql-run/run-on-data.ts';
import { reasonOf } from '../file-reason.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import { cefLandingNote } from '../kql/sidekick/landing.ts';
import { type SentinelTransport, usualConnection } from '../workspace/sentinel-connection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { readInputs } from './inputs.ts';
import { type AnswerFormat, answerText } from './kql-run/answer-text.ts';
import { queryReport } from './kql-run/query-report.ts';
import { type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { printable } from './report/display-text.ts';
import { paletteFor } from './report/palette.ts';
import { tellRefusal } from './report/refusal.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench kql-run`. */
export interface KqlRunOptions extends LoadOptions {
  /** Files of rows or alerts; `-` for standard input. */
  readonly data?: readonly string[];
  /** The table of the rows, where their columns do not tell. */
  readonly table?: string;
  /** Rules files, whose outputs give the parser function its columns. */
  readonly rules?: readonly string[];
  readonly transport: SentinelTransport;
  readonly clusterField?: string;
  readonly format: AnswerFormat;
  /** What `now()` gives, in milliseconds since 1970; without it the time of the run. */
  readonly now?: number;
}

/**
 * Runs a query on data and prints its answer; returns the exit status: 1 where the query is wrong or cannot be
 * run, or a file cannot be used.
 * @param query the text of a query, or the path of a file that holds one (`*.kql`, `*.csl`, `*.kusto`)
 */
export async function kqlRun(query: string, options: KqlRunOptions, terminal: Terminal): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const text = readQuery(query, terminal);
  const data = readAll(options, terminal);
  const snapshot = loadRules(options, terminal);
  if (text === undefined || data === undefined || snapshot === undefined) return 1;
  const { transport, format, now = Date.now() } = options;
  const answer = runOnData(await loadKusto(), snapshot, { query: text.text, data, transport, now });
  if (answer.ok) {
    terminal.write(answerText(answer, format));
    if (transport !== 'json' && data.some(({ kind }) => kind === 'alerts'))
      terminal.warn(`note: ${cefLandingNote}\n`);
    return 0;
  }
  const { diagnostics, error } = answer;
  if (diagnostics.length === 0) terminal.warn(`error: ${printable(error)}\n`);
  else terminal.warn(queryReport(text.name, text.text, diagnostics, paletteFor(false)));
  return 1;
}

function readQuery(query: string, terminal: Terminal): DataFile | undefined {
  const isPath = /^[^\n|]*\.(?:kql|csl|kusto)$/i.test(query) && (existsSync(query) || !/\s/.test(query));
  return isPath ? readFile(query, terminal) : { name: 'query', text: query };
}

/** The data of all files; undefined where one cannot be used, which is said. */
function readAll({ data = [], table }: KqlRunOptions, terminal: Terminal): DataRead[] | undefined {
  const read = data.map((path) => {
    const file = readFile(path, terminal);
    const found = file && readData(file, table);
    if (found?.kind !== 'nothing') return found;
    terminal.warn(`error: ${printable(path)}: ${found.reason}\n`);
    return undefined;
  });
  const usable = read.filter((each) => each !== undefined);
  return usable.length === read.length ? usable : undefined;
}

function readFile(path: string, terminal: Terminal): DataFile | undefined {
  try {
    if (path === '-') return { name: 'stdin', text: terminal.readInput() };
    return { name: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    terminal.warn(`error: ${printable(path)}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
    return undefined;
  }
}

/** The rules that the parser function is made for; undefined where Falco would refuse them, which is said. */
function loadRules(options: KqlRunOptions, terminal: Terminal): Snapshot | undefined {
  const { rules = [], transport, clusterField = usualConnection.clusterField } = options;
  const sentinel = { ...usualConnection, transport, clusterField };
  const loaded = loadInputs(readInputs(rules, terminal), { ...options, sentinel });
  return tellRefusal(loaded, terminal) ? undefined : loaded.snapshot;
}
