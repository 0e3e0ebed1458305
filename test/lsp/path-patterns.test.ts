import { describe, expect, it } from 'vitest';
import { pathPatterns } from '../../server/src/lsp/path-patterns.ts';

describe('patterns of the setting files', () => {
  it.each([
    ['rules/*.yaml', 'rules/a.yaml', true],
    ['rules/*.yaml', 'rules/b/a.yaml', false],
    ['rules/**/*.yaml', 'rules/b/c/a.yaml', true],
    ['rules/**/*.yaml', 'rules/a.yaml', true],
    ['**/*.{falco,rules}.yaml', 'x/a.rules.yaml', true],
    ['**/*.{falco,rules}.yaml', 'x/a.rule.yaml', false],
    ['./a?.yaml', 'a1.yaml', true],
    ['a.yaml', 'axyaml', false],
    ['{a.yaml', '{a.yaml', true],
    ['a b/(c).yaml', 'a%20b/(c).yaml', true],
    ['rules/**', 'rules/a/b', true],
    ['*.yaml', '../a.yaml', false],
  ])('%s, %s: %s', (pattern, path, expected) => {
    expect(pathPatterns([pattern], ['file:///w'])(`file:///w/${path}`)).toBe(expected);
    expect(pathPatterns([pattern], ['file:///other'])(`file:///w/${path}`)).toBe(false);
  });
});
