import { CommanderError } from 'commander';
import type { Outside } from './outside.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command line, given without the program's name. Returns the exit status: that of the command, or 2
 * for wrong usage. `outside` is what stands in other bundles. Faults of ours are thrown on.
 */
export async function run(args: readonly string[], terminal: Terminal, outside: Outside): Promise<number> {
  let status = 0;
  const program = createProgram(
    terminal,
    (result) => {
      status = result;
    },
    outside,
    args[0],
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}
