import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, seconds?: number }} [options] `seconds`: how
 *   long it may take; `env` is added to this process's own
 * @returns {Promise<{ status: number, output: string }>} status 127 where the program does not exist, 124 where
 *   it took too long
 */
export function run(program, args, { cwd = root, env = {}, seconds = 900 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32', // npm is a batch file there
    });
    let output = '';
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    const end = (status, more = '') => {
      clearTimeout(timer);
      resolve({ status, output: output + more });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => end(127, `${program}: ${error.message}\n`));
    child.on('close', (status) =>
      overdue ? end(124, `${program} took more than ${seconds} s and was stopped\n`) : end(status ?? 1),
    );
  });
}

/**
 * As `run`, but throws with what the program printed where it fails.
 * @param {string} what the step in words, for the message: "Installing the packages"
 * @param {Parameters<typeof run>} command
 */
export async function runOrThrow(what, ...command) {
  const { status, output } = await run(...command);
  if (status !== 0) throw new Error(`${what} failed (exit status ${status}):\n${output.trim()}`);
  return output;
}
