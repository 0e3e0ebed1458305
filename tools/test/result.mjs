/**
 * What a step of `npm test` found: real test cases where it runs tests, one case where it only checks.
 * @typedef {object} StepResult
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} output printed in full where anything failed
 * @property {string} [notes] printed also where all passed: measured figures, reasons for skips
 */

/**
 * The result of a program that checks one thing.
 * @param {{ status: number, output: string }} run
 * @returns {StepResult}
 */
export function oneCheck({ status, output }) {
  return checks([{ status, output }]);
}

/**
 * The result of several programs that check one thing each.
 * @param {{ status: number, output: string }[]} runs
 * @returns {StepResult}
 */
export function checks(runs) {
  const failed = runs.filter(({ status }) => status !== 0);
  return {
    passed: runs.length - failed.length,
    failed: failed.length,
    skipped: 0,
    output: failed.map(({ output }) => output).join('\n'),
  };
}

/** @returns {StepResult} */
export function failedStep(output) {
  return { passed: 0, failed: 1, skipped: 0, output };
}

/** @returns {StepResult} */
export function skippedStep(reason) {
  return { passed: 0, failed: 0, skipped: 1, output: '', notes: `Skipped: ${reason}` };
}
