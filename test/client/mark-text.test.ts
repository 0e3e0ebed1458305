import { expect, it } from 'vitest';
import { markText } from '../../client/src/replay/mark-text.ts';

it.each([
  [{ named: 3, fires: 2, unknown: 0, others: 0 }, 'fires on 2 of 3 replayed alerts'],
  [{ named: 1, fires: 0, unknown: 1, others: 0 }, 'fires on 0 of 1 replayed alert, 1 unknown'],
  [
    { named: 12_000, fires: 12_000, unknown: 0, others: 4 },
    'fires on 12,000 of 12,000 replayed alerts, and on 4 of other rules',
  ],
  [{ named: 0, fires: 0, unknown: 0, others: 1 }, 'fires on 1 replayed alert of other rules'],
])('%j: %s', (counts, text) => {
  expect(markText(counts)).toBe(text);
});
