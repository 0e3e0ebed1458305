import { type FalcoProgram, withReason } from '../falco/installed/falco-program.ts';
import type { Outcome } from '../falco/installed/outcome.ts';
import { readLoadResults } from '../falco/installed/read-load-results.ts';
import { loadFiles } from '../falco/load/load.ts';
import { engineOf } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type ComparedFile, compareVerdicts, verdictsOf } from './compare-verdicts.ts';

/** Has an installed Falco load the snapshot's rules files in their order, and compares its verdicts with ours. */
export async function verify(
  { loadOrder, settings, tables }: Snapshot,
  program: Pick<FalcoProgram, 'validate'>,
): Promise<Outcome<readonly ComparedFile[]>> {
  if (loadOrder.length === 0) return { ok: false, problem: 'There are no rules files to verify.' };
  const printed = await program.validate(loadOrder.map(({ uri, text }) => ({ name: uri, text })));
  if (!printed.ok) return printed;
  const falco = readLoadResults(printed.value.output);
  if (!falco.ok) return withReason(falco.problem, printed.value);
  const files = loadOrder.map(({ read }) => read);
  const load = loadFiles(files, { engine: engineOf(settings), tables, stopAtErrors: true });
  const names = loadOrder.map(({ uri }) => uri);
  return { ok: true, value: compareVerdicts(names, falco.value, verdictsOf(load)) };
}
