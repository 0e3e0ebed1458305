import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';

/** Declares `lsp`. */
export function addLanguageServer(program: Command, _terminal: Terminal, finish: Finish): void {
  program
    .command('lsp')
    .description('Starts the language server.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      const { startLanguageServer } = await import('../lsp.ts');
      finish(await startLanguageServer());
    });
}
