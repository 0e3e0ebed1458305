import { describe, expect, it } from 'vitest';
import { checkCondition } from '../../../server/src/falco/condition/check.ts';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import { factRows, factsAvailable } from '../../support/facts.ts';

interface Case {
  readonly id: string;
  readonly condition: string;
  readonly fields: Record<string, EventValue>;
  readonly verdict:
    | { readonly ok: true; readonly result: boolean }
    | { readonly ok: false; readonly error: string };
}

const tables = createFieldTables(['container']);
const table = tables.forSource('syscall')!;
const available = factsAvailable('recorded conditions');

/** Our verdict on a condition, or the engine's message as we would give it. */
function answer({ condition, fields }: Case): unknown {
  const { tree, problems } = parseCondition(condition);
  const [problem] = problems;
  if (problem !== undefined) return problem.engineMessage;
  const findings = checkCondition(tree, { table, asyncEvents: tables.asyncEvents });
  const error = findings.find((finding) => finding.engine?.severity === 'error');
  if (error !== undefined) return error.engine?.message;
  return compileCondition(tree, table, 'engine').evaluate(eventOf(fields));
}

describe.each(['condition-cases-21', 'condition-cases-22'])('%s', (name) => {
  it.skipIf(!available)('gives the recorded verdicts (needs the folder of facts)', () => {
    const cases = factRows<Case>(`falco/${name}.jsonl`);
    const wrong = cases.filter((each) => {
      const expected = each.verdict.ok ? each.verdict.result : each.verdict.error;
      return answer(each) !== expected;
    });
    const share = (100 * (cases.length - wrong.length)) / cases.length;
    console.log(`${name}: ${cases.length - wrong.length} of ${cases.length} (${share.toFixed(2)} %)`);
    expect(share, wrong.map((each) => `${each.id}: ${each.condition}`).join('\n')).toBeGreaterThanOrEqual(
      99.9,
    );
  });
});
