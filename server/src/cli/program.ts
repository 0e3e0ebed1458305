import { Command } from 'commander';
import { version } from '../../../package.json';
import { addCheck } from './commands/check.ts';
import { addCoverage } from './commands/coverage.ts';
import type { DeclareCommand, Finish } from './commands/declare.ts';
import { addDescribe } from './commands/describe.ts';
import { addEngine } from './commands/engine.ts';
import { addKql } from './commands/kql.ts';
import { addKqlRun } from './commands/kql-run.ts';
import { addLanguageServer } from './commands/lsp.ts';
import { addReplay } from './commands/replay.ts';
import { addTest } from './commands/test.ts';
import { addWazuh } from './commands/wazuh.ts';
import type { Outside } from './outside.ts';
import type { Terminal } from './terminal.ts';

/** The commands in the order in which the help lists them. */
const declarations: Readonly<Record<string, DeclareCommand>> = {
  check: addCheck,
  describe: addDescribe,
  kql: addKql,
  'kql-run': addKqlRun,
  wazuh: addWazuh,
  replay: addReplay,
  test: addTest,
  coverage: addCoverage,
  engine: addEngine,
};

/**
 * The command line with all its commands; each command's own code is loaded only when it runs.
 * @param first the first argument: where that is a command, the others are not even declared.
 */
export function createProgram(
  terminal: Terminal,
  finish: Finish,
  outside: Outside,
  first: string | undefined,
): Command {
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
  const asked = Object.entries(declarations).filter(([name]) => name === first);
  const declared = asked.length > 0 ? asked : Object.entries(declarations);
  for (const [, declare] of declared) declare(program, terminal, finish, outside.later);
  addLanguageServer(program, finish, outside.startLanguageServer);
  return program;
}
