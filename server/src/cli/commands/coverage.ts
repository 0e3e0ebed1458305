import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CoverageOptions } from '../coverage.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

const formats: readonly CoverageOptions['format'][] = ['text', 'json', 'html', 'navigator'];

/** Declares `coverage`. */
export function addCoverage(
  program: Command,
  terminal: Terminal,
  finish: Finish,
  later: LaterCommands,
): void {
  loadOptions(program.command('coverage'))
    .description(
      'Lays rules, detections, tests and alerts on the matrix of MITRE ATT&CK, and names the gaps.',
    )
    .argument('<files...>', `${filesHelp}; files of detections and of tests may be among them`)
    .option('--alerts <path>', 'count the alerts of this file, and show the path of an attack through them')
    .addOption(new Option('--format <format>', 'what to write').choices(formats).default('text'))
    .option('--out <path>', 'file to write to; without it standard output')
    .option('--enabled', 'look only at what is switched on')
    .option(
      '--maturity <level>',
      'look only at rules of this maturity, such as stable; none for those without',
    )
    .option('--source <source>', 'look only at rules for this source of events, such as syscall')
    .option('--fail-under <techniques>', 'exit with 1 where fewer techniques are covered', readCount)
    .action(async (files: string[], options: CoverageOptions) => {
      const { coverageReport } = await (await later()).coverage();
      finish(await coverageReport(files, options, terminal));
    });
}

function readCount(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It is a number of techniques, such as 40.');
  return Number(text);
}
