import { type Command, Option } from 'commander';
import { sentinelTransports } from '../../workspace/sentinel-connection.ts';
import type { KqlOptions } from '../kql.ts';
import type { RunOptions } from '../kql-in-workspace.ts';
import type { LaterCommands } from '../later-commands.ts';
import type { Terminal } from '../terminal.ts';
import type { Finish } from './declare.ts';
import { filesHelp, loadOptions } from './options.ts';

const forms: readonly KqlOptions['as'][] = ['query', 'rule-yaml', 'arm', 'bicep', 'parser'];
const parserForms: readonly KqlOptions['form'][] = ['kql', 'let', 'yaml', 'arm', 'bicep'];

/** Declares `kql`. */
export function addKql(program: Command, terminal: Terminal, finish: Finish, later: LaterCommands): void {
  const form = new Option('--as <form>', 'what to write').choices(forms).default('query');
  const parserForm = new Option('--form <form>', 'form of the parser function, with --as parser');
  const kind = new Option('--kind <kind>', 'how rules run where a detection does not say');
  const transport = new Option('--transport <format>', "format of Falcosidekick's syslog output");
  const endpoint = new Option('--endpoint <address>', 'with --run: the service of your cloud');
  endpoint.default('https://api.loganalytics.io');
  const format = new Option('--format <format>', 'with --run: how rows are printed');
  format.choices(['table', 'json', 'csv']).default('table');
  loadOptions(program.command('kql'))
    .description(
      'Generates queries, analytics rules and the parser function for Microsoft Sentinel, or runs queries there.',
    )
    .argument('<files...>', `${filesHelp}; files of detections may be among them`)
    .option('--rule <names...>', 'only for the rules and detections of these names')
    .addOption(form)
    .addOption(parserForm.choices(parserForms).default('kql'))
    .addOption(kind.choices(['Scheduled', 'NRT']).default('Scheduled'))
    .addOption(transport.choices(sentinelTransports).default('json'))
    .option('--cluster-field <field>', "field of the alert that carries the cluster's name")
    .option('--out <path>', 'folder to write to, or a file where there is only one')
    .option('--run', 'run the queries in Log Analytics; files of KQL (*.kql, *.csl) may be among the files')
    .option('--workspace <id>', 'with --run: the id of the workspace, a GUID')
    .option('--range <time>', 'with --run: time range up to now, such as 30m, 24h, 7d', '24h')
    .addOption(endpoint)
    .addOption(format)
    .action(async (files: string[], options: KqlOptions & RunOptions & { readonly run?: true }) => {
      if (options.run) {
        const { runInWorkspace } = await (await later()).kqlInWorkspace();
        finish(await runInWorkspace(files, options, terminal));
        return;
      }
      const { kql } = await (await later()).kql();
      finish(await kql(files, options, terminal));
    });
}
