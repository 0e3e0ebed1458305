import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRulesFile } from '../../server/src/falco/load/read-file.ts';
import { pathPatterns } from '../../server/src/lsp/path-patterns.ts';
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

describe('rules files by their name, as the manifest gives them their language', () => {
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
    expect(isOfLanguage(name)).toBe(expected);
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

/** Whether the patterns of the manifest give a path the language of rules files. */
function isOfLanguage(path: string): boolean {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const patterns: string[] = manifest.contributes.languages[0].filenamePatterns;
  // As VS Code does: without a slash in the pattern, it is about the name alone.
  const matches = (pattern: string) =>
    pathPatterns(
      [pattern.startsWith('**/') ? pattern : `**/${pattern}`],
      new Set(['file:///w']),
    )(`file:///w/${path}`);
  return patterns.some(matches);
}
