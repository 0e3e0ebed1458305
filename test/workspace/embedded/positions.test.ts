import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../../server/src/checks/collect.ts';
import { findEmbedded } from '../../../server/src/workspace/embedded/find-embedded.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import fc from '../../support/properties.ts';
import { crlf, styles } from './styles.ts';

const uri = 'file:///w/values.yaml';
const wrong = 'proc.nosuchfield';

/** Rules with a wrong field in a value of each style, among text that makes offsets hard. */
const rules = `# 규칙 😀
- rule: "Quoted ${'\\'}u0041 e\u0301"
  desc: d
  condition: "fd.name = \\"\\t😀\\" and ${wrong}1 = 1"
  output: o
  priority: NOTICE
- macro: folded
  condition: >-
    evt.type = open

    and	fd.name = "👩‍💻"
    or ${wrong}2 = 1
- macro: literal
  condition: |2
      evt.type = open
     and ${wrong}3 = 1
- macro: plain
  condition: evt.type = open and
    ${wrong}4 = 1
- macro: single
  condition: 'fd.name = "it''s" and ${wrong}5 = 1'
`;

/** What the file has under each span that reports an unknown field. */
function marked(outer: string): string[] {
  const workspace = new Workspace();
  workspace.setFile(uri, outer);
  const snapshot = workspace.snapshot(uri);
  return workspace.textsOf(uri).flatMap((file) =>
    collectProblems(snapshot, file)
      .filter(({ code }) => code === 'unknown-field')
      .map(({ span }) => {
        const { start, end } = file.inDocument(span);
        return outer.slice(start, end);
      }),
  );
}

describe.each(styles)('places in rules written as: $style', ({ write }) => {
  const expected = [1, 2, 3, 4, 5].map((i) => `${wrong}${i}`);
  it.each([
    ['as it is', write(rules)],
    ['with CRLF', crlf(write(rules))],
    ['in the middle of more', `# Ж 😀\nz: {a: [1, "]"]}\n${write(rules)}`],
  ])('%s', (_name, outer) => {
    expect(marked(outer)).toEqual(expected);
  });
});

it('every character of a rules text leads to itself in the file, and back', () => {
  const style = fc.constantFrom(...styles);
  const piece = fc.constantFrom(
    '😀',
    'é',
    '규',
    '\t',
    '  ',
    ' # c',
    '\\',
    '"',
    "'",
    '{{',
    ':',
    '\n',
    '\n\n',
    '\n    ',
  );
  const text = fc
    .array(piece, { maxLength: 12 })
    .map((pieces) => `- list: l\n  items:\n    - x${pieces.join('')}\n- list: m\n  items: []\n`);
  fc.assert(
    fc.property(style, text, fc.boolean(), ({ write }, inner, windows) => {
      const outer = windows ? crlf(write(inner)) : write(inner);
      for (const { text: found, map, form, nested } of findEmbedded(outer)) {
        const isDouble = [form, nested?.holder.form].includes('double');
        for (const [i, character] of [...found].entries()) {
          const start = [...found].slice(0, i).join('').length;
          const where = map.toSource({ start, end: start + character.length });
          if (character === '\n' || (isDouble && outer[where.start] === '\\')) continue;
          expect(outer.slice(where.start, where.end)).toBe(character);
          expect(map.toDerived(where.start)).toBe(start);
        }
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});
