import { type Command, InvalidArgumentError, Option } from 'commander';
import { readIdRange, readLevels } from '../../wazuh/generate/read-options.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { WazuhOptions } from '../wazuh.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

/** Declares `wazuh`. */
export function addWazuh(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const profiles = ['sturdy', 'recipe'];
  const ids = new Option('--ids <range>', 'ids to use, such as 100600-100999').argParser(idRange);
  const levels = new Option('--levels <levels>', 'levels by priority, such as Debug=0,Notice=5').argParser(
    levelsByPriority,
  );
  loadOptions(program.command('wazuh'))
    .description('Generates Wazuh 4.x rules for the alerts of Falco rules.')
    .argument('<files...>', filesHelp)
    .addOption(new Option('--profile <profile>', 'how alerts are known').choices(profiles).default('sturdy'))
    .option('--out <path>', 'file or folder to write to; rules keep the ids they have there')
    .addOption(ids)
    .addOption(levels)
    .option('--integration', 'write the files that join Falco and Wazuh too; needs --out')
    .action(async (files: string[], options: WazuhOptions, command: Command) => {
      if (options.integration && options.out === undefined) command.error('error: --integration needs --out');
      if (options.ids && options.profile === 'recipe')
        command.error('error: the ids of the recipe are fixed');
      const { wazuh } = await (await later()).wazuh();
      finish(wazuh(files, options, terminal));
    });
}

function idRange(text: string): WazuhOptions['ids'] {
  const range = readIdRange(text);
  if (range === undefined) throw new InvalidArgumentError('It looks like 100600-100999.');
  return range;
}

function levelsByPriority(text: string): NonNullable<WazuhOptions['levels']> {
  const entries = text.split(',').map((each): [string, unknown] => {
    const [, priority = '', level = ''] = /^\s*(\w+)\s*=\s*(\d{1,2})\s*$/.exec(each) ?? [];
    return [priority, level === '' ? undefined : Number(level)];
  });
  const levels = readLevels(entries);
  if (Object.keys(levels).length < entries.length)
    throw new InvalidArgumentError('It looks like Debug=0,Notice=5, with levels from 0 to 16.');
  return levels;
}
