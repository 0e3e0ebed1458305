#!/usr/bin/env node
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { processTerminal } from './cli/process-terminal.ts';
import { loadCompiled } from './compiled-script.ts';

const args = process.argv.slice(2);
const isShort = args[0] === 'check' || args[0] === 'describe';
// A check is over before optimised code pays for its making (measured: 40 % less work on falco_rules.yaml);
// the port and the language server run long.
if (isShort) setFlagsFromString('--no-opt');
// Alerts leave garbage that V8 would let grow to hundreds of megabytes before it looks at it, however little of it
// is in use (60 MB): it is to look when there is half as much again, which costs no time that one could measure.
if (args[0] === 'replay' || args[0] === 'coverage') setFlagsFromString('--heap-growing-percent=50');

const { exports, keep } = loadCompiled<typeof import('./cli/run.ts')>(join(__dirname, 'command-line.cjs'));
const outside = { later: laterCommands, startLanguageServer: () => require(join(__dirname, 'server.cjs')) };
void exports.run(args, processTerminal(), outside).then((status) => {
  process.exitCode = status;
  if (isShort) keep();
});

async function laterCommands() {
  const { href } = pathToFileURL(join(__dirname, 'later-commands.mjs'));
  const loaded: typeof import('./cli/later-commands.ts') = await import(href);
  return loaded.laterCommands;
}
