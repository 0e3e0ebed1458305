import { describe, expect, it } from 'vitest';
import { barsOf } from '../../client/webview/replay/noise/bars.ts';
import { byteWords, costOf, spanWords } from '../../client/webview/replay/noise/cost.ts';

it('bars stand where their time is, none where there is nothing', () => {
  expect(barsOf({ start: 1000, width: 500, counts: [2, 0, 4, 1] }, 4)).toEqual([
    { x: 0, width: 0.25, height: 0.5, count: 2, from: 1000, to: 1500 },
    { x: 0.5, width: 0.25, height: 1, count: 4, from: 2000, to: 2500 },
    { x: 0.75, width: 0.25, height: 0.25, count: 1, from: 2500, to: 3000 },
  ]);
  expect(barsOf({ start: 0, width: 1000, counts: [] }, 0)).toEqual([]);
});

describe('cost', () => {
  const hour = 3_600_000;
  it.each([
    [1e9, 24 * hour, 4, { bytes: 1e9, bytesPerDay: 1e9, pricePerDay: 4 }],
    [1e9, hour, 0, { bytes: 1e9, bytesPerDay: 24e9 }],
    [1e9, 10, 4, { bytes: 1e9 }],
  ])('of %d bytes in %d ms at %d a GB', (bytes, span, price, expected) => {
    expect(costOf(bytes, span, price)).toEqual(expected);
  });
});

it.each([
  [812, '812 bytes'],
  [1234, '1.23 KB'],
  [5_000_000_000, '5 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(byteWords(bytes)).toBe(words);
});

it.each([
  [0, '0 seconds'],
  [1000, '1 second'],
  [9_000_000, '2.5 hours'],
  [86_400_000, '1 day'],
])('%d ms are %s', (span, words) => {
  expect(spanWords(span)).toBe(words);
});
