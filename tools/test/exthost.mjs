// Runs the mocha tests of test/exthost inside the real extension host of VS Code.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from 'node:util';
import { root } from '../root.mjs';
import { startChromium } from '../vscode/chromium.mjs';
import { folderUrl, startVsCode } from '../vscode/server.mjs';
import { failedStep } from './result.mjs';

/** What VS Code logs at every start. */
const noise = /^(?:Resolv|Creating a socket|Updating additional|Ignoring fetching|\[)/;

/** Inside the project, so that the tests find mocha in node_modules. */
const bundled = join(root, '.vscode-run/exthost');

/**
 * @param {number} seconds how long the tests may take
 * @returns {Promise<import('./result.mjs').StepResult>}
 */
export async function extensionHostTests(seconds) {
  await bundle();
  const home = mkdtempSync(join(tmpdir(), 'workbench-exthost-'));
  const workspace = join(home, 'workspace');
  cpSync(join(root, 'test/exthost/workspace'), workspace, { recursive: true });
  const server = await startVsCode({ home, args: ['--vscode-option', 'enable-smoke-test-driver'] });
  const browser = await startChromium();
  try {
    const { exitCode, output } = await runInBrowser(browser.page, server, workspace, seconds);
    const counts = count(output, exitCode);
    if (counts) return { ...counts, output };
    return failedStep(`${output}\n${readFileSync(server.logFile, 'utf8')}`);
  } finally {
    await browser.close();
    server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bundle() {
  const { build } = await import('esbuild');
  rmSync(bundled, { recursive: true, force: true });
  const folder = join(root, 'test/exthost');
  const files = readdirSync(folder).filter((file) => file === 'run.ts' || file.endsWith('.test.ts'));
  await build({
    entryPoints: files.map((file) => join(folder, file)),
    outdir: bundled,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'silent',
  });
}

/** VS Code's driver calls these two functions of the page with each line logged and with the exit code. */
async function runInBrowser(page, server, workspace, seconds) {
  const lines = [];
  const { promise: exited, resolve: exit } = withResolvers();
  await page.exposeFunction('codeAutomationLog', (_type, values) => {
    const line = format(...values);
    if (!noise.test(line)) lines.push(line);
  });
  await page.exposeFunction('codeAutomationExit', exit);
  const remote = (path) => `vscode-remote://${server.host}${path}`;
  await page.goto(
    folderUrl(server, workspace, [
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(join(bundled, 'run.cjs'))],
    ]),
  );
  const exitCode = await Promise.race([exited, pause(seconds * 1000, 'timeout', { ref: false })]);
  if (exitCode === 'timeout') lines.push(`The tests took more than ${seconds} s and were stopped.`);
  return { exitCode, output: lines.join('\n') };
}

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The runner's last line is a JSON object with mocha's counts; without it, the tests have not come to an end. */
function count(output, exitCode) {
  const [, json] = /^exthost-result (\{.*\})$/m.exec(output) ?? [];
  if (!json) return undefined;
  const { passed, failed, skipped } = JSON.parse(json);
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped };
}
