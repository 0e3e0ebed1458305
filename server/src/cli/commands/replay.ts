import { type Command, Option } from 'commander';
import type { LaterCommands } from '../later-commands.ts';
import type { ReplayOptions } from '../replay.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

/** Declares `replay`. */
export function addReplay(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const transport = new Option('--transport <format>', 'how alerts come to Sentinel');
  const format = new Option('--format <format>', 'what to print').choices(['table', 'json', 'html']);
  loadOptions(program.command('replay'))
    .description('Takes alerts through Falco rules, Sentinel and Wazuh, and tells what each makes of them.')
    .argument('<files...>', `${filesHelp}; files of detections, of Wazuh rules and of KQL may be among them`)
    .requiredOption('--alerts <files...>', 'files with alerts, gzip too; - for standard input')
    .addOption(transport.choices(['json', 'cef', 'both']).default('both'))
    .addOption(format.default('table'))
    .option('--out <path>', 'file to write to; without it standard output')
    .action(async (files: string[], options: ReplayOptions) => {
      const { replay } = await (await later()).replay();
      finish(await replay(files, options, terminal));
    });
}
