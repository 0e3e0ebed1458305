import { localSentinel } from '../features/stages/local-sentinel.ts';
import { coverageOf, type RuleCoverage } from '../features/tests/coverage.ts';
import { Engines } from '../features/tests/engines.ts';
import { hasPassed, needsSentinel, runTest, type TestResult } from '../features/tests/run-tests.ts';
import { filesOf } from '../features/tests/test-files.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import { type SentinelTransport, usualConnection } from '../workspace/sentinel-connection.ts';
import { isRefused, type LoadOptions, warnOfUnknownPlugins } from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import { textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';
import { jsonTests } from './tests/json-tests.ts';
import { junitReport } from './tests/junit-report.ts';
import { type LoadedTests, loadTests, testContext } from './tests/load-tests.ts';
import { coverageText, testsText } from './tests/tests-text.ts';
import { updateTests } from './tests/update-tests.ts';
import { changesOf } from './tests/watch-files.ts';

/** Options of `falco-workbench test`. */
export interface TestOptions extends LoadOptions {
  readonly format: 'text' | 'junit' | 'json';
  readonly transport: SentinelTransport;
  readonly coverage?: boolean;
  readonly update?: boolean;
  readonly watch?: boolean;
}

/**
 * Runs tests; returns the exit status: 1 where a test fails or cannot be run, where there is none, or where
 * Falco would refuse the files. With `watch` it goes on until the terminal stops it.
 */
export async function test(
  paths: readonly string[],
  options: TestOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const loadAgain = () => loadTests(paths, { ...options, sentinel }, terminal);
  const sentinel = { ...usualConnection, transport: options.transport };
  let loaded = loadAgain();
  let status = await testOnce(loaded, options, terminal);
  if (!options.watch) return status;
  const watched = () => [...paths, ...filesOf(loaded?.tests ?? [])];
  for await (const _ of changesOf(watched, terminal.stop)) {
    terminal.write('\n');
    loaded = loadAgain();
    status = await testOnce(loaded, options, terminal);
  }
  return status;
}

async function testOnce(
  loaded: LoadedTests | undefined,
  options: TestOptions,
  terminal: Terminal,
): Promise<number> {
  if (loaded === undefined) return 1;
  if (isRefused(loaded.inputs) || loaded.wrong.length > 0) {
    const problems = isRefused(loaded.inputs) ? loaded.inputs.problems : loaded.wrong;
    terminal.warn(textReport({ problems }, paletteFor(false)));
    return 1;
  }
  if (loaded.tests.length === 0) {
    terminal.warn('error: There is no test in these files. Name a file *.falco-test.yaml or its folder.\n');
    return 1;
  }
  const asksSentinel = needsSentinel(loaded.tests) || options.update;
  const openSentinel = asksSentinel ? localSentinel(loadKusto) : undefined;
  const engines = await Engines.open(testContext(loaded, openSentinel), loaded.tests);
  const results: TestResult[] = [];
  for (const each of loaded.tests) results.push(await runTest(each, engines));
  if (options.update) return updateTests(results, engines, terminal);
  terminal.write(report(loaded, results, options, terminal));
  return results.every(hasPassed) ? 0 : 1;
}

function report(
  { inputs: { snapshot } }: LoadedTests,
  results: readonly TestResult[],
  { format, coverage }: TestOptions,
  terminal: Terminal,
): string {
  const alerts = results.flatMap(({ alert }) => alert ?? []);
  const rules: readonly RuleCoverage[] | undefined = coverage ? coverageOf(alerts, snapshot) : undefined;
  if (format === 'junit') return junitReport(results, snapshot);
  if (format === 'json') return `${JSON.stringify(jsonTests(results, snapshot, rules))}\n`;
  const palette = paletteFor(terminal.colours);
  return testsText(results, snapshot, palette) + (rules ? `\n${coverageText(rules, palette)}` : '');
}
