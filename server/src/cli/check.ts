import type { Level } from '../falco/problems/problem.ts';
import type { ComparedFile } from '../features/compare-verdicts.ts';
import { readInputs } from './inputs.ts';
import {
  detectionErrors,
  isRefused,
  type LoadedInputs,
  type LoadOptions,
  loadInputs,
  warnOfUnknownPlugins,
} from './load-inputs.ts';
import { paletteFor } from './report/palette.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench check`. */
export interface CheckOptions extends LoadOptions {
  readonly format: 'text' | 'json';
  /** The level of our findings from which on the check fails; without it the engine's verdict counts. */
  readonly failOn?: Level;
  /** Path of an installed Falco whose tables to check with. */
  readonly falco?: string;
  /** Have that Falco load the files too, and compare the verdicts. */
  readonly verify?: boolean;
}

/**
 * Checks rules files and prints what is wrong; returns the exit status: 1 where the check fails, 2 where an
 * installed Falco is asked for and cannot be used.
 */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  if (options.falco !== undefined) return checkWithFalco(paths, options, options.falco, terminal);
  const loaded = loadInputs(readInputs(paths, terminal), options);
  terminal.write(await report(loaded, options, terminal));
  return fails(loaded, options.failOn) ? 1 : 0;
}

async function checkWithFalco(
  paths: readonly string[],
  options: CheckOptions,
  falco: string,
  terminal: Terminal,
): Promise<number> {
  const { importInstalled, verifyInputs, comparisonText } = await import('./installed.ts');
  const installed = await importInstalled(falco, terminal);
  if (installed === undefined) return 2;
  const loaded = loadInputs(readInputs(paths, terminal), { ...options, installed });
  const compared = options.verify ? await verifyInputs(falco, loaded, terminal) : [];
  terminal.write(await report(loaded, options, terminal, compared));
  if (compared === undefined) return 2;
  if (compared.length > 0 && options.format === 'text') terminal.write(comparisonText(compared, loaded));
  return fails(loaded, options.failOn) || compared.some(({ falco: { successful } }) => !successful) ? 1 : 0;
}

async function report(
  loaded: LoadedInputs,
  { format }: CheckOptions,
  terminal: Terminal,
  compared: readonly ComparedFile[] = [],
): Promise<string> {
  if (format === 'json') {
    const { jsonReport } = await import('./report/json-report.ts');
    const json = { ...jsonReport(loaded), ...(compared.length > 0 && { verdicts: compared }) };
    return `${JSON.stringify(json)}\n`;
  }
  const { textReport } = await import('./report/text-report.ts');
  return textReport(loaded, paletteFor(terminal.colours));
}

/** Levels from the most serious on. */
const levels: readonly Level[] = ['error', 'warning', 'info', 'hint'];

/** True where Falco would refuse a file, or where findings reach the level that is asked for. */
export function fails(loaded: LoadedInputs, failOn: Level | undefined): boolean {
  if (failOn === undefined) {
    return isRefused(loaded) || loaded.problems.some((file) => detectionErrors(file).length > 0);
  }
  return reaches(loaded.problems, failOn);
}

/** True where a file has a problem of this level or above. */
export function reaches(
  files: readonly { readonly problems: readonly { level: Level }[] }[],
  level: Level,
): boolean {
  const failing = levels.slice(0, levels.indexOf(level) + 1);
  return files.some(({ problems }) => problems.some((problem) => failing.includes(problem.level)));
}
