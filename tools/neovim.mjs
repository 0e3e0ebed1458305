import { aptInstall, canUseApt } from './apt.mjs';
import { run } from './run.mjs';

/**
 * Installs Neovim with apt-get where there is none and this process may install packages; elsewhere its tests
 * skip themselves.
 * @param {(line: string) => void} progress
 */
export async function installNeovim(progress) {
  if ((await isThere()) || !(await canUseApt())) return;
  progress('Installing Neovim with apt-get');
  const output = await aptInstall(['neovim']);
  if (!(await isThere())) progress(output);
}

async function isThere() {
  return (await run(process.env.NEOVIM ?? 'nvim', ['--version'])).status === 0;
}
