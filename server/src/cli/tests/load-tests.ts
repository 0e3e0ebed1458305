import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenSentinel } from '../../features/stages/open-sentinel.ts';
import type { QueryFile } from '../../features/stages/sentinel-queries.ts';
import type { TestContext } from '../../features/tests/engines.ts';
import { filesOf, isQueryFile } from '../../features/tests/test-files.ts';
import type { FalcoTest } from '../../workspace/tests/falco-test.ts';
import { readTests } from '../../workspace/tests/read-tests.ts';
import { type WazuhFile, wazuhContent } from '../../workspace/wazuh-file.ts';
import { readWazuhFile } from '../check-wazuh.ts';
import { isFolder, readInputs } from '../inputs.ts';
import { type FileProblems, type LoadedInputs, type LoadOptions, loadInputs } from '../load-inputs.ts';
import type { Terminal } from '../terminal.ts';
import { readQueryFiles } from './query-files.ts';

/** Tests, and what they are about. */
export interface LoadedTests {
  readonly inputs: LoadedInputs;
  readonly tests: readonly FalcoTest[];
  /** In files of KQL beside them. */
  readonly queries: readonly QueryFile[];
  /** Errors in files of tests and of detections, by file. */
  readonly wrong: readonly FileProblems[];
}

/**
 * Loads what a command line names: rules, detections, tests, Wazuh rules, queries; a folder stands for its YAML,
 * XML and KQL files. Undefined where a file of Wazuh or of KQL cannot be read, which the terminal is told.
 */
export function loadTests(
  paths: readonly string[],
  options: LoadOptions,
  terminal: Terminal,
): LoadedTests | undefined {
  const inputs = loadWithWazuh(paths, options, terminal);
  const queries = readQueryFiles(paths, terminal);
  if (inputs === undefined || queries === undefined) return undefined;
  const wrong = inputs.problems
    .filter(({ file }) => !file.isRulesFile)
    .map(({ file, problems }) => ({ file, problems: problems.filter(({ level }) => level === 'error') }))
    .filter(({ problems }) => problems.length > 0);
  const tests = inputs.snapshot.testFiles.flatMap(({ read }) => readTests(read).tests);
  return { inputs, tests, queries, wrong };
}

/** Loads rules, detections, tests and Wazuh rules; undefined where one of Wazuh cannot be read, which is told. */
export function loadWithWazuh(
  paths: readonly string[],
  options: LoadOptions,
  terminal: Terminal,
): LoadedInputs | undefined {
  const wazuh = readWazuh(paths, terminal);
  if (wazuh === undefined) return undefined;
  const others = paths.filter((path) => !isOther(path) && !(isFolder(path) && holdsOthersOnly(path)));
  return loadInputs(readInputs(others, terminal), options, wazuh);
}

/** True for a file of Wazuh or of KQL. */
function isOther(path: string): boolean {
  return /\.xml$/i.test(path) || isQueryFile(path);
}

/** True for a folder of such files; one that holds nothing of use is reported as one without rules. */
function holdsOthersOnly(folder: string): boolean {
  const names = readdirSync(folder);
  return names.some(isOther) && !names.some((name) => /\.ya?ml$/.test(name));
}

/** What the tests are run with: the files that they name are read. */
export function testContext(
  { inputs, tests, queries }: LoadedTests,
  openSentinel: OpenSentinel | undefined,
): TestContext {
  const texts = new Map<string, string>();
  for (const path of filesOf(tests)) {
    try {
      texts.set(path, readFileSync(path, 'utf8'));
    } catch {
      // The tests that need it say so.
    }
  }
  const now = Date.now();
  const moment = { nanoseconds: BigInt(now) * 1_000_000n, hostname: 'node-1' };
  return { snapshot: inputs.snapshot, texts, queries, moment, now, ...(openSentinel && { openSentinel }) };
}

function readWazuh(paths: readonly string[], terminal: Terminal): readonly WazuhFile[] | undefined {
  const named = paths.filter((path) => /\.xml$/i.test(path)).map((path) => readWazuhFile(path, terminal));
  const beside = paths.filter(isFolder).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.xml$/i.test(name))
      .sort()
      .map((name) => join(folder, name))
      .filter((path) => wazuhContent(readFileSync(path, 'utf8')) !== undefined)
      .map((path) => readWazuhFile(path, terminal)),
  );
  const files = [...named, ...beside];
  const read = files.filter((file) => file !== undefined);
  return read.length < files.length ? undefined : read;
}
