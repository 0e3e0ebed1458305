import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { IdRange, WazuhOptions } from '../wazuh.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

/** Declares `wazuh`. */
export function addWazuh(program: Command, terminal: Terminal, finish: Finish): void {
  const profiles = ['sturdy', 'recipe'];
  const ids = new Option('--ids <range>', 'ids to use, such as 100600-100999').argParser(readIdRange);
  loadOptions(program.command('wazuh'))
    .description('Generates Wazuh 4.x rules for the alerts of Falco rules.')
    .argument('<files...>', filesHelp)
    .addOption(new Option('--profile <profile>', 'how alerts are known').choices(profiles).default('sturdy'))
    .option('--out <path>', 'file or folder to write to; rules keep the ids they have there')
    .addOption(ids)
    .option('--integration', 'write the files that join Falco and Wazuh too; needs --out')
    .action(async (files: string[], options: WazuhOptions, command: Command) => {
      if (options.integration && options.out === undefined) command.error('error: --integration needs --out');
      if (options.ids && options.profile === 'recipe')
        command.error('error: the ids of the recipe are fixed');
      const { wazuh } = await import('../wazuh.ts');
      finish(wazuh(files, options, terminal));
    });
}

function readIdRange(text: string): IdRange {
  const [, first, last] = /^(\d{1,6})-(\d{1,6})$/.exec(text) ?? [];
  if (first === undefined || Number(first) > Number(last))
    throw new InvalidArgumentError('It looks like 100600-100999.');
  return { first: Number(first), last: Number(last) };
}
