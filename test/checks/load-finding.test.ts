import { describe, expect, it } from 'vitest';
import { fixed, found, messages, ruleWith, withCondition } from './found.ts';

describe('missing-key', () => {
  it.each([
    ['- rule: R\n  desc: d\n', 'The keys `condition`, `output`, `priority` are missing.'],
    ['- rule: R\n  desc: d\n  condition: evt.type = open\n  output: x\n', 'The key `priority` is missing.'],
    ['- macro: m\n', 'The key `condition` is missing.'],
    ['- list: l\n', 'The key `items` is missing.'],
  ])('%s', (yaml, message) => {
    expect(messages('missing-key', yaml)).toEqual([message]);
  });

  it('stands on the key that was meant to be it, and renames that', () => {
    const yaml = ruleWith({}).replace('priority:', 'priorirt:');
    expect(found('missing-key', yaml)).toEqual(['priorirt']);
    expect(messages('missing-key', yaml)[0]).toContain('Did you mean `priority` by `priorirt`?');
    expect(fixed('missing-key', yaml)).toBe(ruleWith({}));
  });

  it('in an exception', () => {
    const yaml = `${ruleWith({})}  exceptions:\n    - name: e\n      field: proc.name\n      values: [a]\n`;
    expect(fixed('missing-key', yaml)).toBe(yaml.replace('field:', 'fields:'));
  });
});

describe('deprecated-append', () => {
  const list = '- list: l\n  items: [a]\n';
  it.each([
    [
      'a list',
      `${list}- list: l\n  append: true\n  items: [b]\n`,
      `${list}- list: l\n  override:\n    items: append\n  items: [b]\n`,
    ],
    [
      'a rule',
      `${ruleWith({})}- rule: R\n  condition: and proc.name = a\n  append: true\n`,
      `${ruleWith({})}- rule: R\n  condition: and proc.name = a\n  override:\n    condition: append\n`,
    ],
    [
      'a rule with what is ignored',
      `${ruleWith({})}- rule: R\n  tags: [a]\n  condition: and proc.name = a\n  append: true\n`,
      undefined,
    ],
    ['on one line', `${list}- {list: l, items: [b], append: true}\n`, undefined],
  ])('%s', (_what, yaml, expected) => {
    expect(fixed('deprecated-append', yaml)).toBe(expected);
  });
});

describe('deprecated-enabled', () => {
  it('says what is replaced', () => {
    const yaml = `${ruleWith({})}- rule: R\n  enabled: no\n`;
    const expected = `${ruleWith({})}- rule: R\n  enabled: no\n  override:\n    enabled: replace\n`;
    expect(fixed('deprecated-enabled', yaml)).toBe(expected);
    expect(found('deprecated-enabled', expected)).toEqual([]);
  });
});

describe('override-with-append', () => {
  it('keeps the override', () => {
    const list = '- list: l\n  items: [a]\n';
    const yaml = `${list}- list: l\n  items: [b]\n  append: true\n  override:\n    items: append\n`;
    expect(fixed('override-with-append', yaml)).toBe(yaml.replace('  append: true\n', ''));
  });
});

describe('deprecated-field', () => {
  it.each([
    ['evt.type = open and evt.dir = < and proc.name = a', 'evt.type = open and proc.name = a'],
    ['evt.dir=< and proc.name = a', 'proc.name = a'],
    ['proc.name = a and evt.dir = <', 'proc.name = a'],
    ['proc.name = a or (evt.type = open and evt.dir = <)', 'proc.name = a or (evt.type = open)'],
    ['evt.type = open and evt.dir = >', undefined],
    ['evt.type = open or evt.dir = <', undefined],
    ['evt.dir = <', undefined],
  ])('%s', (condition, expected) => {
    const text = fixed('deprecated-field', withCondition(condition));
    expect(text).toBe(expected === undefined ? undefined : withCondition(expected));
  });
});
