import { describe, expect, it } from 'vitest';
import { fixed, found, messages, ruleWith } from './found.ts';

const output = (text: string) => ruleWith({ output: text });
const tagged = (tags: string) => ruleWith({ tags: `[${tags}]` });

describe('output-without-fields', () => {
  it.each([
    ['something happened', ['something happened']],
    ['%evt.type', []],
    ['x %tolower(proc.name)', []],
  ])('%s', (text, expected) => {
    expect(found('output-without-fields', output(text))).toEqual(expected);
  });
});

describe('output-without-identity', () => {
  it.each([
    ['a file %fd.name', ['which process did it', 'which user did it']],
    ['command=%proc.cmdline', ['which user did it']],
    ['user=%user.name', ['which process did it']],
    ['%user.name ran %basename(proc.exepath)', []],
    ['nothing at all', []],
  ])('%s', (text, expected) => {
    const found = messages('output-without-identity', output(text));
    expect(found.map((message) => /does not say (.*)\. Add/.exec(message)?.[1])).toEqual(expected);
  });

  it('asks other questions of other sources', () => {
    const yaml = ruleWith({ condition: 'ka.verb = create', output: 'x %ka.verb', source: 'k8s_audit' });
    expect(messages('output-without-identity', yaml)).toHaveLength(2);
  });

  it('counts what is appended', () => {
    const more = '- rule: R\n  output: user=%user.name\n  override:\n    output: append\n';
    expect(messages('output-without-identity', output('x %proc.name') + more)).toEqual([]);
  });
});

describe('output-secret', () => {
  it.each([
    ['env=%proc.env', ['%proc.env']],
    ['%evt.buffer of %proc.name', ['%evt.buffer']],
    ['%proc.env[LD_PRELOAD]', []],
    ['%proc.cmdline', []],
    ['%len(evt.buffer)', []],
  ])('%s', (text, expected) => {
    expect(found('output-secret', output(text))).toEqual(expected);
  });
});

describe('output-mixed-labels', () => {
  it.each([
    ['a=%proc.name b=%user.name', []],
    ['"a: %proc.name b=%user.name c=%evt.type"', ['%user.name']],
    ['a=%proc.name by %user.name', []],
    ['%proc.name', []],
    ['from=%fd.sip:%fd.sport user=%user.name', []],
    ['image=%container.image.repository:%container.image.tag', []],
  ])('%s', (text, expected) => {
    expect(found('output-mixed-labels', output(text))).toEqual(expected);
  });
});

describe('no-tags', () => {
  it.each([
    ['none', ruleWith({}), ['R']],
    ['an empty list', tagged(''), ['R']],
    ['one', tagged('container'), []],
    ['an update', '- rule: R\n  priority: ERROR\n  override:\n    priority: replace\n', []],
  ])('%s', (_what, yaml, expected) => {
    expect(found('no-tags', yaml)).toEqual(expected);
  });
});

describe('unknown-attack-tag', () => {
  it.each([
    ['T1059, T1059.004, mitre_execution, TA0002', []],
    ['T0001', ['T0001']],
    ['T1117', ['T1117']],
    ['T1059.050', ['T1059.050']],
    ['mitre_excution', ['mitre_excution']],
    ['TA0099', ['TA0099']],
    ['T1999, T1059.013', []],
    ['T1059x, t1059, mitre', []],
  ])('%s', (tags, expected) => {
    expect(found('unknown-attack-tag', tagged(tags))).toEqual(expected);
  });

  it('offers the tactic that is meant', () => {
    expect(fixed('unknown-attack-tag', tagged('mitre_excution'))).toBe(tagged('mitre_execution'));
  });
});

describe('attack-tags-disagree', () => {
  it.each([
    ['mitre_execution, T1059', []],
    ['TA0002, T1059', []],
    ['T1059', []],
    ['mitre_impact, T1059', ['T1059']],
    ['mitre_impact, mitre_execution, T1059', []],
    ['mitre_persistence, T1611', ['T1611']],
  ])('%s', (tags, expected) => {
    expect(found('attack-tags-disagree', tagged(tags))).toEqual(expected);
  });
});

describe('maturity-tag', () => {
  it.each([
    ['maturity_stable', []],
    ['maturity_stabel', ['maturity_stabel']],
    ['maturity_stable, maturity_sandbox', ['maturity_sandbox']],
    ['stable', []],
  ])('%s', (tags, expected) => {
    expect(found('maturity-tag', tagged(tags))).toEqual(expected);
  });

  it('offers the level that is meant', () => {
    expect(fixed('maturity-tag', tagged('maturity_stabel'))).toBe(tagged('maturity_stable'));
  });
});
