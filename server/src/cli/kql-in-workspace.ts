import type { TokenCredential } from '@azure/core-auth';
import { generateAnalyticsRules, sentinelSubjects } from '../features/generate-sentinel.ts';
import { isQueryFile } from '../features/tests/test-files.ts';
import type { PlainValue } from '../kql/engine.ts';
import { costText } from '../log-analytics/cost.ts';
import { LogAnalyticsFailure } from '../log-analytics/failure.ts';
import { queriesIn } from '../log-analytics/queries-in.ts';
import { cellText } from '../log-analytics/rows.ts';
import { type LogAnalyticsAnswer, runInLogAnalytics } from '../log-analytics/run-query.ts';
import { Lines } from '../text/lines.ts';
import { usualConnection } from '../workspace/sentinel-connection.ts';
import { readInputs } from './inputs.ts';
import type { KqlOptions } from './kql.ts';
import { type AnswerFormat, answerText } from './kql-run/answer-text.ts';
import { loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { printable } from './report/display-text.ts';
import { tellRefusal } from './report/refusal.ts';
import type { Terminal } from './terminal.ts';
import { readQueryFiles } from './tests/query-files.ts';

/** Options of `falco-workbench kql --run`. */
export interface RunOptions {
  /** The workspace's GUID. */
  readonly workspace?: string;
  /** Up to now, such as `24h`. */
  readonly range: string;
  readonly endpoint: string;
  readonly format: AnswerFormat;
}

interface NamedQuery {
  readonly name: string;
  readonly text: string;
  /** Where it begins in its file, from 0. */
  readonly line?: number;
}

/**
 * Runs queries in a workspace of Log Analytics: those in files of KQL as they stand, and those of the rules and
 * detections in the other files. Returns the exit status: 1 where one cannot be made or has no answer.
 * @param credential who asks; without it whoever is signed in to Azure on this machine
 */
export async function runInWorkspace(
  paths: readonly string[],
  options: KqlOptions & RunOptions,
  terminal: Terminal,
  credential?: TokenCredential,
): Promise<number> {
  const queries = queriesOf(paths, options, terminal);
  if (queries === undefined) return 1;
  const who = credential ?? (await signedInUser());
  let status = 0;
  for (const query of queries) {
    if (queries.length > 1) terminal.warn(`${printable(query.name)}\n`);
    status = Math.max(status, await runOne(query, options, terminal, who));
  }
  return status;
}

/** Environment, managed identity, Azure CLI, PowerShell …; loaded only here, for it is large. */
async function signedInUser(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

async function runOne(
  { name, text, line = 0 }: NamedQuery,
  { workspace = '', endpoint, range, format }: RunOptions,
  terminal: Terminal,
  credential: TokenCredential,
): Promise<number> {
  try {
    const asked = { query: text, workspaceId: workspace, endpoint, range };
    const answer = await runInLogAnalytics(asked, credential);
    terminal.write(answerText(plain(answer), format));
    const cost = costText(answer.cost);
    if (cost !== '') terminal.warn(`${cost}\n`);
    if (answer.partial === undefined) return 0;
    terminal.warn(`warning: not all rows: ${printable(answer.partial)}\n`);
    return 1;
  } catch (error) {
    if (!(error instanceof LogAnalyticsFailure)) throw error;
    const at = error.place && `${printable(name)}:${line + error.place.line}:${error.place.column}: `;
    terminal.warn(`error: ${at ?? ''}${printable(error.message)}\n`);
    return 1;
  }
}

/** Integers of 64 bits as their digits; the rest as it came. */
function plain({ columns, rows }: LogAnalyticsAnswer) {
  const value = (cell: Parameters<typeof cellText>[0]) =>
    (typeof cell === 'bigint' ? cellText(cell) : (cell ?? null)) as PlainValue;
  return { columns, rows: rows.map((row) => row.map(value)) };
}

function queriesOf(
  paths: readonly string[],
  options: KqlOptions,
  terminal: Terminal,
): readonly NamedQuery[] | undefined {
  const own = readQueryFiles(paths.filter(isQueryFile), terminal);
  const others = paths.filter((path) => !isQueryFile(path));
  const generated = others.length === 0 ? [] : generatedQueries(others, options, terminal);
  if (generated === undefined || own === undefined) return undefined;
  return [...own.flatMap(queriesOfFile), ...generated];
}

/** The queries of a file, each with the line that it begins on. */
function queriesOfFile({ uri, text }: { readonly uri: string; readonly text: string }): NamedQuery[] {
  const lines = new Lines(text);
  return queriesIn(text).map(({ start, end }) => {
    return { name: uri, text: text.slice(start, end), line: lines.at(start).line };
  });
}

/** The queries of rules and detections; undefined, which is said, where one of them cannot be made. */
function generatedQueries(
  paths: readonly string[],
  options: KqlOptions,
  terminal: Terminal,
): readonly NamedQuery[] | undefined {
  warnOfUnknownPlugins(options, terminal);
  const { clusterField = usualConnection.clusterField, transport, rule, kind } = options;
  const sentinel = { ...usualConnection, transport, clusterField };
  const loaded = loadInputs(readInputs(paths, terminal), { ...options, sentinel });
  if (tellRefusal(loaded, terminal)) return undefined;
  const all = sentinelSubjects(loaded.snapshot);
  const unknown = (rule ?? []).filter((name) => !all.some((each) => each.name === name));
  for (const name of unknown) terminal.warn(`error: No rule or detection is called "${printable(name)}"\n`);
  const subjects = all.filter(({ name }) => rule === undefined || rule.includes(name));
  const { files, problems } = generateAnalyticsRules(loaded.snapshot, { subjects, kind, form: 'query' });
  const errors = problems.filter(({ level }) => level === 'error');
  for (const { message } of errors) terminal.warn(`error: ${printable(message)}\n`);
  if (unknown.length > 0 || errors.length > 0) return undefined;
  return files;
}
