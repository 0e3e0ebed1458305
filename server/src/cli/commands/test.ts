import { type Command, Option } from 'commander';
import { sentinelTransports } from '../../workspace/sentinel-connection.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { TestOptions } from '../test.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

/** Declares `test`. */
export function addTest(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const format = new Option('--format <format>', 'what to print').choices(['text', 'junit', 'json']);
  const transport = new Option(
    '--transport <format>',
    'how alerts come to Sentinel where a test does not say',
  );
  loadOptions(program.command('test'))
    .description(
      'Runs tests of rules (*.falco-test.yaml) against Falco, Wazuh and Sentinel; exits with 1 where one fails.',
    )
    .argument(
      '<files...>',
      `${filesHelp}; files of tests, of detections, of Wazuh rules and of KQL may be among them`,
    )
    .addOption(format.default('text'))
    .addOption(transport.choices(sentinelTransports).default('json'))
    .option('--coverage', 'tell which checks of the rules were ever true, false or unknown')
    .option('--update', 'put what comes out in the place of what was expected, for review')
    .option('--watch', 'run the tests again whenever one of the files changes')
    .action(async (files: string[], options: TestOptions, command: Command) => {
      if (options.watch && options.format !== 'text') command.error('error: --watch prints text only');
      const { test } = await (await later()).test();
      finish(await test(files, options, terminal));
    });
}
