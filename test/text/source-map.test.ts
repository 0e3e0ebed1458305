import { describe, expect, it } from 'vitest';
import { DerivedText } from '../../server/src/text/source-map.ts';
import { span } from '../../server/src/text/span.ts';

/** `one TWO three` made from `one two three`: the middle word is put in for another. */
function example() {
  const source = 'one two three';
  const derived = new DerivedText(source);
  derived.copy(0, 4);
  derived.put('TWENTY', span(4, 7));
  derived.copy(7, 13);
  return { source, ...derived.finish(span(0, 13)) };
}

describe('source maps', () => {
  it.each([
    ['one', 'one'],
    ['TWENTY', 'two'],
    ['WEN', 'two'],
    ['three', 'three'],
    ['one TWENTY', 'one two'],
    ['TY three', 'two three'],
  ])('%j stems from %j', (part, origin) => {
    const { source, text, map } = example();
    const start = text.indexOf(part);
    const where = map.toSource(span(start, start + part.length));
    expect(source.slice(where.start, where.end)).toBe(origin);
  });

  it('keeps empty spans empty, at the end too', () => {
    const { text, map } = example();
    expect(map.toSource(span(2, 2))).toEqual(span(2, 2));
    expect(map.toSource(span(text.length, text.length))).toEqual(span(13, 13));
  });

  it('leads from the source into the derived text', () => {
    const { map } = example();
    expect([0, 2, 5, 8, 13].map((offset) => map.toDerived(offset))).toEqual([0, 2, 4, 11, 16]);
  });

  it.each([
    ['ne', 'ne'],
    ['TWEN', 'two'],
    ['EN!T', 'two'],
    ['!', 'two'],
    ['TY thr', 'two thr'],
  ])('through another map, %j stems from %j', (part, origin) => {
    const { source, text: between, map: outer } = example();
    const derived = new DerivedText(between);
    derived.copy(1, 8);
    derived.put('!', span(8, 9));
    derived.copy(8, 14);
    const { text, map } = derived.finish(span(0, between.length));
    expect(text).toBe('ne TWEN!TY thr');
    const start = text.indexOf(part);
    const where = map.through(outer).toSource(span(start, start + part.length));
    expect(source.slice(where.start, where.end)).toBe(origin);
  });

  it('takes characters off the end', () => {
    const derived = new DerivedText('abc');
    derived.copy(0, 3);
    derived.put('\n', span(3, 3));
    derived.trimEnd(2);
    expect(derived.finish(span(0, 3)).text).toBe('ab');
  });
});
