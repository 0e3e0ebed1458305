import { isRefused, type LoadedInputs } from '../load-inputs.ts';
import type { Terminal } from '../terminal.ts';
import { paletteFor } from './palette.ts';
import { textReport } from './text-report.ts';

/** Whether Falco would refuse one of the files; then all their problems are told. */
export function tellRefusal(loaded: LoadedInputs, terminal: Terminal): boolean {
  const refused = isRefused(loaded);
  if (refused) terminal.warn(textReport(loaded, paletteFor(false)));
  return refused;
}
