import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../server/src/falco/evaluate/byte-string.ts';
import { isInvalid } from '../../../server/src/wazuh/pattern/compiled-pattern.ts';
import { compilePcre2 } from '../../../server/src/wazuh/pattern/pcre2.ts';
import fc from '../../support/properties.ts';

function find(pattern: string, text: string): boolean | 'invalid' | 'unsupported' {
  const compiled = compilePcre2(toBytes(pattern));
  if (isInvalid(compiled)) return 'invalid';
  return compiled.unsupported === undefined ? compiled.matches(toBytes(text)) : 'unsupported';
}

describe('pcre2', () => {
  it.each([
    ['^foo$', 'foo', true],
    ['^foo$', 'Foo', false],
    ['(?i)^foo$', 'FOO', true],
    ['(?i)^f(?:oo)?1$', 'F1', true],
    ['(?i)^f(?:oo)?1$', 'FO1', false],
    ['^(?i:a)b$', 'Ab', true],
    ['^(?i:a)b$', 'AB', false],
    ['(?i)^(?:one|two)$', 'TWO\n', true],
    ['^foo$', 'foo\n', true],
    ['^foo\\z', 'foo\n', false],
    ['o+b?', 'foo', true],
    ['^\\Qa.b*c\\E$', 'a.b*c', true],
    ['\\Qa', 'ba', true],
    ['^.$', 'é', false],
    ['^..$', 'é', true],
    ['(?i)é', 'É', false],
    ['[[:alpha:]]{2,3}\\d', 'ab1', true],
    ['^[^]a]$', 'b', true],
    ['[a\\-z]', '-', true],
    ['\\x41\\x{42}\\103', 'ABC', true],
    ['(?<year>\\d{4})-(?:x|y)', '2024-y', true],
    ['(?x) a b # comment\n c', 'abc', true],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['a{,3}', 'a{,3}', true],
    ['\\bfoo\\b', 'a foo b', true],
    ['^(?!^$|^-$).*', '-', false],
    ['^(?!^$|^-$).*', 'x', true],
    ['^(?=.*a)(?=.*x)', 'xa', true],
    ['^(?=.*a)b|c', 'c', true],
    ['(*UTF)^.$', 'é', true],
    ['(*UTF)\\N{U+202E}', 'a\u202eb', true],
    ['(*UTF)^[^a]$', '漢', true],
    ['', '', true],
  ])('%s in %s', (pattern, text, wanted) => {
    expect(find(pattern, text)).toBe(wanted);
  });

  it.each([
    ...[
      '(',
      ')',
      '[',
      'a**',
      '*a',
      '^*',
      'a{3,2}',
      '[z-a]',
      '\\',
      '[a-\\d]',
      '\\1',
      '\\y',
      '(?<',
      '[[:foo:]]',
    ],
    ...['[:alpha:]', '(?#', '\\x{100}', 'a{70000}'],
  ])('is refused by Wazuh: %s', (pattern) => {
    expect(find(pattern, '')).toBe('invalid');
  });

  it.each([
    ...[
      '(a)\\1',
      '(?<n>a)\\k<n>',
      'a(?=b)',
      '(?<=a)b',
      'a++',
      '(?>a)',
      '(?R)',
      '(a)(?(1)b)',
      '(*COMMIT)a',
      '\\pL',
    ],
    ...['(a{500}){500}', '$a'],
  ])('is more than linear time allows: %s', (pattern) => {
    expect(find(pattern, '')).toBe('unsupported');
  });

  it('stays quick on what makes others hang', () => {
    expect(find('^(a+)+$', `${'a'.repeat(50_000)}b`)).toBe(false);
  });

  it('agrees with JavaScript on what both write the same', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '\\d',
      '\\w',
      '[ab]',
      '[^a]',
      '(?:a|b)',
      'a*',
      'b+',
      '(a|1)?',
      '^',
      '$',
      '1',
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), text, (pieces, subject) => {
        const pattern = pieces.join('');
        const found = find(pattern, subject);
        fc.pre(found !== 'unsupported');
        expect(found).toBe(new RegExp(pattern).test(subject));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the pattern', () => {
    const unit = fc.constantFrom(..."()[]{}?*+|^$\\.-:=!<>'#,PQEdwsbxikngR019aé ");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 14 }), (pattern) => {
        expect([true, false, 'invalid', 'unsupported']).toContain(find(pattern, 'abc'));
      }),
      { numRuns: 3000 },
    );
  });
});
