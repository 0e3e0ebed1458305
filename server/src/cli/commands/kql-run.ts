import { type Command, InvalidArgumentError, Option } from 'commander';
import { sentinelTransports } from '../../workspace/sentinel-connection.ts';
import type { KqlRunOptions } from '../kql-run.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { loadOptions } from './options.ts';

const formats: readonly KqlRunOptions['format'][] = ['table', 'json', 'csv'];

/** Declares `kql-run`. */
export function addKqlRun(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const transport = new Option('--transport <format>', 'how alerts among the data reach Sentinel');
  const format = new Option('--format <format>', 'what to print');
  loadOptions(program.command('kql-run'))
    .description('Runs a query of Kusto on rows or alerts in files, without any cloud.')
    .argument('<query>', 'a query, or a *.kql file with one')
    .option('--data <files...>', 'rows as JSON, JSON lines or CSV, or alerts of Falco; - for standard input')
    .option('--table <name>', 'table of the rows, where their columns do not tell')
    .option('--rules <files...>', 'rules files: FalcoContainerSecurity gets columns for their outputs')
    .addOption(transport.choices(sentinelTransports).default('json'))
    .option('--cluster-field <field>', "field of the alert that carries the cluster's name")
    .addOption(format.choices(formats).default('table'))
    .option('--now <moment>', 'what now() gives, such as 2026-11-21T12:00:00Z', readMoment)
    .action(async (query: string, options: KqlRunOptions) => {
      const { kqlRun } = await (await later()).kqlRun();
      finish(await kqlRun(query, options, terminal));
    });
}

function readMoment(text: string): number {
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new InvalidArgumentError('It looks like 2026-11-21T12:00:00Z.');
  return moment;
}
