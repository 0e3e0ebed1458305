import type { Command } from 'commander';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';

/** Declares `lsp`. */
export function addLanguageServer(
  program: Command,
  _terminal: Terminal,
  finish: Finish,
  later: LaterCommands,
): void {
  program
    .command('lsp')
    .description('Starts the language server.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      const { startLanguageServer } = await (await later()).lsp();
      finish(await startLanguageServer());
    });
}
