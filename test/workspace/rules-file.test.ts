import { describe, expect, it } from 'vitest';
import { readRulesFile } from '../../server/src/falco/load/read-file.ts';
import { isRulesFile, mayBeRulesFile } from '../../server/src/workspace/rules-file.ts';

describe('rules files by their content', () => {
  it.each([
    ['- rule: r\n', true],
    ['# comment\n\n- macro: m\n', true],
    ['- desc: d\n  rule: r\n', true],
    ['- {list: l, items: []}\n', true],
    ['[{"rule": r}]\n', true],
    ['---\n- required_engine_version: 0.57.0\n', true],
    ["- 'rule' : r\n", true],
    ['a: 1\n', false],
    ['- hosts: all\n  tasks: []\n', false],
    ['groups:\n  - name: g\n    rules: []\n', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isRulesFile(readRulesFile({ name: 'a', text }))).toBe(expected);
    // The cheap look may say yes too often, never no too often.
    if (expected) expect(mayBeRulesFile(text)).toBe(true);
  });

  it.each([['a: 1\n'], ['groups:\n  - name: g\n    rules: []\n'], ['']])(
    '%j is ruled out at a glance',
    (text) => {
      expect(mayBeRulesFile(text)).toBe(false);
    },
  );
});
