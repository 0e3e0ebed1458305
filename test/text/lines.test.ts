import { describe, expect, it } from 'vitest';
import { Lines } from '../../server/src/text/lines.ts';

describe('Lines', () => {
  it.each([
    ['a\nbc\n', 3, { line: 1, column: 1 }],
    ['a\r\nbc', 3, { line: 1, column: 0 }],
    ['a\rb', 2, { line: 1, column: 0 }],
    ['😀x', 2, { line: 0, column: 2 }],
    ['', 0, { line: 0, column: 0 }],
    ['a\nb', 99, { line: 1, column: 1 }],
    ['a', -5, { line: 0, column: 0 }],
  ])('%j at %i', (text, offset, place) => {
    expect(new Lines(text).at(offset)).toEqual(place);
  });

  it('leads back from every place', () => {
    const text = 'ab\r\n\ncd\r😀\n';
    const lines = new Lines(text);
    for (let offset = 0; offset <= text.length; offset++) {
      const insideLineEnd = /[\r\n]/.test(text[offset] ?? '') && offset > 0 && text[offset - 1] === '\r';
      if (!insideLineEnd) expect(lines.offset(lines.at(offset))).toBe(offset);
    }
  });

  it('clamps columns to their line and lines to the text', () => {
    const lines = new Lines('ab\ncd');
    expect(lines.offset({ line: 0, column: 9 })).toBe(2);
    expect(lines.offset({ line: 9, column: 0 })).toBe(5);
    expect(lines.offset({ line: -1, column: 3 })).toBe(0);
    expect([lines.lineText(0), lines.lineText(1), lines.lineText(2)]).toEqual(['ab', 'cd', '']);
  });
});
