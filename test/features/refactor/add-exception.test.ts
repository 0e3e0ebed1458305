import { describe, expect, it } from 'vitest';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { addException, exceptionFields } from '../../../server/src/features/refactor/add-exception.ts';
import { withEdits } from '../../../server/src/features/refactor/refactoring.ts';
import type { Alert } from '../../../server/src/replay/alert.ts';
import { replayRules } from '../../../server/src/replay/replay-rules.ts';
import type { Snapshot } from '../../../server/src/workspace/workspace.ts';
import fc from '../../support/properties.ts';
import { refactored, selection } from './refactored.ts';

const rule = `- rule: R
  condition: evt.type = execve and proc.name != ""
  desc: d
  output: o %proc.name %proc.pname %proc.pid %evt.type %fd.name
  priority: INFO
`;

function alert(fields: Record<string, EventValue>): Alert {
  return { line: 1, rule: 'R', tags: [], fields: { 'evt.type': 'execve', ...fields } };
}

function added(text: string, fields: Record<string, EventValue>, names: readonly string[]): string {
  return refactored(text, (snapshot) => addException(snapshot, alert(fields), names));
}

const one = (name: string, value: string, margin = '    ') =>
  ['- name: ', '  fields: [', '  comps: [=]', '  values:', '    - [']
    .map((line, i) => margin + line + [name.replace('.', '_'), `${name}]`, '', '', `${value}]`][i])
    .join('\n');

describe('an exception from an alert', () => {
  it('in a rule without exceptions', () => {
    expect(added(rule, { 'proc.name': 'bash' }, ['proc.name'])).toBe(
      `${rule}  exceptions:\n${one('proc.name', 'bash')}\n`,
    );
  });

  it('after those that a rule has, before what follows it', () => {
    const text = `${rule}  exceptions:\n  - name: e\n    fields: proc.name\n    values: [x]\n  tags: [a]\n`;
    const after = text.replace('  tags', `${one('proc.name', 'bash', '  ')}\n  tags`);
    expect(added(text, { 'proc.name': 'bash' }, ['proc.name'])).toBe(after);
  });

  it('under a name that is free', () => {
    const text = `${rule}  exceptions:\n${one('proc.name', 'zsh')}\n`;
    expect(added(text, { 'proc.name': 'bash' }, ['proc.name'])).toContain('- name: proc_name_2\n');
  });

  it('in the local file, for a rule of Falco’s own files', () => {
    const text = `#- falco_rules.yaml\n${rule}#- falco_rules.local.yaml\n- list: l\n  items: []\n`;
    const item = `- rule: R\n  exceptions:\n${one('proc.name', 'bash')}\n  override:\n    exceptions: append\n`;
    expect(added(text, { 'proc.name': 'bash' }, ['proc.name'])).toBe(`${text}\n${item}`);
  });

  it.each([
    ['a b', `'"a b"'`],
    ['a "b"', `'"a \\"b\\""'`],
    [`it's`, `'"it''s"'`],
    ['(x, y)', `'"(x, y)"'`],
    ['a=b', `'"a=b"'`],
    ['C:\\x', `'"C:\\\\x"'`],
    ['- [x]: #', `'"- [x]: #"'`],
    ['shells', `'"shells"'`],
    ['가', '가'],
  ])('with the value %s', (value, written) => {
    const text = `- list: shells\n  items: [bash]\n\n${rule}`;
    expect(added(text, { 'proc.name': value }, ['proc.name'])).toContain(`        - [${written}]\n`);
  });

  it('offers the fields that the rule prints and the alert has, with those that say most', () => {
    const { snapshot } = selection(rule);
    const fields = {
      'proc.name': 'a',
      'proc.pname': 'b',
      'proc.pid': 7,
      'fd.name': null,
      'user.name': 'root',
    };
    expect(exceptionFields(snapshot, alert(fields))).toEqual({
      fields: [
        { name: 'proc.name', value: 'a', usual: true },
        { name: 'proc.pname', value: 'b', usual: true },
        { name: 'proc.pid', value: '7', usual: false },
        { name: 'evt.type', value: 'execve', usual: false },
      ],
    });
  });

  it.each([
    [
      'a rule that is not there',
      rule.replace('rule: R', 'rule: Q'),
      { 'proc.name': 'a' },
      /is not in these files/,
    ],
    [
      'an alert that the rule does not fire on',
      rule,
      { 'proc.name': 'a', 'evt.type': 'open' },
      /does not fire/,
    ],
    ['an alert without values', rule, { 'evt.type': null }, /carries no value/],
    [
      'a list’s name within a value',
      `- list: shells\n  items: [bash]\n\n${rule}`,
      { 'proc.name': 'a shells b' },
      /would still fire/,
    ],
  ])('not for %s', (_, text, fields, reason) => {
    expect(added(text, fields, ['proc.name'])).toMatch(reason);
  });

  it('silences this alert and no other, whatever the values', () => {
    const value = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...`ab "'\\(),=[]{}#:-\n\t`), minLength: 1, maxLength: 8 }),
    );
    let done = 0;
    fc.assert(
      fc.property(value, value, fc.boolean(), (name, parent, existing) => {
        const text = existing ? `${rule}  exceptions:\n${one('proc.name', 'zsh')}\n` : rule;
        const { snapshot } = selection(text);
        const fields = { 'proc.name': name, 'proc.pname': parent };
        const result = addException(snapshot, alert(fields), ['proc.name', 'proc.pname']);
        if (!result.ok) return;
        done++;
        const after = withEdits(snapshot, result.edits);
        expect(verdict(after, alert(fields))).toBe(false);
        for (const other of [
          { ...fields, 'proc.name': `${name}x` },
          { ...fields, 'proc.pname': `x${parent}` },
        ]) {
          expect(verdict(after, alert(other))).toBe(verdict(snapshot, alert(other)));
        }
      }),
      { numRuns: 200 },
    );
    expect(done).toBeGreaterThan(150);
  });
});

function verdict(snapshot: Snapshot, { fields }: Alert) {
  return replayRules(snapshot).rules.get('R')!.condition.evaluate(eventOf(fields));
}
