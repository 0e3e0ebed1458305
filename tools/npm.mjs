import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runOrThrow } from './run.mjs';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Runs npm in a folder.
 * @param {string} folder
 * @param {string[]} args
 * @param {string} [node] the Node to run it and its scripts with; this process's own if not given
 */
export function npm(folder, args, node = process.execPath) {
  const env = { PATH: dirname(node) + delimiter + process.env.PATH };
  return runOrThrow(`npm ${args[0]} in ${folder}`, 'npm', [...args, ...quiet], { cwd: folder, env });
}

/**
 * Installs what package-lock.json asks for. Not `npm ci`: that refuses a lockfile without the optional packages
 * of other machines, which npm leaves out where the registry does not have them.
 * @param {string} folder
 * @param {string[]} [options]
 */
export function installLocked(folder, options = []) {
  return npm(folder, ['install', '--no-save', ...options]);
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves a list of what it installed in
 * node_modules/.package-lock.json; packages that are optional may be missing there: they are for other machines.
 * @param {string} folder the folder of package.json
 */
export function isInstalled(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packages(join(folder, 'package-lock.json'));
  const installed = packages(installedFile);
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true; // the project itself
    const there = installed[path];
    return there ? there.version === version : Boolean(optional || devOptional);
  });
}

function packages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
