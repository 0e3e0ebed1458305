import { describe, expect, it } from 'vitest';
import { checkRegex, compileRegex } from '../../../server/src/falco/evaluate/posix-regex.ts';

function matches(pattern: string, text: string): boolean {
  expect(checkRegex(pattern)).toBeUndefined();
  return compileRegex(pattern)!.matches(text);
}

describe('checkRegex', () => {
  it.each([
    ['\\d+', 'invalid escape sequence: \\d'],
    ['nc\\s+-e', 'invalid escape sequence: \\s'],
    ['\\bx', 'invalid escape sequence: \\b'],
    ['\\1', 'invalid escape sequence: \\1'],
    ['\\pL', 'invalid escape sequence: \\p'],
    ['\\xzz', 'invalid escape sequence: \\xzz'],
    ['\\x{110000}', 'invalid escape sequence: \\x{110000'],
    ['\\', 'trailing \\'],
    ['(?i)BASH', 'no argument for repetition operator: ?'],
    ['*.sh', 'no argument for repetition operator: *'],
    ['a|*', 'no argument for repetition operator: *'],
    ['{2}', 'no argument for repetition operator: {2}'],
    ['(unclosed', 'missing ): (unclosed'],
    ['a)b', 'unexpected ): a)b'],
    ['[abc', 'missing ]: [abc'],
    // RE2 looks for the character after the hyphen and finds the end of the text.
    ['x[a-', 'invalid UTF-8'],
    ['\\x{', 'invalid UTF-8'],
    ['[z-a]', 'invalid character class range: z-a'],
    ['[a-b-c]', 'invalid character class range: -c'],
    ['[[:foo:]]', 'invalid character class range: [:foo:]'],
    ['a{1001}', 'invalid repetition size: {1001}'],
    ['a{3,2}', 'invalid repetition size: {3,2}'],
    ['(a{50}){50}', 'invalid repetition size: {50}'],
    ['\udcff', 'invalid UTF-8'],
  ])('rejects %s', (pattern, message) => {
    expect(checkRegex(pattern)).toBe(`invalid regex pattern: ${message}`);
    expect(compileRegex(pattern)).toBeUndefined();
  });

  it('refuses what is far longer than any literal', () => {
    expect(checkRegex(`${'('.repeat(50_000)}${')'.repeat(50_000)}`)).toContain('pattern too large');
  });

  it.each([
    '',
    '^$',
    'a**',
    'a*?',
    '(a|b)+c{2,}',
    '[]a]',
    '[^]a-]',
    '{,2}',
    'a{01}',
    '\\.',
    '\\_',
    '\\0',
    '\\x{1F600}',
    '()*',
    '(a{30}){30}',
  ])('accepts %s', (pattern) => {
    expect(checkRegex(pattern)).toBeUndefined();
  });
});

describe('compileRegex', () => {
  it.each([
    ['bash', 'bash', true],
    ['bash', 'bash2', false],
    ['^bash$', 'bash', true],
    ['BASH|bash', 'bash', true],
    ['.*shadow.*', '/etc/shadow-', true],
    ['[a-z]+', 'abc', true],
    ['[[:digit:]]{2,3}', '123', true],
    ['a{2,3}', 'aaaa', false],
    ['.', '\n', false],
    ['[^a]', '\n', true],
    // `^` and `$` hold at line ends too: POSIX syntax has no one-line mode.
    ['a$\n^b', 'a\nb', true],
    ['.', 'é', true],
    ['é+', 'éé', true],
    ['\\x{e9}', 'é', true],
    ['\\101', 'A', true],
    ['[\\-a]', '-', true],
    ['a*?', 'aaa', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s on %s is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('takes linear time on patterns that make others hang', () => {
    expect(matches('(a*)*(a*)*b', 'a'.repeat(20_000))).toBe(false);
    expect(matches('.{1000}'.repeat(20), 'a'.repeat(20_000))).toBe(true);
  });
});
