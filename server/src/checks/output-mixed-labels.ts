import type { RuleOutput } from '../workspace/rule-outputs.ts';
import type { Check } from './check.ts';
import { outputFinding } from './output-finding.ts';

/** Outputs that label some fields by `name=` and others by `name:`; the place is the first that differs. */
export const outputMixedLabels: Check = {
  of: 'output',
  *find(output) {
    const labelled = output.fields.flatMap((field, i) => {
      const sign = signBefore(output, i);
      return sign === undefined ? [] : [{ field, sign }];
    });
    const other = labelled.find(({ sign }) => sign !== labelled[0]!.sign);
    if (other !== undefined) yield outputFinding(other.field.span, 'output-mixed-labels', []);
  },
};

/** The sign between a field and its label; undefined without one. `%fd.sip:%fd.sport` has none: no word. */
function signBefore({ text, fields }: RuleOutput, index: number): string | undefined {
  const from = fields[index - 1]?.span.end ?? 0;
  const before = text.slice(from, fields[index]!.span.start);
  return /(?:^|[^\w.-])[\w.-]+([=:]) ?$/.exec(index === 0 ? before : `%${before}`)?.[1];
}
