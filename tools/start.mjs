// Starts a real VS Code with the workbench installed and the examples open. Needs nothing but Node and npm.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, packageExtension, requireNode, vsix } from './project.mjs';
import { root } from './root.mjs';
import { run, runOrThrow } from './run.mjs';
import { installVsCode } from './vscode/install.mjs';
import { folderUrl, isFreePort, startVsCode } from './vscode/server.mjs';

const usualPort = 8150;
const usage = `Usage: npm start -- [options]

Builds the Falco Rule Workbench and opens it in a real VS Code, in the browser.

  --folder DIR  open this folder instead of examples/
  --port PORT   port of the address (default ${usualPort}, or any other where that is taken)
  --desktop     use the VS Code installed on this machine (its command "code")
  --help        show this help`;

try {
  await main(options());
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

function options() {
  try {
    return parseArgs({
      options: {
        folder: { type: 'string', default: join(root, 'examples') },
        port: { type: 'string' },
        desktop: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error.message}\n\n${usage}`);
  }
}

async function main({ folder, port, desktop, help }) {
  if (help) return console.log(usage);
  requireNode();
  const workspace = existingFolder(folder);
  const freePort = desktop ? undefined : await chosenPort(port);
  if (desktop) await requireCode();
  await step('Installing the packages of the project', installPackages);
  await step('Building and packing the extension', packageExtension);
  if (desktop) await openDesktop(workspace);
  else await openBrowser(workspace, freePort);
}

async function openBrowser(workspace, port) {
  await step('Preparing VS Code for the browser', () => installVsCode((line) => console.log(`  ${line}`)));
  const home = join(root, '.vscode-run/start');
  const server = await step('Starting VS Code', () => startVsCode({ home, vsix, port }));
  console.log(`\nOpen ${folderUrl(server, workspace)}\nCtrl+C stops it.`);
}

async function openDesktop(workspace) {
  const install = ['--install-extension', vsix, '--force'];
  await step('Installing the extension', () => runOrThrow('Installing the extension', 'code', install));
  await step('Opening VS Code', () => runOrThrow('Opening VS Code', 'code', ['--new-window', workspace]));
}

async function requireCode() {
  const { status } = await run('code', ['--version']);
  if (status !== 0) {
    throw new Error(
      'There is no command "code" here. Install VS Code and its command ("Shell Command: Install \'code\' ' +
        'command in PATH"), or leave out --desktop to use VS Code in the browser.',
    );
  }
}

function existingFolder(folder) {
  const absolute = resolve(folder);
  if (!existsSync(absolute)) throw new Error(`There is no folder ${absolute}.`);
  return absolute;
}

/** The port that was asked for; without that the usual one, or undefined, which means any, where it is taken. */
async function chosenPort(asked) {
  if (asked === undefined) return (await isFreePort(usualPort)) ? usualPort : undefined;
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port takes a number from 1 to 65535, not "${asked}".`);
  }
  if (await isFreePort(port)) return port;
  throw new Error(`Port ${port} is taken. Choose another with --port.`);
}

/** Does one thing after saying so, and says how long it took. */
async function step(title, work) {
  console.log(`${title} …`);
  const started = performance.now();
  const result = await work();
  console.log(`  done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
