import { describe, expect, it } from 'vitest';
import { packBytes, unpackBytes } from '../../server/src/text/pack-bytes.ts';
import fc from '../support/properties.ts';

function backAgain(bytes: Uint8Array): Uint8Array {
  return unpackBytes(packBytes(bytes), bytes.length);
}

describe('packed bytes', () => {
  it.each([
    ['nothing', ''],
    ['too little for a match', 'abc'],
    ['no match', 'abcdefghijklmnopqrstuvwxyz'],
    ['a match that overlaps itself', 'a'.repeat(1000)],
    ['a match at the end', 'abcdefgh-abcdefgh'],
    ['many literals, then a long match', `${'0123456789'.slice(0, 9)}${'xyz!'.repeat(200)}`],
  ])('are what they were: %s', (_, text) => {
    const bytes = new TextEncoder().encode(text);
    expect(backAgain(bytes)).toEqual(bytes);
  });

  it.each([14, 15, 16, 269, 270, 271, 525])('are what they were, lengths about %i', (length) => {
    const distinct = Uint8Array.from({ length }, (_, i) => (i * i * 31 + i) & 0xff);
    const bytes = new Uint8Array([...distinct, ...distinct, 1]);
    expect(backAgain(bytes)).toEqual(bytes);
  });

  it('are what they were, whatever it was', () => {
    const parts = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array(70))));
    fc.assert(
      fc.property(parts, fc.nat(3), (lists, times) => {
        const once = lists.flatMap((list) => [...list]);
        const bytes = new Uint8Array([...once, ...Array(times).fill(once).flat()]);
        expect(Buffer.compare(backAgain(bytes), bytes)).toBe(0);
      }),
    );
  });

  it('reach no farther back than their offsets can', () => {
    const bytes = new Uint8Array(200_000);
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7919) >> 5;
    bytes.copyWithin(70_000, 0, 1000);
    expect(Buffer.compare(backAgain(bytes), bytes)).toBe(0);
  });

  it('are far fewer where lines are alike, and hardly more where nothing is', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `{"rule":"Shell in Pod","output_fields":{"n":${i}}}`);
    const log = new TextEncoder().encode(lines.join('\n'));
    expect(packBytes(log).length).toBeLessThan(log.length / 4);
    let state = 1;
    const noise = Uint8Array.from({ length: 100_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    });
    expect(packBytes(noise).length).toBeLessThan(noise.length * 1.01);
    expect(Buffer.compare(backAgain(noise), noise)).toBe(0);
  });
});
