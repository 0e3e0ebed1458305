import { run } from './run.mjs';

/** True where this process may install Debian's packages. */
export async function canUseApt() {
  return process.getuid?.() === 0 && (await apt('--version')).status === 0;
}

/**
 * Installs Debian's packages.
 * @param {readonly string[]} packages
 * @returns {Promise<string>} what apt-get said
 */
export async function aptInstall(packages) {
  await apt('update');
  const { output } = await apt('install', '--yes', '--no-install-recommends', ...packages);
  return output;
}

/** @param {string[]} args */
function apt(...args) {
  return run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
