import { describe, expect, it } from 'vitest';
import { rowFilter, wordsIn } from '../../client/webview/replay/row-filter.ts';
import type { ReplayRow } from '../../server/src/protocol.ts';

const row: ReplayRow = {
  line: 1,
  rule: 'Shell in Pod',
  verdict: true,
  missing: [],
  othersFire: [],
  othersUnknown: 0,
};

describe('the words of a filter', () => {
  it.each([
    ['a  B', ['a', 'b']],
    ['"a b" c', ['a b', 'c']],
    ['-x -"y z"', ['-x', '-y z']],
    ['"open', ['open']],
    ['a-b --c', ['a-b', '--c']],
    ['- "" -""', []],
    ['proc.name="nc"', ['proc.name="nc"']],
  ])('%j are %j', (filter, words) => {
    expect(wordsIn(filter).map(({ text, isLeftOut }) => (isLeftOut ? `-${text}` : text))).toEqual(words);
  });
});

describe('a row fits', () => {
  const holds = (word: string) => word === 'proc.name=nc';
  it.each([
    ['shell', true],
    ['"shell in"', true],
    ['"in shell"', false],
    ['proc.name=nc', true],
    ['proc.name=nc shell', true],
    ['proc.name=nc other', false],
    ['-proc.name=nc', false],
    ['-other', true],
  ])('%j: %j', (filter, fits) => {
    expect(rowFilter(filter, holds)(row, 0)).toBe(fits);
  });
});
