import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visitChecks } from '../../../server/src/falco/condition/check.ts';
import type { FieldOperand, Operand } from '../../../server/src/falco/condition/tree.ts';
import { parseEngineVersion } from '../../../server/src/falco/items/read-versions.ts';
import { ConditionCache } from '../../../server/src/falco/load/condition-cache.ts';
import { loadFiles } from '../../../server/src/falco/load/load.ts';
import { ItemCache, readRulesFile } from '../../../server/src/falco/load/read-file.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import type { Span } from '../../../server/src/text/span.ts';
import { conditionOf, spanInFile } from '../../../server/src/workspace/locate.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';

const context = { engine: parseEngineVersion('0.63.0')!, tables: createFieldTables(['container']) };

/** Every field name in the conditions of a file, as offsets in the file. */
function fieldsIn(text: string): Span[] {
  return readRulesFile({ name: 'f', text }).items.flatMap((placed) => {
    const condition = conditionOf(placed);
    if (condition === undefined) return [];
    const found: Span[] = [];
    visitChecks(condition.parsed.tree, ({ left, right }) => {
      const operands = right?.kind === 'field' || right?.kind === 'transformer' ? [left, right] : [left];
      for (const field of operands.flatMap(fieldsOf)) found.push(spanInFile(condition, field.nameSpan));
    });
    return found;
  });
}

function fieldsOf(operand: Operand): FieldOperand[] {
  if (operand.kind === 'field') return [operand];
  return operand.operands.flatMap((each) =>
    each.kind === 'field' || each.kind === 'transformer' ? fieldsOf(each) : [],
  );
}

/** Puts a field that does not exist at each field's place in turn; gives the places where it is not found exactly. */
function missed(text: string): string[] {
  const items = new ItemCache();
  const cache = new ConditionCache();
  const wrong = 'nosuch.field';
  return fieldsIn(text).flatMap((span) => {
    const broken = text.slice(0, span.start) + wrong + text.slice(span.end);
    const load = loadFiles([readRulesFile({ name: 'f', text: broken }, items)], context, cache);
    const exact = load.files[0]!.problems.some(({ finding }) => {
      return (
        finding.code === 'unknown-field' &&
        broken.slice(finding.span.start, finding.span.end).startsWith(wrong) &&
        finding.span.start === span.start
      );
    });
    return exact ? [] : [`${span.start}: ${text.slice(span.start, span.end)}`];
  });
}

const rule = (condition: string) =>
  `- rule: r\n  desc: d\n  priority: INFO\n  output: o\n  condition: ${condition}\n`;

describe('a wrong field is found on exactly its characters', () => {
  it.each([
    ['plain', rule('evt.type = open and proc.name = x')],
    ['plain over lines', rule('evt.type = open\n    and proc.name = x\n\n    and fd.name = y')],
    ['single quotes', rule("'evt.type = open and proc.name = ''a b'' and fd.name = x'")],
    ['double quotes', rule('"evt.type = open and proc.name = \\"a\\tb\\" \\\n    and fd.name = \\u0041"')],
    ['folded', rule('>\n    evt.type = open and\n    proc.name = x\n\n      and fd.name = y\n')],
    ['folded, clipped, indented', rule('>2-\n     evt.type = open and\n     proc.name = x\n\n')],
    [
      'literal',
      rule('|\n    evt.type = open and\n      # text\n    proc.name = x\n').replace('      # text\n', ''),
    ],
    ['CRLF', rule('>\n    evt.type = open and\n    proc.name = x\n').replaceAll('\n', '\r\n')],
    ['non-ASCII', rule('>\n    evt.type = open and fd.name contains "日本😀" and\n    proc.name = x\n')],
    [
      'a list before it',
      `- list: l\n  items: [a, b]\n${rule('proc.name in (l, c) and fd.name in (l)\n    and evt.type = open')}`,
    ],
    [
      'a macro',
      `- macro: m\n  condition: >\n    proc.name = x\n    or fd.name = y\n${rule('m and evt.type = open')}`,
    ],
    ['an unused macro', '- macro: m\n  condition: proc.name = x or fd.name = y\n'],
    [
      'an append',
      `${rule('evt.type = open')}- rule: r\n  condition: >\n    and proc.name = x\n  override:\n    condition: append\n`,
    ],
    [
      'an exception beside it',
      `${rule('evt.type = open or proc.name = x')}  exceptions:\n    - name: e\n      fields: [fd.name]\n      comps: [=]\n      values: [[y]]\n`,
    ],
  ])('%s', (_, text) => {
    expect(fieldsIn(text).length).toBeGreaterThan(0);
    expect(missed(text)).toEqual([]);
  });
});

const suite = 'a wrong field in the official files';
describe.runIf(factsAvailable(suite))(suite, () => {
  it.each(['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'])('%s', (name) => {
    const text = readFileSync(join(factsFolder()!, 'corpus/official', name), 'utf8');
    const places = fieldsIn(text).length;
    const wrong = missed(text);
    console.log(`${name}: ${places - wrong.length} of ${places} wrong fields found exactly`);
    expect(places).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });
});
