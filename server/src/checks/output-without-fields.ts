import type { Check } from './check.ts';
import { outputFinding, wholeOutput } from './output-finding.ts';

/** Outputs that print nothing of the event. */
export const outputWithoutFields: Check = {
  of: 'output',
  *find(output) {
    if (output.fields.length === 0) yield outputFinding(wholeOutput(output), 'output-without-fields', []);
  },
};
