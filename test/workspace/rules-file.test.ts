import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRulesFile } from '../../server/src/falco/load/read-file.ts';
import {
  isNamedAsRules,
  isOtherByContent,
  isRulesFile,
  mayBeRulesFile,
} from '../../server/src/workspace/rules-file.ts';

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

describe('rules files by their name', () => {
  it.each([
    ['falco_rules.yaml', true],
    ['falco_rules.local.yml', true],
    ['falco-incubating_rules.yaml', true],
    ['a/my.falco.yaml', true],
    ['etc/falco/rules.d/50-mine.yaml', true],
    ['rules.d/50-mine.yaml', false],
    ['falco.yaml', false],
    ['falco_rules.txt', false],
    ['values.yaml', false],
  ])('%s: %s', (name, expected) => {
    expect(isNamedAsRules(`file:///w/${name}`)).toBe(expected);
  });

  it.each([
    ['apiVersion: v1\nkind: ConfigMap\n', true],
    ['# comment\ngroups:\n  - name: g\n', true],
    ['- rule: r\n  kind: x\n', false],
    ['', false],
  ])('%j is something else: %s', (text, expected) => {
    expect(isOtherByContent(text)).toBe(expected);
  });
});

it('rules files stay YAML for VS Code, so that other extensions for YAML go on working in them', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const files = ['filenames', 'filenamePatterns', 'extensions', 'firstLine'];
  const languages: { id: string }[] = manifest.contributes.languages;
  expect(languages.map(({ id }) => id)).toContain('falco-rules');
  for (const language of languages.filter(({ id }) => id === 'falco-rules')) {
    expect(files.filter((claim) => claim in language)).toEqual([]);
  }
});
