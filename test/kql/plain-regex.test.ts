import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { plainRegex } from '../../server/src/kql/evaluate/value/plain-regex.ts';
import fc from '../support/properties.ts';

describe('patterns that a backtracking engine runs in linear time', () => {
  it.each([';', '[ \\x00]', ';a+:', ';([a-z]+(?:\\.[a-z]+)+):', '"(?:a[^"]*)?'])('takes %s', (pattern) => {
    expect(plainRegex(pattern)).toBeInstanceOf(RegExp);
  });

  it.each([
    ...['', 'a*', 'a*b', '(a|b)', '^a', 'a$', '.', ';a*a', ';(a+)+:', ';(a?)*:', ';[^:]*:', ';a{2}', ';a+?'],
    ...['\\d', '\\bx', '(?i)a', ';[a&&b]', ';[[:alpha:]]', 'é', ';(', ';)', ';[', '\\', ';a**'],
  ])('leaves %s to the other', (pattern) => {
    expect(plainRegex(pattern)).toBeUndefined();
  });

  it('finds the same as RE2', () => {
    const patterns = [';([a-z]+(?:\\.[a-z0-9]+)+(?:\\[[^\\];]*\\])?):', ';a?b+', '[;:]', ';(?:a:)*x'];
    const text = fc.string({ unit: fc.constantFrom(...'ab.:;x[]1é🚨\n'), maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...patterns), text, (pattern, subject) => {
        const matcher = RE2JS.compile(pattern).matcher(subject);
        const found: (string | null)[] = [];
        while (matcher.find()) found.push(matcher.group());
        expect([...subject.matchAll(plainRegex(pattern)!)].map(([whole]) => whole)).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });
});
