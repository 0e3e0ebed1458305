import type { Alert } from '../../replay/alert.ts';
import type { Expectation, FalcoTest } from '../../workspace/tests/falco-test.ts';
import { Engines, type TestContext } from './engines.ts';
import type { Failure } from './failure.ts';
import { falcoFailure } from './falco-expectation.ts';
import { sentinelFailure } from './sentinel-expectation.ts';
import { testAlert } from './test-alert.ts';
import { wazuhFailure } from './wazuh-expectation.ts';

/** What became of a test. */
export interface TestResult {
  readonly test: FalcoTest;
  /** Why the test could not be run at all. */
  readonly error?: string;
  readonly failures: readonly Failure[];
  readonly alert?: Alert;
}

/** True where a test asks about Sentinel, which then is opened. */
export function needsSentinel(tests: readonly FalcoTest[]): boolean {
  return tests.some(({ expectations }) => expectations.some((each) => each.of === 'sentinel'));
}

/** True for a test that was run and met everything that it expects. */
export function hasPassed({ error, failures }: TestResult): boolean {
  return error === undefined && failures.length === 0;
}

/** Runs tests one after the other; each is on its own. */
export async function* runTests(
  tests: readonly FalcoTest[],
  context: TestContext,
): AsyncGenerator<TestResult> {
  const engines = await Engines.open(context, tests);
  for (const test of tests) yield await runTest(test, engines);
}

/** Runs one test. */
export async function runTest(test: FalcoTest, engines: Engines): Promise<TestResult> {
  const made = testAlert(test, engines.context);
  if (!made.ok) return { test, error: made.reason, failures: [] };
  const { alert } = made;
  const failures: Failure[] = [];
  for (const each of test.expectations) {
    const failure = await failureOf(each, alert, test, engines);
    if (failure !== undefined) failures.push(failure);
  }
  return { test, alert, failures };
}

/** Holds one expectation of a test against its alert; undefined where it is met. */
export async function failureOf(
  expectation: Expectation,
  alert: Alert,
  test: FalcoTest,
  engines: Engines,
): Promise<Failure | undefined> {
  switch (expectation.of) {
    case 'falco':
      return falcoFailure(expectation, alert, engines.snapshot);
    case 'wazuh':
      return wazuhFailure(expectation, alert, engines.wazuh);
    case 'sentinel':
      return sentinelFailure(expectation, alert, test, engines);
  }
}
