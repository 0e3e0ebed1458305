import type { RuleCoverage } from '../../features/tests/coverage.ts';
import { hasPassed, type TestResult } from '../../features/tests/run-tests.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** What became of tests, for programs; lines and columns count from 1. */
export function jsonTests(
  results: readonly TestResult[],
  snapshot: Snapshot,
  coverage: readonly RuleCoverage[] | undefined,
) {
  const place = (file: string, offset: number) => {
    const { line, column } = snapshot.files.get(file)!.place(offset);
    return { line: line + 1, column: column + 1 };
  };
  const passed = results.filter(hasPassed).length;
  return {
    passed,
    failed: results.length - passed,
    tests: results.map((result) => {
      const { test, error, failures } = result;
      const { file } = test.placed;
      return {
        name: test.name.value,
        file,
        ...place(file, test.name.span.start),
        passed: hasPassed(result),
        ...(error !== undefined && { error }),
        failures: failures.map(({ expectation, message, expected, actual, reasons }) => ({
          engine: expectation.of,
          ...place(file, expectation.span.start),
          message,
          expected,
          actual,
          reasons,
        })),
      };
    }),
    ...(coverage && { coverage }),
  };
}
