import { expect, it } from 'vitest';
import { keepBaseline, keptOf } from '../../client/webview/replay/baseline.ts';
import fc from '../support/properties.ts';

it('gives back what was said of each alert, after JSON too', () => {
  const words = fc.array(fc.string(), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(words, { maxLength: 50 }), (all) => {
      const kept = JSON.parse(JSON.stringify(keepBaseline(all)));
      expect(all.map((_, alert) => keptOf(kept, alert))).toEqual(all);
      expect(keptOf(kept, all.length)).toBeUndefined();
    }),
  );
});

it('is small for many alerts that say the same', () => {
  const kept = keepBaseline(
    Array.from({ length: 100_000 }, (_, i) => ['fires', `${i % 12} rules`, 'no rule']),
  );
  expect(kept.different).toHaveLength(12);
  expect(JSON.stringify(kept).length).toBeLessThan(150_000);
});

it('keeps as many different words as there are characters for', () => {
  const all = Array.from({ length: 60_000 }, (_, i) => [String(i)]);
  const kept = keepBaseline(all);
  expect(keptOf(kept, 50_000)).toEqual(['50000']);
  expect(keptOf(kept, 59_999)).toBeUndefined();
});
