import type { Command } from 'commander';
import type { DescribeOptions } from '../describe.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { filesHelp, formatOption, loadOptions } from './options.ts';

/** Declares `describe`. */
export function addDescribe(program: Command, terminal: Terminal, finish: Finish): void {
  loadOptions(program.command('describe'))
    .description('Shows what Falco makes of rules: compiled conditions, event types, fields, macros, lists.')
    .argument('<files...>', filesHelp)
    .option('--rule <name>', 'only this rule')
    .addOption(formatOption())
    .action(async (files: string[], options: DescribeOptions) => {
      const { describe } = await import('../describe.ts');
      finish(describe(files, options, terminal));
    });
}
