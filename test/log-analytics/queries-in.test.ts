import { describe, expect, it } from 'vitest';
import { queriesIn, queryAt } from '../../server/src/log-analytics/queries-in.ts';
import fc from '../support/properties.ts';

const parts = (text: string) => queriesIn(text).map(({ start, end }) => text.slice(start, end).trim());

describe('the queries of a text', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', ['']],
    ['one', 'T\n| take 1\n', ['T\n| take 1']],
    ['two', 'T | take 1\n\nU | take 2', ['T | take 1', 'U | take 2']],
    ['Windows lines', 'T\r\n\r\nU', ['T', 'U']],
    ['blanks in the empty line', 'T\n \t\nU', ['T', 'U']],
    ['several empty lines', 'T\n\n\n\nU\n\n', ['T', 'U']],
    ['comments belong to the next one', '// a\nT\n\n// b\n\n// c\nU', ['// a\nT', '// b\n\n// c\nU']],
    ['a comment at the end', 'T\n\n// done', ['T\n\n// done']],
    ['a comment on top', '// a\n\nT', ['// a\n\nT']],
    ['an operator goes on', 'T\n\n| take 1', ['T\n\n| take 1']],
    ['statements', 'let a = 1;\n\nT | where x == a', ['let a = 1;\n\nT | where x == a']],
    ['brackets', 'union (T\n\n| take 1), (\n\nU)', ['union (T\n\n| take 1), (\n\nU)']],
    ['a list', 'T | where a in ("b",\n\n"c")', ['T | where a in ("b",\n\n"c")']],
    ['a word that goes on', 'T | summarize n = count()\n\nby a', ['T | summarize n = count()\n\nby a']],
    ['a bracket in a text', 'T | where a == "(["\n\nU', ['T | where a == "(["', 'U']],
    [
      'a bracket in a verbatim text',
      'T | where a in ("b",@"(\\")\n\nU',
      ['T | where a in ("b",@"(\\")', 'U'],
    ],
    ['lines in a long text', 'print ```a\n\nb (```\n\nU', ['print ```a\n\nb (```', 'U']],
    ['a bracket in a comment', 'T // (\n\nU', ['T // (', 'U']],
  ])('%s', (_what, text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it('share out all of the text, whatever it holds', () => {
    const pieces = fc.constantFrom(
      '\n\n',
      '"',
      '(',
      ')',
      '//',
      'T',
      '|',
      ';',
      '@"',
      '```',
      ' ',
      "'",
      '\\',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
        const text = all.join('');
        const queries = queriesIn(text);
        expect(queries.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const each of queries) expect(queryAt(text, each.start)).toEqual(each);
      }),
    );
  });
});

it('the query at the cursor is found, at its very end too', () => {
  const text = 'T | take 1\n\nU | take 2';
  const at = (offset: number) => text.slice(queryAt(text, offset).start, queryAt(text, offset).end).trim();
  expect([at(0), at(10), at(11), at(12), at(text.length)]).toEqual([
    ...['T | take 1', 'T | take 1', 'T | take 1'],
    ...['U | take 2', 'U | take 2'],
  ]);
});
