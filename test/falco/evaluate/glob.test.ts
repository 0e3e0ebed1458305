import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../../server/src/falco/evaluate/glob.ts';

describe('compileGlob', () => {
  it.each([
    ['*.sh', 'run.sh', true],
    ['/etc/*', '/etc/a/b', true],
    ['/etc/*', '/etc', false],
    ['?h', 'sh', true],
    ['?', '\xc3\xa9', false],
    ['??', '\xc3\xa9', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[[:digit:]]', '7', true],
    ['[[:nothing:]]', '7', false],
    ['[abc', '[abc', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\', 'a\\', false],
    ['', '', true],
    ['*', '', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-d', false],
    ['.*', '.x', true],
    ['SH', 'sh', false],
  ])('%s on %s is %s', (pattern, text, expected) => {
    expect(compileGlob(pattern, false)(text)).toBe(expected);
  });

  it.each([
    ['SH*', 'shell', true],
    ['[A-C]', 'b', true],
    ['[[=a=]]', 'A', false],
    ['\xc3\x89', '\xc3\xa9', false],
  ])('%s on %s ignoring case is %s', (pattern, text, expected) => {
    expect(compileGlob(pattern, true)(text)).toBe(expected);
  });

  it('stays quick on hostile patterns', () => {
    const glob = compileGlob(`*${'[ab]*'.repeat(50)}c`, true);
    expect(glob('a'.repeat(50_000))).toBe(false);
  });
});
