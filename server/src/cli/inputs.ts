import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadFile } from '../falco/load/read-file.ts';
import { engineError, finding } from '../falco/problems/index.ts';
import { span } from '../text/span.ts';
import { readFile } from '../workspace/read-file.ts';
import type { Terminal } from './terminal.ts';

/** The name under which standard input is shown. */
const inputName = '<stdin>';

/**
 * Reads the rules files that a command line names, in its order: a folder stands for its `*.yaml` and `*.yml`
 * files by name, `-` for standard input. What cannot be read becomes a file with that one problem.
 */
export function readInputs(paths: readonly string[], terminal: Terminal): ReadFile[] {
  return paths.flatMap((path) => {
    if (path === '-') return [readInput(inputName, () => terminal.readInput())];
    return isFolder(path) ? readFolder(path) : [readInput(path, () => readFileSync(path, 'utf8'))];
  });
}

/** True where a folder has that path. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function readFolder(path: string): ReadFile[] {
  try {
    const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
    if (names.length === 0) return [unreadable(path, 'the folder has no *.yaml or *.yml file')];
    const files = names.sort().map((name) => join(path, name));
    return files.map((file) => readInput(file, () => readFileSync(file, 'utf8')));
  } catch (error) {
    return [unreadable(path, reasonOf(error as NodeJS.ErrnoException))];
  }
}

function readInput(name: string, read: () => string): ReadFile {
  let text: string;
  try {
    text = read();
  } catch (error) {
    return unreadable(name, reasonOf(error as NodeJS.ErrnoException));
  }
  return readFile({ name, text });
}

/** The message is the engine's own, which names no reason. */
function unreadable(name: string, reason: string): ReadFile {
  const engine = engineError('LOAD_ERR_FILE_READ', `Could not open file ${name} for reading`);
  return {
    name,
    text: '',
    items: [],
    problems: [finding('unreadable-file', span(0, 0), [reason], engine)],
  };
}

/** Why a file cannot be read or written, in words that follow a colon. */
export function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    default:
      return message;
  }
}
