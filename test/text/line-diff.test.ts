import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/text/edit.ts';
import { editsBetween } from '../../server/src/text/line-diff.ts';
import fc from '../support/properties.ts';

describe('edits between two texts', () => {
  it.each([
    ['nothing', 'a\nb\n', 'a\nb\n', []],
    ['a line that is put in', 'a\nb\n', 'a\nx\nb\n', [[2, 2, 'x\n']]],
    ['a line that is taken out', 'a\nx\nb\n', 'a\nb\n', [[2, 4, '']]],
    ['blanks within a line', 'a\n  b:  c\nd\n', 'a\n  b: c\nd\n', [[7, 8, '']]],
    [
      'a changed line beside one that is put in',
      ' a\nb\n',
      'a\n\nb\n',
      [
        [0, 1, ''],
        [3, 3, '\n'],
      ],
    ],
  ])('%s', (_, before, after, edits) => {
    const expected = edits.map(([start, end, newText]) => ({ span: { start, end }, newText }));
    expect(editsBetween(before, after)).toEqual(expected);
  });

  it('lead from one to the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '😀'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyEdits(before, editsBetween(before, after))).toBe(after);
      }),
    );
  });
});
