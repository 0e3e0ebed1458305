import { type InstalledFalco, importFalco } from '../falco/installed/import-falco.ts';
import type { ReadFile } from '../falco/load/read-file.ts';
import { falcoProgram } from '../falco-program.ts';
import { type ComparedFile, printComparison } from '../features/compare-verdicts.ts';
import { verify } from '../features/verify.ts';
import type { LoadedInputs } from './load-inputs.ts';
import { printable } from './report/display-text.ts';
import type { Terminal } from './terminal.ts';

/** Imports the tables of the Falco at a path; says so on the terminal where that fails, or in part. */
export async function importInstalled(path: string, terminal: Terminal): Promise<InstalledFalco | undefined> {
  const imported = await importFalco(falcoProgram(path));
  if (!imported.ok) terminal.warn(`error: ${printable(imported.problem)}\n`);
  else if (imported.value.problem !== undefined) {
    terminal.warn(`warning: ${printable(imported.value.problem)}\n`);
  }
  return imported.ok ? imported.value : undefined;
}

/** Has the Falco at a path load the same files; undefined, and a message, where that fails. */
export async function verifyInputs(
  path: string,
  { snapshot }: LoadedInputs,
  terminal: Terminal,
): Promise<readonly ComparedFile[] | undefined> {
  const unreadable = snapshot.loadOrder.find(({ read }) => isUnreadable(read));
  const verified =
    unreadable === undefined
      ? await verify(snapshot, falcoProgram(path))
      : ({ ok: false, problem: `Nothing was verified: ${unreadable.uri} cannot be read.` } as const);
  if (verified.ok) return verified.value;
  terminal.warn(`error: ${printable(verified.problem)}\n`);
  return undefined;
}

/** The comparison as `check` prints it after its report. */
export function comparisonText(compared: readonly ComparedFile[], { snapshot }: LoadedInputs): string {
  const lines = printComparison(compared, snapshot.settings.installed?.version).split('\n');
  return `\n${lines.map(printable).join('\n')}`;
}

function isUnreadable({ problems }: ReadFile): boolean {
  return problems.some(({ code }) => code === 'unreadable-file');
}
