// The steps of `npm test`. A step returns what it found; one that throws has failed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from '../project.mjs';
import { root } from '../root.mjs';
import { run } from '../run.mjs';
import { installChromium } from '../vscode/chromium.mjs';
import { installVsCode } from '../vscode/install.mjs';
import { extensionHostTests } from './exthost.mjs';
import { checks, failedStep, oneCheck, skippedStep } from './result.mjs';
import { vitest } from './vitest.mjs';

/** @typedef {{ name: string, run: () => Promise<import('./result.mjs').StepResult> }} Step */

/** Makes dist/ and the .vsix that other steps use. */
export const build = { name: 'build', run: buildStep };

/** Steps that need nothing but the packages, and for some tests dist/. */
export const quickSteps = [
  {
    name: 'lint',
    run: () => node('@biomejs/biome/bin/biome', ['ci', '--colors=off', '--error-on-warnings']).then(oneCheck),
  },
  { name: 'types', run: typesStep },
  { name: 'grammar', run: grammarStep },
  { name: 'unit', run: () => vitest('vitest.config.mts', 900) },
];

/** Steps that need a VS Code and a browser, made ready by `prepareBrowser`. */
export const browserSteps = [
  { name: 'exthost', run: () => extensionHostTests(180) },
  { name: 'browser', run: () => vitest('test/browser/vitest.config.mts', 1200) },
];

/**
 * Installs VS Code and Chromium. Where that cannot be done, returns what the steps that need them have come
 * to instead: failed in CI, skipped elsewhere.
 * @param {(line: string) => void} progress
 * @returns {Promise<import('./result.mjs').StepResult | undefined>}
 */
export async function prepareBrowser(progress) {
  try {
    await Promise.all([installVsCode(progress), installChromium(progress)]);
  } catch (error) {
    return process.env.CI === 'true' ? failedStep(error.message) : skippedStep(error.message);
  }
}

async function buildStep() {
  return oneCheck({ status: 0, output: await packageExtension() });
}

/** Each folder with a tsconfig.json of its own is one check. */
async function typesStep() {
  const projects = ['.', 'tools', 'client/webview', 'test/browser', 'test/exthost'];
  const present = projects.filter((project) => existsSync(join(root, project, 'tsconfig.json')));
  const runs = present.map((project) => node('typescript/bin/tsc', ['--noEmit', '-p', project]));
  return checks(await Promise.all(runs));
}

/**
 * Each `*.test.yaml`, `.kql` and `.xml` in test/grammar is one check: what its words are highlighted as stands in its comments.
 * The grammars of the manifest are known; those beside the tests stand in for grammars of VS Code.
 */
async function grammarStep() {
  const files = filesIn('test/grammar');
  const standIns = files.filter((file) => file.endsWith('.tmLanguage.json')).flatMap((file) => ['-g', file]);
  const tests = files.filter((file) => /\.test\.(?:yaml|kql|xml)$/.test(file));
  const runTest = (file) => node('vscode-tmgrammar-test/dist/unit.js', [...standIns, file]);
  return checks(await Promise.all(tests.map(runTest)));
}

/** The files of a folder, as paths from the root; none where the folder does not exist. */
function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
}

/** Runs a script of an installed package. */
function node(script, args) {
  const colourless = { NO_COLOR: '1', FORCE_COLOR: undefined };
  return run(process.execPath, [join(root, 'node_modules', script), ...args], { env: colourless });
}
