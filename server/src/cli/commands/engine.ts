import type { Command } from 'commander';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';

/** Declares `engine`. */
export function addEngine(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  program
    .command('engine')
    .description('Answers questions to the engines: JSON lines from standard input to standard output.')
    .action(async () => {
      const { servePort } = await (await later()).engine();
      finish(await servePort(process.stdin, terminal));
    });
}
