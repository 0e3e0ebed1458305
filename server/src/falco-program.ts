import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FalcoProgram, Printed, RulesText } from './falco/installed/falco-program.ts';
import type { Outcome } from './falco/installed/outcome.ts';

/** How long Falco may take, and how much it may print. */
export interface ProgramLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const defaultLimits: ProgramLimits = { milliseconds: 20_000, bytes: 16_000_000 };

/**
 * The Falco of this path, or of this name on the `PATH`. It is started without a shell, and in the folder of
 * temporary files, so that nothing in the user's folders is taken for a program or a configuration of it.
 */
export function falcoProgram(path: string, limits: ProgramLimits = defaultLimits): FalcoProgram {
  const program = /[/\\]/.test(path) ? resolve(path) : path;
  const run = (args: readonly string[]) => runProgram(program, args, limits);
  return { run, validate: (files) => validate(run, files) };
}

function runProgram(
  program: string,
  args: readonly string[],
  { milliseconds, bytes }: ProgramLimits,
): Promise<Outcome<Printed>> {
  const options = { cwd: tmpdir(), timeout: milliseconds, maxBuffer: bytes, windowsHide: true } as const;
  return new Promise((done) => {
    try {
      const child = execFile(
        program,
        args,
        { ...options, killSignal: 'SIGKILL' },
        (error, output, errors) => {
          const problem = error === null ? undefined : problemOf(error, milliseconds);
          if (problem !== undefined) done({ ok: false, problem: `${program} ${problem}` });
          else done({ ok: true, value: { output, errors, status: Number(error?.code ?? 0) } });
        },
      );
      child.stdin?.end();
    } catch (error) {
      done({ ok: false, problem: `${program} cannot be run: ${(error as Error).message}` });
    }
  });
}

/** Why a program gave no answer; undefined where it only ended with a status other than 0. */
function problemOf(
  { code, killed, signal, message }: Error & { code?: unknown; killed?: boolean; signal?: unknown },
  milliseconds: number,
): string | undefined {
  if (typeof code === 'number') return undefined;
  switch (code) {
    case 'ENOENT':
      return 'is not there. Is the path right, and is Falco installed?';
    case 'EACCES':
    case 'EPERM':
      return 'may not be run: it is not executable for you.';
    case 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER':
      return 'prints far more than Falco does. Is it Falco?';
  }
  if (killed) return `did not end within ${milliseconds / 1000} seconds, and was stopped.`;
  if (signal) return `was ended by ${signal}.`;
  return `cannot be run: ${message}`;
}

/** The files go to a folder that only this user can read, each to a sub-folder of its own. */
async function validate(run: FalcoProgram['run'], files: readonly RulesText[]): Promise<Outcome<Printed>> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'falco-verify-'));
    const paths: string[] = [];
    for (const file of files) paths.push(await writeRules(join(folder, String(paths.length + 1)), file));
    return await run(['-o', 'json_output=true', ...paths.flatMap((path) => ['-V', path])]);
  } catch (error) {
    return { ok: false, problem: `The rules could not be handed to Falco: ${(error as Error).message}` };
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** A comma would part the name in two on Falco's command line; other signs are for shells and logs. */
async function writeRules(folder: string, { name, text }: RulesText): Promise<string> {
  const baseName = name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[^\w.-]/g, '_');
  const path = join(folder, /^\.*$/.test(baseName) ? 'rules.yaml' : baseName);
  await mkdir(folder);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
