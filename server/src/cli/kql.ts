import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type AnalyticsForm,
  generateAnalyticsRules,
  generateParser,
  isGeneratedForSentinel,
  type SentinelFiles,
  sentinelSubjects,
} from '../features/generate-sentinel.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import type { ParserForm } from '../kql/parser-function/forms.ts';
import type { SentinelKind } from '../workspace/detections/detection.ts';
import { type SentinelTransport, usualConnection } from '../workspace/sentinel-connection.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { isFolder, readInputs } from './inputs.ts';
import { type FileProblems, type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { tellGeneration } from './report/generation.ts';
import { tellRefusal } from './report/refusal.ts';
import { readText, TargetError, writeText } from './target-file.ts';
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
  if (tellRefusal(loaded, terminal)) return 1;
  const unknown = namesWithout(loaded.snapshot, options.rule ?? []);
  for (const name of unknown) terminal.warn(`error: No rule or detection is called "${name}"\n`);
  if (unknown.length > 0) return 1;
  const kusto = options.as === 'parser' ? undefined : await loadKusto();
  const generate = (previous: Readonly<Record<string, string>>) =>
    generated(loaded.snapshot, options, { previous, ...(kusto && { kusto }) });
  return write(generate, options, loaded.problems, terminal);
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
    const failed = tellGeneration(loaded, problems, terminal);
    for (const { name, text } of files) {
      if (out === undefined) terminal.write(text);
      else terminal.write(`Wrote ${written(targetOf(name, files.length, out), text)}\n`);
    }
    return failed ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    terminal.warn(`error: ${error.message}\n`);
    return 1;
  }
}

/** The texts that are there already, by the names of what is generated. */
function previousTexts({ files }: SentinelFiles, out: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { name } of files) {
    const path = targetOf(name, files.length, out);
    if (!existsSync(path)) continue;
    const text = readText(path);
    if (!isGeneratedForSentinel(text))
      throw new TargetError(`${path} was not generated and is left alone: name another place`);
    texts[name] = text;
  }
  return texts;
}

/** One file may be named itself; several stand in a folder. */
function targetOf(name: string, count: number, out: string): string {
  const isFile = count === 1 && !/[\\/]$/.test(out) && !isFolder(out) && /\.\w+$/.test(basename(out));
  return isFile ? out : join(out, name);
}

function written(path: string, text: string): string {
  writeText(path, text);
  return path;
}
