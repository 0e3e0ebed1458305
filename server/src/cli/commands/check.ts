import { type Command, Option } from 'commander';
import { isQueryFile } from '../../features/tests/test-files.ts';
import type { CheckOptions } from '../check.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { filesHelp, formatOption, loadOptions } from './options.ts';

/** Declares `check`. */
export function addCheck(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const levels = ['error', 'warning', 'info', 'hint'];
  loadOptions(program.command('check'))
    .description('Reports what is wrong in rules files; exits with 1 where Falco would refuse one.')
    .argument('<files...>', `${filesHelp}; files of KQL (*.kql, *.csl) may be among them`)
    .addOption(formatOption())
    .addOption(new Option('--fail-on <level>', 'fail on findings of this level or above').choices(levels))
    .option('--falco <path>', 'check with the fields, events and plugins of this installed Falco')
    .option('--verify', 'have that Falco load the files too, and compare its verdicts with ours')
    .action(async (files: string[], options: CheckOptions, command: Command) => {
      if (options.verify && options.falco === undefined) command.error('error: --verify needs --falco');
      const wazuh = files.filter((file) => /\.xml$/i.test(file));
      if (wazuh.length > 0 && wazuh.length < files.length)
        command.error("error: Wazuh's rules (*.xml) and Falco's are checked apart");
      if (wazuh.length > 0) {
        const { checkWazuh } = await (await later()).checkWazuh();
        return finish(checkWazuh(files, options, terminal));
      }
      if (files.some(isQueryFile)) {
        if (options.falco !== undefined) command.error('error: --falco is for rules files, not for KQL');
        const { checkQueries } = await (await later()).checkQueries();
        return finish(await checkQueries(files, options, terminal));
      }
      const { check } = await import('../check.ts');
      finish(await check(files, options, terminal));
    });
}
