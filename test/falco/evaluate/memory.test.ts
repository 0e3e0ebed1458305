import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../../server/src/falco/evaluate/memory.ts';
import type { EngineValue } from '../../../server/src/falco/evaluate/parse-value.ts';

describe('memoryOf', () => {
  it.each<[string, EngineValue, string]>([
    ['CHARBUF', 'ab', 'ab'],
    ['IPADDR', '\x0a\0\0\x01', '\x0a\0\0\x01'],
    ['BOOL', true, '\x01\0\0\0'],
    ['PORT', 443, '\xbb\x01'],
    ['INT32', -2, '\xfe\xff\xff\xff'],
    ['UINT8', 65, 'A'],
    ['DOUBLE', 1, '\0\0\0\0\0\0\xf0\x3f'],
  ])('keeps %s %j little-endian', (type, value, bytes) => {
    expect(memoryOf(type, value)).toBe(bytes);
  });

  it('keeps 64-bit numbers whole', () => {
    expect(memoryOf('UINT64', 2n ** 64n - 1n)).toBe('\xff'.repeat(8));
  });
});
