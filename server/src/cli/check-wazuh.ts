import { readFileSync } from 'node:fs';
import type { Problem } from '../checks/collect.ts';
import { ConditionCache } from '../falco/load/condition-cache.ts';
import { createFieldTables } from '../falco/tables/fields.ts';
import { wazuhProblems } from '../features/wazuh/problems.ts';
import { reasonOf } from '../file-reason.ts';
import { defaultSettings } from '../workspace/settings.ts';
import { WazuhFile, wazuhContent } from '../workspace/wazuh-file.ts';
import { Snapshot } from '../workspace/workspace.ts';
import { type CheckOptions, reaches } from './check.ts';
import { jsonFinding } from './report/json-report.ts';
import { paletteFor } from './report/palette.ts';
import { textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';

/** Problems of a file of Wazuh rules, in the order of their places. */
interface WazuhFileProblems {
  readonly file: WazuhFile;
  readonly problems: readonly Problem[];
}

/** Checks files of Wazuh rules; an error is what a manager does not start with. Returns the exit status. */
export function checkWazuh(
  paths: readonly string[],
  { format, failOn = 'error' }: CheckOptions,
  terminal: Terminal,
): number {
  const files = checkWazuhFiles(paths, terminal);
  if (files === undefined) return 1;
  terminal.write(
    format === 'json'
      ? `${JSON.stringify(wazuhJson(files))}\n`
      : textReport({ problems: files }, paletteFor(terminal.colours)),
  );
  return reaches(files, failOn) ? 1 : 0;
}

/**
 * Checks files of Wazuh rules, all together as one manager loads them. Files that hold neither rules nor
 * decoders, and those that cannot be read, are named on the terminal; undefined then.
 */
function checkWazuhFiles(
  paths: readonly string[],
  terminal: Terminal,
): readonly WazuhFileProblems[] | undefined {
  const files = paths.map((path) => readWazuhFile(path, terminal));
  const read = files.filter((file) => file !== undefined);
  if (read.length < files.length) return undefined;
  const tables = createFieldTables(defaultSettings.plugins);
  const byName = new Map(read.map((file) => [file.uri, file]));
  const snapshot = new Snapshot(new Map(), defaultSettings, tables, new ConditionCache(), [], byName);
  return read.map((file) => ({ file, problems: wazuhProblems(snapshot, file) }));
}

/** What `check --format json` prints of such files. */
function wazuhJson(files: readonly WazuhFileProblems[]) {
  return {
    wazuh_load_results: files.map(({ file, problems }) => ({
      name: file.uri,
      successful: problems.every(({ level }) => level !== 'error'),
      findings: problems.map((problem) => jsonFinding(problem, file)),
    })),
  };
}

/** A file of Wazuh; undefined, and told on the terminal, where it is none or cannot be read. */
export function readWazuhFile(path: string, terminal: Terminal): WazuhFile | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const holds = wazuhContent(text);
    if (holds !== undefined) return new WazuhFile(path, text, holds);
    terminal.warn(`error: ${path}: it holds no rules of Wazuh\n`);
  } catch (error) {
    terminal.warn(`error: ${path}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
  }
  return undefined;
}
