// The steps that `npm start` and `npm test` share: install, build, package. Needs nothing but Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installLocked, isInstalled } from './npm.mjs';
import { root } from './root.mjs';
import { runOrThrow } from './run.mjs';

/** Where the packaged extension is put. */
export const vsix = join(root, 'falco-rule-workbench.vsix');

/** Throws where this Node is older than the project's floor. */
export function requireNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node 20 or newer is needed; this is Node ${process.versions.node}.`);
}

/** Installs the project's packages where they are missing or older than package-lock.json asks for. */
export async function installPackages() {
  if (!isInstalled(root)) await installLocked(root);
}

/** Builds dist/ and packs it with the manifest into `vsix`; returns what was printed. */
export function packageExtension() {
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  if (!existsSync(vsce)) throw new Error('@vscode/vsce is not installed: run npm install.');
  return runOrThrow('Packaging the extension', process.execPath, [vsce, 'package', '--out', vsix]);
}
