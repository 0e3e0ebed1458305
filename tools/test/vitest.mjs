import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { run } from '../run.mjs';

/**
 * Runs the tests of a vitest configuration and counts them.
 * @param {string} config from the root
 * @param {number} seconds how long they may take
 * @returns {Promise<import('./result.mjs').StepResult>}
 */
export async function vitest(config, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-vitest-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const script = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [script, 'run', '--config', config, '--passWithNoTests', ...reporters];
  const { status, output } = await run(process.execPath, args, { seconds, env: { NO_COLOR: '1' } });
  const counts = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : count();
  rmSync(folder, { recursive: true });
  // Not every failure is a test's: an unhandled rejection, or no report at all.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return { ...counts, output, notes: consoleLines(output) };
}

function count(report) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report ?? {};
  // A file that could not be loaded has failed, yet has no failed test in it.
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** What the tests themselves printed: vitest puts a line "stdout | file > test" before and an empty one after. */
function consoleLines(output) {
  const blocks = output.matchAll(/^(?:stdout|stderr) \| .*\n((?:.+\n)*)/gm);
  return [...blocks].map((block) => block[1].trimEnd()).join('\n');
}
