import type { Check } from './check.ts';
import { outputFinding } from './output-finding.ts';

/** Fields whose values carry whatever a program or a request holds, by what that is. */
const revealing: readonly (readonly [fields: RegExp, what: string])[] = [
  [/^proc\.a?env$/, 'all environment variables of a process'],
  [/^evt\.(?:buffer|arg\.data|rawarg\.data)$/, 'the data that is read or written'],
  [/^ka\.req\.configmap\.obj$/, 'whole config maps'],
  [/^(?:ka|jevt)\.obj$|^evt\.plugininfo$|^ct\.(?:request|response)$/, 'the whole event'],
];

/** Fields in outputs that print secrets into alerts, and so into every place that alerts are sent to. */
export const outputSecret: Check = {
  of: 'output',
  *find({ fields }) {
    for (const { operand, span } of fields) {
      // One variable out of the environment is somebody's choice.
      if (operand.kind !== 'field' || operand.argument !== undefined) continue;
      const what = revealing.find(([names]) => names.test(operand.name))?.[1];
      if (what !== undefined) yield outputFinding(span, 'output-secret', [operand.name, what]);
    }
  },
};
