import { describe, expect, it } from 'vitest';
import { editDistance, nearestNames } from '../../server/src/checks/nearest-name.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'abcd', 1],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
  ])('%s, %s', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });

  it('within the limit is what it is without', () => {
    const words = [
      'proc.name',
      'proc.pname',
      'porc.name',
      'fd.name',
      'proc.anme',
      'name',
      'evt.type',
      'evt.tpye',
    ];
    for (const a of words) {
      for (const b of words) {
        const whole = editDistance(a, b);
        expect(Math.min(editDistance(a, b, 2), 3), `${a} ${b}`).toBe(Math.min(whole, 3));
      }
    }
  });

  it('stops counting at the limit', () => {
    expect(editDistance('a'.repeat(10_000), 'b'.repeat(10_000), 2)).toBeGreaterThan(2);
  });
});

describe('nearestNames', () => {
  it.each([
    ['proc.nmae', ['proc.name', 'proc.pname', 'fd.name'], ['proc.name', 'proc.pname']],
    ['TAGS', ['tags', 'desc'], ['tags']],
    ['tag', ['tags', 'rule'], ['tags']],
    ['xy', ['xz', 'x'], []],
    ['tags', ['tags'], []],
    ['aaaaaa', ['aaaaab', 'aaaaac', 'aaaaad', 'aaaaae'], ['aaaaab', 'aaaaac', 'aaaaad']],
  ])('%s', (word, candidates, expected) => {
    expect(nearestNames(word, candidates)).toEqual(expected);
  });
});
