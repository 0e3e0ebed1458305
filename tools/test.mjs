// Checks everything: build, format and lint, types, tests. Needs nothing but Node and npm.
// Its last line is "N passed, N failed" over all steps; its exit status is 1 where anything failed.
import { parseArgs } from 'node:util';
import { installNeovim } from './neovim.mjs';
import { installPackages, requireNode } from './project.mjs';
import { failedStep } from './test/result.mjs';
import { browserSteps, build, prepareBrowser, quickSteps } from './test/steps.mjs';

const names = [build, ...quickSteps, ...browserSteps].map(({ name }) => name);
const usage = `Usage: npm test -- [--only STEP,STEP…]\n\nSteps: ${names.join(', ')}`;

/** @type {import('./test/result.mjs').StepResult[]} */
const results = [];

try {
  await main(wantedSteps());
} catch (error) {
  console.error(error.message);
  results.push(failedStep(error.message));
}
sumUp();

function wantedSteps() {
  const { only, help } = parseArgs({
    options: { only: { type: 'string' }, help: { type: 'boolean' } },
  }).values;
  if (help) {
    console.log(usage);
    process.exit();
  }
  const wanted = only?.split(',') ?? names;
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no step "${unknown}".\n\n${usage}`);
  return new Set(wanted);
}

async function main(wanted) {
  const isWanted = ({ name }) => wanted.has(name);
  const quick = quickSteps.filter(isWanted);
  const inBrowser = browserSteps.filter(isWanted);
  requireNode();
  await timed('install', installPackages);
  // Before anything else that uses apt-get, which works for one at a time.
  if (wanted.has('unit') && process.env.CI === 'true') {
    await timed('prepare neovim', () => installNeovim(console.log));
  }
  const built = isWanted(build) || inBrowser.length > 0 ? await runStep(build) : undefined;
  // VS Code is fetched while the quick steps compute; the tests in it, sensitive to load, come after them.
  const [obstacle] = await Promise.all([
    inBrowser.length > 0 ? timed('prepare browser', () => prepareBrowser(console.log)) : undefined,
    runAll(quick),
  ]);
  const notBuilt = built?.failed > 0 ? failedStep('Not run, because the build failed.') : undefined;
  const instead = notBuilt ?? obstacle;
  await runAll(inBrowser.map((step) => (instead ? { ...step, run: async () => instead } : step)));
}

async function runAll(steps) {
  for (const step of steps) await runStep(step);
}

/** @param {import('./test/steps.mjs').Step} step */
async function runStep({ name, run }) {
  const result = await timed(name, () => run().catch((error) => failedStep(error.stack)), counts);
  results.push(result);
  if (result.failed > 0) console.log(`${'-'.repeat(80)}\n${result.output.trim()}\n${'-'.repeat(80)}`);
  else if (result.notes) console.log(result.notes.replace(/^/gm, '      '));
  return result;
}

/**
 * Does one thing, then says in one line what it was, how long it took, and what came of it.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @param {(result: any) => string} [describe]
 */
async function timed(name, work, describe = () => '') {
  const started = performance.now();
  const result = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(16)} ${seconds.padStart(6)} s   ${describe(result)}`);
  return result;
}

/**
 * "3 passed, 1 failed", with ", 2 skipped" where any were.
 * @param {Pick<import('./test/result.mjs').StepResult, 'passed' | 'failed' | 'skipped'>} result
 */
function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function sumUp() {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  console.log(`\n${counts(total)}`);
  process.exit(total.failed > 0 ? 1 : 0);
}
