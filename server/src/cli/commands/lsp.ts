import type { Command } from 'commander';
import type { Finish } from './declare.ts';

/** Declares `lsp`. @param start starts the language server, which ends when its client leaves. */
export function addLanguageServer(program: Command, finish: Finish, start: () => void): void {
  program
    .command('lsp')
    .description('Starts the language server.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(() => {
      start();
      finish(0);
    });
}
