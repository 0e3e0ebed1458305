import { describe, expect, it } from 'vitest';
import { findingsIn, snapshotOf } from '../problems/example.ts';
import { fixed, found, messages, ruleWith } from './found.ts';

/** The codes of all problems of a file, hints left out. */
function codes(yaml: string): string[] {
  return findingsIn(snapshotOf({ yaml, plugins: [] }))
    .filter(({ finding }) => finding.level !== 'hint')
    .map(({ finding }) => finding.code);
}

describe('a rule that is being written, from the top down', () => {
  it.each([
    ['- rule: r\n', ['missing-key']],
    ['- rule: r\n  condition: proc.nme = x\n', ['missing-key', 'unknown-field']],
    ['- rule: r\n  condition: evt.type = \n', ['missing-key', 'condition-missing-value']],
    ['- rule: r\n  condition: evt.type = open and\n', ['missing-key', 'condition-missing-check']],
    ['- rule: r\n  desc: d\n  condition: evt.type = open\n', ['missing-key']],
    ['- rule: r\n  desc: d\n  condition: evt.type = open and nobody\n', ['missing-key', 'undefined-macro']],
    ['- rule: r\n  desc: d\n  condition: evt.type = open\n  output:\n  priority: INFO\n', ['empty-value']],
    ['- rule: r\n  desc: d\n  output: o\n', ['missing-key']],
  ])('%j', (yaml, expected) => {
    expect(codes(yaml)).toEqual(expected);
  });
});

describe('duplicate-key', () => {
  it.each([
    ['- macro: m\n  condition: evt.type = open\n  condition: evt.type = close\n', ['condition']],
    ['- macro: m\n  macro: n\n  condition: evt.type = open\n', ['macro']],
    ['- list: l\n  items: [a]\n  items: [b]\n  items: [c]\n', ['items', 'items']],
    [`${ruleWith({})}  exceptions:\n    - name: e\n      fields: a\n      name: f\n`, ['name']],
    ['- {list: l, items: [a], items: [b]}\n', ['items']],
    ['- macro: m\n  condition: evt.type = open\n- macro: n\n  condition: m\n', []],
  ])('%j', (yaml, expected) => {
    expect(found('duplicate-key', yaml)).toEqual(expected);
  });

  it('takes the one out that Falco ignores', () => {
    const yaml =
      '- macro: m\n  condition: evt.type = open\n  condition: >\n    evt.type = close\n\n- list: l\n';
    expect(fixed('duplicate-key', yaml)).toBe('- macro: m\n  condition: evt.type = open\n- list: l\n');
    expect(fixed('duplicate-key', '- {list: l, items: [a], items: [b]}\n')).toBeUndefined();
  });
});

// The engine looks at the one character before a quote (libsinsp, filter/parser.cpp, lex_quoted_str).
describe('a quoted text that ends in a backslash', () => {
  const advice = 'write a text that ends in a backslash without quotes';
  it.each([
    ['proc.args in ("\\\\", "|")', 'condition-unclosed-parenthesis', [advice]],
    ['proc.args contains "\\\\"', 'condition-missing-value', [advice]],
    ["proc.args contains '\\\\'", 'condition-missing-value', [advice]],
    ['proc.args contains "a', 'condition-missing-value', ['has none at its end']],
    ['proc.args in (\\, "|")', 'condition-unclosed-parenthesis', []],
    ['proc.args contains "\\\\ "', 'condition-missing-value', []],
    ['(proc.args = a', 'condition-unclosed-parenthesis', ['A closing `)` is missing.']],
  ] as const)('%s: %s', (condition, code, expected) => {
    const said = messages(code, `- macro: m\n  condition: >\n    ${condition}\n`);
    expect(said).toEqual(expected.map((words) => expect.stringContaining(words)));
  });
});
