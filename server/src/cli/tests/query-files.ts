import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { QueryFile } from '../../features/stages/sentinel-queries.ts';
import { isQueryFile } from '../../features/tests/test-files.ts';
import { reasonOf } from '../../file-reason.ts';
import { isFolder } from '../inputs.ts';
import { printable } from '../report/display-text.ts';
import type { Terminal } from '../terminal.ts';

/**
 * The queries in the files of KQL that a command line names, and in its folders; their addresses are their paths. Undefined where
 * one cannot be read, which the terminal is told.
 */
export function readQueryFiles(
  paths: readonly string[],
  terminal: Terminal,
): readonly QueryFile[] | undefined {
  const files = paths.flatMap((path) => (isFolder(path) ? inFolder(path) : isQueryFile(path) ? [path] : []));
  const queries = files.map((path) => readQuery(path, terminal));
  const read = queries.filter((query) => query !== undefined);
  return read.length < queries.length ? undefined : read;
}

function inFolder(folder: string): string[] {
  return readdirSync(folder)
    .filter(isQueryFile)
    .sort()
    .map((name) => join(folder, name));
}

function readQuery(path: string, terminal: Terminal): QueryFile | undefined {
  try {
    return { kind: 'file', name: basename(path), uri: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    terminal.warn(`error: ${printable(path)}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
    return undefined;
  }
}
