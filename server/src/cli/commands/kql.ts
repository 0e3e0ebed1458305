import { type Command, Option } from 'commander';
import { sentinelTransports } from '../../workspace/sentinel-connection.ts';
import type { KqlOptions } from '../kql.ts';
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
  loadOptions(program.command('kql'))
    .description('Generates queries, analytics rules and the parser function for Microsoft Sentinel.')
    .argument('<files...>', `${filesHelp}; files of detections may be among them`)
    .option('--rule <names...>', 'only for the rules and detections of these names')
    .addOption(form)
    .addOption(parserForm.choices(parserForms).default('kql'))
    .addOption(kind.choices(['Scheduled', 'NRT']).default('Scheduled'))
    .addOption(transport.choices(sentinelTransports).default('json'))
    .option('--cluster-field <field>', "field of the alert that carries the cluster's name")
    .option('--out <path>', 'folder to write to, or a file where there is only one')
    .action(async (files: string[], options: KqlOptions) => {
      const { kql } = await (await later()).kql();
      finish(await kql(files, options, terminal));
    });
}
