import { describe, expect, it } from 'vitest';
import { decodeScalar } from '../../server/src/yaml/decode-scalar.ts';
import {
  isNull,
  valueUnder,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../server/src/yaml/node.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import fc from '../support/properties.ts';

/** The value under `k` of a document that is YAML. */
function valueOfK(text: string): YamlNode {
  const { documents, problems } = parseYaml(text);
  expect(problems).toEqual([]);
  return valueUnder(documents[0] as YamlMap, 'k')!;
}

describe('what is no YAML', () => {
  it.each([
    ['- a: 1\n\tb: 2\n', 'a tab cannot indent a line, only blanks can', '\t'],
    ['- a: b: c\n', 'a value with `: ` in it needs quotes', 'b'],
    ['- a: %x\n', 'a value that begins with `%` needs quotes', '%'],
    ['- a: "x\n', 'the closing quote is missing', ''],
    ['- a: [x\n', 'the list is not closed by `]`, or ends too far to the left', ''],
  ])('%j: %s', (text, message, under) => {
    const [problem] = parseYaml(text).problems;
    expect(problem?.message).toBe(message);
    expect(text.slice(problem!.span.start, problem!.span.end).trimEnd()).toBe(under.trimEnd());
  });
});

describe('parseYaml', () => {
  it.each([
    ['k: 1', '1'],
    ['k: yes', 'yes'],
    ['k: 0x10', '0x10'],
    ['k: "a\\tb"', 'a\tb'],
    ["k: 'it''s'", "it's"],
    ['k: a\n  b', 'a b'],
    ['k: !=', ''],
    ['k: first\nk: second', 'first'],
    ['k: a\nj: [a,\nb]', 'a'],
  ])('reads the text of %j', (text, value) => {
    expect((valueOfK(text) as YamlScalar).value).toBe(value);
  });

  it.each(['k:', 'k: ~', 'k: null', 'k: NULL'])('%j is null', (text) => {
    expect(isNull(valueOfK(text))).toBe(true);
  });

  it.each(['k: ""', 'k: "null"', 'k: !!str', 'k: nULL'])('%j is not null', (text) => {
    expect(isNull(valueOfK(text))).toBe(false);
  });

  it('follows aliases and does not merge', () => {
    const { documents } = parseYaml('a: &x {k: 1}\nb:\n  <<: *x\nc: *x\n');
    const map = documents[0] as YamlMap;
    expect(valueUnder(valueUnder(map, 'c') as YamlMap, 'k')).toMatchObject({ value: '1' });
    expect(valueUnder(valueUnder(map, 'b') as YamlMap, 'k')).toBeUndefined();
  });

  it.each(['k: [a', 'k: "a', '- a\n b: c', 'k: *nothing', '\tk: 1'])('finds what is wrong in %j', (text) => {
    expect(parseYaml(text).problems.length).toBeGreaterThan(0);
  });

  it('survives aliases in circles and hostile nesting', () => {
    expect(parseYaml('a: &x [*x]').documents.length).toBe(1);
    for (const nested of [
      '['.repeat(20_000),
      '- '.repeat(20_000),
      '{a: '.repeat(5_000),
      '? '.repeat(5_000),
      // Closing them all at once exhausts the stack of the reader.
      `${'- '.repeat(20_000)}\nx`,
      `${': '.repeat(20_000)}\n- x`,
    ]) {
      expect(parseYaml(nested).problems).toEqual([
        { message: 'it is nested too deeply', span: { start: 0, end: 0 } },
      ]);
    }
    expect(parseYaml(`${'['.repeat(400)}${']'.repeat(400)}`).problems).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseYaml(text)));
  });
});

describe('decodeScalar', () => {
  const styles: [string, (content: string) => string][] = [
    ['folded', (content) => `k: >\n  ${content.replaceAll('\n', '\n  ')}\n`],
    ['literal', (content) => `k: |\n  ${content.replaceAll('\n', '\n  ')}\n`],
    ['folded, kept', (content) => `k: >+\n  ${content.replaceAll('\n', '\n  ')}\n\n`],
    ['literal, stripped', (content) => `k: |-\n  ${content.replaceAll('\n', '\n  ')}\n`],
    ['double', (content) => `k: "${content.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\n  ')}"`],
    ['single', (content) => `k: '${content.replaceAll("'", "''").replaceAll('\n', '\n  ')}'`],
  ];

  it.each(styles)('%s: gives the value that the reader gives, and every letter at its place', (_, write) => {
    const words = fc.array(
      fc.constantFrom('abc', 'é', '😀', '"q"', "it's", ' ', '\n', '\n\n', '\n  in', '\\t'),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = write(`x${parts.join('')}y`);
        const { documents, problems } = parseYaml(text);
        if (problems.length > 0 || documents[0]?.kind !== 'map') return;
        const scalar = valueUnder(documents[0], 'k');
        if (scalar?.kind !== 'scalar') return;
        const { text: decoded, map } = decodeScalar(text, scalar);
        expect(decoded).toBe(scalar.value);
        for (let i = 0; i < decoded.length; i++) {
          if (!/[a-z]/.test(decoded[i]!)) continue;
          const { start, end } = map.toSource({ start: i, end: i + 1 });
          expect(text.slice(start, end)).toBe(decoded[i]);
        }
      }),
    );
  });
});

describe('flow collections without indentation, which yaml-cpp reads', () => {
  const itemsOf = (text: string) => {
    const { documents, problems } = parseYaml(text);
    expect(problems).toEqual([]);
    const [item] = (documents[0] as YamlList).items;
    const list = valueUnder(item as YamlMap, 'k') as YamlList;
    return (list.items as YamlScalar[]).map(({ value, span }) => [value, text.slice(span.start, span.end)]);
  };

  it.each([
    [
      '- k: [a,\nb]',
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
    [
      '- k: [a, # first\nb,\n\nc\n]\n',
      [
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ],
    ],
    [
      '- k: [a, /x\n y]',
      [
        ['a', 'a'],
        ['/x y', '/x\n y'],
      ],
    ],
    [
      '- k: [a,\r\nb]',
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
  ])('%j', (text, items) => {
    expect(itemsOf(text)).toEqual(items);
  });

  it.each(['- k: [a,\nb', '- k: [a\n- k: b'])('still refuses %j', (text) => {
    expect(parseYaml(text).problems).not.toEqual([]);
  });
});
