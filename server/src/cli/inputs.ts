import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineError, finding } from '../falco/problems/index.ts';
import { reasonOf } from '../file-reason.ts';
import { withoutMark } from '../file-text.ts';
import { span } from '../text/span.ts';
import { configuredRules } from '../workspace/configured-rules.ts';
import { readDocument } from '../workspace/document.ts';
import { byCustom } from '../workspace/load-order.ts';
import { RulesFile } from '../workspace/rules-file.ts';
import type { Terminal } from './terminal.ts';

/** The name under which standard input is shown. */
const inputName = '<stdin>';

/**
 * Reads the rules files that a command line names, in its order: a folder stands for its `*.yaml` and `*.yml`
 * files by name, `-` for standard input, a `falco.yaml` for the files that it lists, and Helm values, a ConfigMap
 * or a resource for the rules texts in it. What cannot be read becomes a file with that one problem.
 */
export function readInputs(paths: readonly string[], terminal: Terminal): RulesFile[] {
  return paths.flatMap((path) => {
    if (path === '-') return readInput(inputName, () => terminal.readInput());
    return readPath(path).flatMap((file) => configuredFiles(file) ?? [file]);
  });
}

function readPath(path: string): RulesFile[] {
  return isFolder(path) ? readFolder(path) : readInput(path, () => withoutMark(readFileSync(path, 'utf8')));
}

/**
 * The files that a `falco.yaml` lists, those of `/etc/falco` from beside it if they are there; undefined for other
 * files.
 */
function configuredFiles({ uri, text }: RulesFile): RulesFile[] | undefined {
  const configured = configuredRules(uri, text);
  return configured?.flatMap((path) => {
    const beside = join(dirname(uri), path.replace(/^\/etc\/falco\//, ''));
    return readPath(existsSync(beside) ? beside : path);
  });
}

/** True where a folder has that path. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function readFolder(path: string): RulesFile[] {
  try {
    const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
    if (names.length === 0) return [unreadable(path, 'the folder has no *.yaml or *.yml file')];
    const files = names.sort().map((name) => join(path, name));
    return files.flatMap((file) => readInput(file, () => withoutMark(readFileSync(file, 'utf8'))));
  } catch (error) {
    return [unreadable(path, reasonOf(error as NodeJS.ErrnoException))];
  }
}

/** A file, or the rules texts in it in the order in which Falco loads them. */
function readInput(name: string, read: () => string): RulesFile[] {
  let text: string;
  try {
    text = read();
  } catch (error) {
    return [unreadable(name, reasonOf(error as NodeJS.ErrnoException))];
  }
  return [...readDocument(name, text, true).texts].sort(byCustom);
}

/** The message is the engine's own, which names no reason. */
function unreadable(name: string, reason: string): RulesFile {
  const engine = engineError('LOAD_ERR_FILE_READ', `Could not open file ${name} for reading`);
  const problems = [finding('unreadable-file', span(0, 0), [reason], engine)];
  return new RulesFile(name, { name, text: '', items: [], problems }, true);
}
