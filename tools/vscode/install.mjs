// VS Code for the browser (the npm package code-server), kept in this folder with a lockfile of its own.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { installLocked, isInstalled, npm } from '../npm.mjs';
import { root } from '../root.mjs';

const folder = join(root, 'tools/vscode');
const codeServer = join(folder, 'node_modules/code-server');
const vsCode = join(codeServer, 'lib/vscode');

/** The script that starts code-server; run it with `nodeForVsCode()`. */
export const codeServerScript = join(codeServer, 'out/node/entry.js');

/**
 * Installs VS Code where it is missing or not the wanted version: about 800 MB. Install scripts are left out:
 * they would compile for minutes what two small stand-ins do.
 * @param {(line: string) => void} progress
 */
export async function installVsCode(progress) {
  requirePlatform();
  if (!isInstalled(folder)) {
    progress('Installing VS Code for the browser (once; about 800 MB on disk)');
    await installLocked(folder, ['--ignore-scripts']);
  }
  if (!existsSync(join(vsCode, 'node_modules/.package-lock.json'))) {
    progress("Installing VS Code's own packages");
    await npm(vsCode, ['install', '--omit=dev', '--ignore-scripts'], nodeForVsCode());
  }
  putStandIns();
}

/** Two packages of VS Code are compiled when they are installed; ours need no compiler. */
function putStandIns() {
  const packages = join(vsCode, 'node_modules/@vscode');
  cpSync(join(folder, 'stand-ins/spdlog.cjs'), join(packages, 'spdlog/index.js'));
  cpSync(join(folder, 'stand-ins/watchdog.cjs'), join(packages, 'native-watchdog/build/Release/watchdog.js'));
}

/** The Node that VS Code runs on: this one where it is new enough, else the one installed beside VS Code. */
export function nodeForVsCode() {
  return runsVsCode() ? process.execPath : join(folder, `node_modules/${nodePackage()}/bin/node`);
}

function runsVsCode() {
  const [major] = process.versions.node.split('.').map(Number);
  return major === 22 || major === 24;
}

function requirePlatform() {
  if (process.platform === 'win32') {
    throw new Error(
      'VS Code for the browser does not run on Windows. Use `npm start -- --desktop` with an installed VS Code, or WSL.',
    );
  }
  const hasNodePackage = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
  if (!runsVsCode() && !hasNodePackage) {
    throw new Error(
      `VS Code for the browser needs Node 22 or 24 here; this is Node ${process.versions.node}.`,
    );
  }
}

function nodePackage() {
  return `node-${process.platform}-${process.arch}`;
}
