import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type AnalyticsForm,
  generateAnalyticsRules,
  generateParser,
  isGeneratedForSentinel,
  type SentinelFiles,
  type SentinelProblem,
  sentinelSubjects,
} from '../features/generate-sentinel.ts';
import { reasonOf } from '../file-reason.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import type { ParserForm } from '../kql/parser-function/forms.ts';
import type { SentinelKind } from '../workspace/detections/detection.ts';
import { type SentinelTransport, usualConnection } from '../workspace/sentinel-connection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { isFolder, readInputs } from './inputs.ts';
import {
  type FileProblems,
  isRefused,
  type LoadedInputs,
  type LoadOptions,
  loadInputs,
  warnOfUnknownPlugins,
} from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import { type Reported, textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench kql`. */
export interface KqlOptions extends LoadOptions {
  readonly as: AnalyticsForm | 'parser';
  /** Of the parser function. */
  readonly form: ParserForm;
  /** Names of rules and detections; without it all of them. */
  readonly rule?: readonly string[];
  readonly kind: SentinelKind;
  readonly transport: SentinelTransport;
  readonly clusterField?: string;
  /** A folder, or a file where there is only one; without it standard output. */
  readonly out?: string;
}

/**
 * Generates files for Sentinel; returns the exit status: 2 for options that do not go together, 1 where the files cannot be loaded, a rule or
 * detection cannot be expressed, none of a name is there, or something cannot be written.
 */
export async function kql(
  paths: readonly string[],
  options: KqlOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  if (options.form !== 'kql' && options.as !== 'parser') {
    terminal.warn('error: --form is for the parser function: add --as parser\n');
    return 2;
  }
  const { clusterField = usualConnection.clusterField, transport } = options;
  const sentinel = { ...usualConnection, transport, clusterField };
  const loaded = loadInputs(readInputs(paths, terminal), { ...options, sentinel });
  if (isRefused(loaded)) {
    terminal.warn(textReport(loaded, paletteFor(false)));
    return 1;
  }
  const unknown = namesWithout(loaded.snapshot, options.rule ?? []);
  for (const name of unknown) terminal.warn(`error: No rule or detection is called "${name}"\n`);
  if (unknown.length > 0) return 1;
  const kusto = options.as === 'parser' ? undefined : await loadKusto();
  const generate = (previous: Readonly<Record<string, string>>) =>
    generated(loaded.snapshot, options, { previous, ...(kusto && { kusto }) });
  const status = write(generate, options, loaded.problems, terminal);
  return tellWrongDetections(loaded, terminal) ? 1 : status;
}

/** Tells the errors of files of detections, for which nothing is generated; true where there are any. */
function tellWrongDetections({ problems: files }: LoadedInputs, terminal: Terminal): boolean {
  const problems = files
    .filter(({ file }) => file.isDetectionsFile)
    .map(({ file, problems }) => ({ file, problems: problems.filter(({ level }) => level === 'error') }));
  const some = problems.some((each) => each.problems.length > 0);
  if (some) terminal.warn(textReport({ problems, elsewhere: [] }, paletteFor(false)));
  return some;
}

type More = Pick<Parameters<typeof generateAnalyticsRules>[1], 'previous' | 'kusto'>;

function generated(snapshot: Snapshot, { as, form, kind, rule }: KqlOptions, more: More): SentinelFiles {
  const today = new Date().toISOString().slice(0, 10);
  if (as === 'parser') return generateParser(snapshot, form, today, more.previous);
  const subjects = sentinelSubjects(snapshot).filter(({ name }) => rule === undefined || rule.includes(name));
  return generateAnalyticsRules(snapshot, { subjects, kind, form: as, ...more });
}

function namesWithout(snapshot: Snapshot, names: readonly string[]): readonly string[] {
  const known = new Set(sentinelSubjects(snapshot).map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}

type Generate = (previous: Readonly<Record<string, string>>) => SentinelFiles;

function write(
  generate: Generate,
  { out }: KqlOptions,
  loaded: readonly FileProblems[],
  terminal: Terminal,
): number {
  const first = generate({});
  try {
    const previous = out === undefined ? {} : previousTexts(first, out);
    const { files, problems } = Object.keys(previous).length === 0 ? first : generate(previous);
    if (problems.length > 0) terminal.warn(textReport(reported(loaded, problems), paletteFor(false)));
    for (const { name, text } of files) {
      if (out === undefined) terminal.write(text);
      else terminal.write(`Wrote ${writeText(targetOf(name, files.length, out), text)}\n`);
    }
    return problems.some(({ level }) => level === 'error') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    terminal.warn(`error: ${error.message}\n`);
    return 1;
  }
}

/** Something that cannot be written; the message names it and says why. */
class WriteError extends Error {}

/** The texts that are there already, by the names of what is generated. */
function previousTexts({ files }: SentinelFiles, out: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { name } of files) {
    const path = targetOf(name, files.length, out);
    if (!existsSync(path)) continue;
    const text = attempt(path, () => readFileSync(path, 'utf8'));
    if (!isGeneratedForSentinel(text))
      throw new WriteError(`${path} was not generated and is left alone: name another place`);
    texts[name] = text;
  }
  return texts;
}

/** One file may be named itself; several stand in a folder. */
function targetOf(name: string, count: number, out: string): string {
  const isFile = count === 1 && !/[\\/]$/.test(out) && !isFolder(out) && /\.\w+$/.test(basename(out));
  return isFile ? out : join(out, name);
}

function writeText(path: string, text: string): string {
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  });
  return path;
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new WriteError(`${path}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** Each problem in the file of its rule or detection. */
function reported(files: readonly FileProblems[], problems: readonly SentinelProblem[]): Reported {
  const placed = files.map(({ file }) => ({
    file,
    problems: problems.flatMap(({ place, code, level, message }) =>
      place?.uri === file.uri ? [{ code, level, message, span: place.span, related: [], fixes: [] }] : [],
    ),
  }));
  return { problems: placed, elsewhere: problems.filter(({ place }) => place === undefined) };
}
