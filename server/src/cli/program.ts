import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import type { EngineVersion } from '../falco/items/item.ts';
import { parseEngineVersion } from '../falco/items/read-versions.ts';
import type { CheckOptions } from './check.ts';
import type { DescribeOptions } from './describe.ts';
import type { Terminal } from './terminal.ts';
import type { IdRange, WazuhOptions } from './wazuh.ts';

/** Takes the exit status of the command that ran. */
export type Finish = (status: number) => void;

/** The command line with all its commands; each command's own code is loaded only when it runs. */
export function createProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('falco-workbench')
    .description('Checks, explains and translates Falco rules.')
    .version(version, '-v, --version', 'print the version')
    .showHelpAfterError('(falco-workbench --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.warn(text),
      getOutHasColors: () => terminal.colours,
    });
  addCheck(program, terminal, finish);
  addDescribe(program, terminal, finish);
  addWazuh(program, terminal, finish);
  addEngine(program, terminal, finish);
  addLanguageServer(program, finish);
  return program;
}

const filesHelp = 'rules files in load order; a folder stands for its YAML files, - for standard input';

function addCheck(program: Command, terminal: Terminal, finish: Finish): void {
  const levels = ['error', 'warning', 'info', 'hint'];
  loadOptions(program.command('check'))
    .description('Reports what is wrong in rules files; exits with 1 where Falco would refuse one.')
    .argument('<files...>', filesHelp)
    .addOption(formatOption())
    .addOption(new Option('--fail-on <level>', 'fail on findings of this level or above').choices(levels))
    .option('--falco <path>', 'check with the fields, events and plugins of this installed Falco')
    .option('--verify', 'have that Falco load the files too, and compare its verdicts with ours')
    .action(async (files: string[], options: CheckOptions, command: Command) => {
      if (options.verify && options.falco === undefined) command.error('error: --verify needs --falco');
      const { check } = await import('./check.ts');
      finish(await check(files, options, terminal));
    });
}

function addDescribe(program: Command, terminal: Terminal, finish: Finish): void {
  loadOptions(program.command('describe'))
    .description('Shows what Falco makes of rules: compiled conditions, event types, fields, macros, lists.')
    .argument('<files...>', filesHelp)
    .option('--rule <name>', 'only this rule')
    .addOption(formatOption())
    .action(async (files: string[], options: DescribeOptions) => {
      const { describe } = await import('./describe.ts');
      finish(describe(files, options, terminal));
    });
}

function addWazuh(program: Command, terminal: Terminal, finish: Finish): void {
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
      const { wazuh } = await import('./wazuh.ts');
      finish(wazuh(files, options, terminal));
    });
}

function addEngine(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('engine')
    .description('Answers questions to the engines: JSON lines from standard input to standard output.')
    .action(async () => {
      const { servePort } = await import('./engine.ts');
      finish(await servePort(process.stdin, terminal));
    });
}

function addLanguageServer(program: Command, finish: Finish): void {
  program
    .command('lsp')
    .description('Starts the language server.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      const { startLanguageServer } = await import('./lsp.ts');
      finish(await startLanguageServer());
    });
}

function formatOption(): Option {
  return new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text');
}

/** The options of commands that load rules; their names are those of `LoadOptions`. */
function loadOptions(command: Command): Command {
  return command
    .option('--engine <version>', 'engine version to check for, such as 0.63.0', readEngineVersion)
    .option(
      '--plugin <names...>',
      'plugins that Falco loads; default: container and those that the files need',
    );
}

function readEngineVersion(text: string): EngineVersion {
  const parsed = parseEngineVersion(text);
  if (parsed === undefined) throw new InvalidArgumentError('It looks like 0.63.0.');
  return parsed;
}

function readIdRange(text: string): IdRange {
  const [, first, last] = /^(\d{1,6})-(\d{1,6})$/.exec(text) ?? [];
  if (first === undefined || Number(first) > Number(last))
    throw new InvalidArgumentError('It looks like 100600-100999.');
  return { first: Number(first), last: Number(last) };
}
