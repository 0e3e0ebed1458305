import type { Level } from '../falco/problems/problem.ts';
import { readInputs } from './inputs.ts';
import { type LoadedInputs, type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench check`. */
export interface CheckOptions extends LoadOptions {
  readonly format: 'text' | 'json';
  /** The level of our findings from which on the check fails; without it the engine's verdict counts. */
  readonly failOn?: Level;
}

/** Checks rules files and prints what is wrong; returns the exit status: 1 where the check fails. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadInputs(readInputs(paths, terminal), options);
  terminal.write(await report(loaded, options, terminal));
  return fails(loaded, options.failOn) ? 1 : 0;
}

async function report(loaded: LoadedInputs, { format }: CheckOptions, terminal: Terminal): Promise<string> {
  if (format === 'json') {
    const { jsonReport } = await import('./report/json-report.ts');
    return `${JSON.stringify(jsonReport(loaded))}\n`;
  }
  const { textReport } = await import('./report/text-report.ts');
  return textReport(loaded, paletteFor(terminal.colours));
}

/** Levels from the most serious on. */
const levels: readonly Level[] = ['error', 'warning', 'info', 'hint'];

function fails({ engine, problems }: LoadedInputs, failOn: Level | undefined): boolean {
  if (failOn === undefined) return engine.files.some(({ successful }) => !successful);
  const failing = levels.slice(0, levels.indexOf(failOn) + 1);
  return problems.some((file) => file.problems.some(({ level }) => failing.includes(level)));
}
