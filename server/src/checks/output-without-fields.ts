import type { Check } from './check.ts';
import { outputFinding, wholeOutput } from './output-finding.ts';

/** Outputs that print nothing of the event. */
export const outputWithoutFields: Check = function* ({ outputs }) {
  for (const output of outputs) {
    if (output.fields.length === 0)
      yield outputFinding(output, wholeOutput(output), 'output-without-fields', []);
  }
};
