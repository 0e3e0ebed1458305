import { describe, expect, it } from 'vitest';
import { cutItems } from '../../server/src/yaml/cut.ts';

/** The pieces of a file, or undefined where it cannot be cut. */
function pieces(text: string): string[] | undefined {
  return cutItems(text)?.pieces.map((piece) => piece.text);
}

describe('cutItems', () => {
  it.each([
    ['- a: 1\n- b: 2\n', ['- a: 1\n', '- b: 2\n']],
    ['# head\n\n- a: 1\n  # inside\n- b: 2', ['- a: 1\n  # inside\n', '- b: 2']],
    ['  - a: 1\n  - b: 2\n', ['  - a: 1\n', '  - b: 2\n']],
    ['- a:\n    - x\n    - y\n- b: 2\n', ['- a:\n    - x\n    - y\n', '- b: 2\n']],
    ['---\n- a: 1\n', ['- a: 1\n']],
    ['- a: >\n    text\n    - text\n- b: 1\n', ['- a: >\n    text\n    - text\n', '- b: 1\n']],
    ['-\n  a: 1\n-\n  b: 1\n', ['-\n  a: 1\n', '-\n  b: 1\n']],
    ['- a: 1\r\n- b: 2\r\n', ['- a: 1\r\n', '- b: 2\r\n']],
  ])('cuts %j', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it.each(['a: 1\n', '', '- a: 1\n---\n- b: 2\n', '%YAML 1.2\n---\n- a: 1\n', '[a, b]'])(
    'leaves %j whole',
    (text) => {
      expect(pieces(text)).toBeUndefined();
    },
  );

  it('passes over any number of comments', () => {
    const comments = '# x\n\n'.repeat(100_000);
    expect(pieces(`${comments}k: 1\n`)).toBeUndefined();
    expect(pieces(`${comments}---\n${comments}- a: 1\n`)).toEqual(['- a: 1\n']);
  });

  it('loses no character after the head', () => {
    const text = '# one\n- a: 1\n\n# two\n- b: |\n    x\n\n';
    const cut = cutItems(text)!;
    expect(text.slice(0, cut.head.end) + cut.pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});
