import { writeFileSync } from 'node:fs';
import { alertFormats } from '../features/alert-formats.ts';
import { AlertTally } from '../features/coverage/alert-tally.ts';
import { type AttackPath, attackPaths } from '../features/coverage/attack-path.ts';
import { type Coverage, type CoverageFilter, coverage } from '../features/coverage/coverage.ts';
import { navigatorLayer } from '../features/coverage/navigator-layer.ts';
import { bytesOfFile, UnreadableFile } from '../file-bytes.ts';
import { reasonOf } from '../file-reason.ts';
import { AlertReader } from '../replay/read-alerts.ts';
import { DamagedGzip, textOfBytes } from '../text/text-of-bytes.ts';
import { readInputs } from './inputs.ts';
import { type LoadOptions, loadInputs, warnOfUnknownPlugins } from './load-inputs.ts';
import { coverageHtml } from './report/coverage-html.ts';
import { coverageJson } from './report/coverage-json.ts';
import { coverageText } from './report/coverage-text.ts';
import { printable } from './report/display-text.ts';
import { paletteFor } from './report/palette.ts';
import { tellRefusal } from './report/refusal.ts';
import type { Terminal } from './terminal.ts';

/** Options of `falco-workbench coverage`. */
export interface CoverageOptions extends LoadOptions, CoverageFilter {
  readonly format: 'text' | 'json' | 'html' | 'navigator';
  /** A file with alerts. */
  readonly alerts?: string;
  /** A file to write to; without it standard output. */
  readonly out?: string;
  /** Fewer techniques than this fail. */
  readonly failUnder?: number;
}

/** What was found; the paths are empty where no alerts were given. */
export interface CoverageFound {
  readonly coverage: Coverage;
  readonly paths: readonly AttackPath[];
  /** Alerts that are in no path: there were too many rules or places. */
  readonly leftOut: number;
}

/**
 * Reports how the matrix of ATT&CK is covered; returns the exit status: 1 where a file cannot be loaded, read or
 * written, or too few techniques are covered.
 */
export async function coverageReport(
  paths: readonly string[],
  options: CoverageOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadInputs(readInputs(paths, terminal), options);
  if (tellRefusal(loaded, terminal)) return 1;
  const tally = new AlertTally();
  try {
    if (options.alerts !== undefined) await addAlerts(options.alerts, tally, terminal);
    const found = {
      coverage: coverage([loaded.snapshot], tally, options),
      paths: attackPaths([loaded.snapshot], tally),
      leftOut: tally.leftOut,
    };
    const text = written(found, options, terminal);
    if (options.out === undefined) terminal.write(text);
    else writeFileSync(options.out, text);
    return isEnough(found.coverage, options, terminal) ? 0 : 1;
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof DamagedGzip) {
      terminal.warn(`error: ${printable(options.alerts!)}: ${error.message}\n`);
      return 1;
    }
    const { path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw error;
    terminal.warn(`error: ${path}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
    return 1;
  }
}

/** Only ever holds a piece of the file. */
async function addAlerts(path: string, tally: AlertTally, terminal: Terminal): Promise<void> {
  const reader = new AlertReader(alertFormats);
  let oddities = 0;
  const take = ({ alerts, oddities: odd }: ReturnType<AlertReader['read']>) => {
    for (const alert of alerts) tally.add(alert);
    oddities += odd.length;
  };
  for await (const text of textOfBytes(bytesOfFile(path))) take(reader.read(text));
  take(reader.finish());
  if (oddities > 0) terminal.warn(`note: ${path}: ${oddities} oddities in the alerts were read past\n`);
}

function written(found: CoverageFound, { format }: CoverageOptions, { colours }: Terminal): string {
  switch (format) {
    case 'text':
      return coverageText(found, paletteFor(colours));
    case 'json':
      return `${JSON.stringify(coverageJson(found), undefined, 2)}\n`;
    case 'html':
      return coverageHtml(found);
    case 'navigator':
      return `${JSON.stringify(navigatorLayer(found.coverage), undefined, 2)}\n`;
  }
}

function isEnough({ techniques }: Coverage, { failUnder = 0 }: CoverageOptions, terminal: Terminal): boolean {
  if (techniques >= failUnder) return true;
  terminal.warn(`error: ${techniques} techniques are covered, fewer than the ${failUnder} asked for\n`);
  return false;
}
