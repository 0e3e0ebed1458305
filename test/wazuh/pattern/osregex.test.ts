import { describe, expect, it } from 'vitest';
import { isInvalid } from '../../../server/src/wazuh/pattern/compiled-pattern.ts';
import { compileOsRegex } from '../../../server/src/wazuh/pattern/osregex.ts';
import fc from '../../support/properties.ts';

function find(pattern: string, text: string): boolean | 'invalid' {
  const compiled = compileOsRegex(pattern);
  return isInvalid(compiled) ? 'invalid' : compiled.matches(text);
}

describe('OSRegex', () => {
  it.each([
    ['foo', 'a Foo', true],
    ['^foo$', 'foo', true],
    ['^foo$', 'foo ', false],
    ['a|^b$', 'b', true],
    ['^\\d+:x$', '123:x', true],
    ['^\\w+$', 'a-b_c@d9', true],
    ['^\\w+$', 'a.b', false],
    ['\\s', 'a\tb', false],
    ['a.b', 'axb', false],
    ['a.b', 'a.b', true],
    ['^a+b$', 'a+b', true],
    ['\\.+', '', false],
    ['\\.*', '', true],
    ['\\.', 'é', true],
    ['^(\\d+)-(\\w*)$', '12-', true],
    ['\\(x\\) \\| \\$', '(X) | $', true],
    ['x\\<y', 'x<y', true],
    ['$', 'x', false],
    ['$', '', true],
    ['^a\\.+b$', 'axxb', true],
    ['^a\\.+b$', 'abbb', false],
  ])('%s in %s', (pattern, text, wanted) => {
    expect(find(pattern, text)).toBe(wanted);
  });

  it.each(['((a))', '(a', 'a)', '(a|b)', '\\x', 'a\\', '\\n'])('refuses %s', (pattern) => {
    expect(find(pattern, '')).toBe('invalid');
  });

  it('stays quick where every byte could go two ways', () => {
    const pattern = '\\.*\\w*\\.*\\w*\\.*\\w*\\.*\\w*\\.*z$';
    expect(find(pattern, 'a'.repeat(20_000))).toBe(false);
  });

  it('agrees with a naive search where nothing is quantified', () => {
    const cell = fc.constantFrom('a', 'B', '\\d', '\\w', '\\s', '\\.', '\\S', '\\W', '\\D');
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '-', '.'), maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        text,
        (cells, start, end, subject) => {
          const pattern = `${start ? '^' : ''}${cells.join('')}${end ? '$' : ''}`;
          expect(find(pattern, subject)).toBe(new RegExp(translate(pattern), 'is').test(subject));
        },
      ),
    );
  });
});

function translate(pattern: string): string {
  const classes: Record<string, string> = {
    '\\w': '[-\\w@]',
    '\\W': '[^-\\w@]',
    '\\s': ' ',
    '\\S': '[^ ]',
    '\\.': '.',
  };
  return pattern.replace(/\\[wWsS.]/g, (letter) => classes[letter]!);
}
