import { describe, expect, it } from 'vitest';
import { md5, sha1, sha256 } from '../../server/src/kql/evaluate/functions/digest.ts';
import { utf8Bytes } from '../../server/src/kql/evaluate/functions/encoding.ts';
import { xxhash64 } from '../../server/src/kql/evaluate/functions/xxhash.ts';

/** Published test vectors: RFC 1321, FIPS 180-4, and the xxHash reference; longer than one block each. */
const twoBlocks = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq';

describe('digests', () => {
  it('md5', () => expect(md5(utf8Bytes('1234567890'.repeat(8)))).toBe('57edf4a22be3c955ac49da2e2107b67a'));
  it('sha1', () => expect(sha1(utf8Bytes(twoBlocks))).toBe('84983e441c3bd26ebaae4aa1f95129e5e54670f1'));
  it('sha256', () =>
    expect(sha256(utf8Bytes(twoBlocks))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ));
  it('xxhash64 of nothing', () => expect(xxhash64([]).toString(16)).toBe('ef46db3751d8e999'));
  it('xxhash64 beyond 32 bytes', () =>
    expect(xxhash64(utf8Bytes('Nobody inspects the spammish repetition')).toString(16)).toBe(
      'fbcea83c8a378bf1',
    ));
});
