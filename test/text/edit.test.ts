import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/text/edit.ts';
import { span } from '../../server/src/text/span.ts';

describe('applyEdits', () => {
  it.each([
    ['abc', [[1, 2, 'X']], 'aXc'],
    [
      'abc',
      [
        [2, 3, 'Z'],
        [0, 1, 'X'],
      ],
      'XbZ',
    ],
    [
      'abc',
      [
        [1, 1, '1'],
        [1, 1, '2'],
      ],
      'a12bc',
    ],
    ['abc', [[0, 3, '']], ''],
    ['', [[0, 0, 'new']], 'new'],
  ] as const)('%j', (text, edits, expected) => {
    const list = edits.map(([start, end, newText]) => ({ span: span(start, end), newText }));
    expect(applyEdits(text, list)).toBe(expected);
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { span: span(0, 2), newText: '' },
      { span: span(1, 3), newText: '' },
    ];
    expect(() => applyEdits('abc', edits)).toThrow(RangeError);
  });
});
