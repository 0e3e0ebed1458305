import { describe, expect, it } from 'vitest';
import * as bytes from '../../../server/src/falco/evaluate/byte-string.ts';

describe('byte strings', () => {
  it('leaves ASCII as it is', () => {
    expect(bytes.toBytes('abc\0')).toBe('abc\0');
    expect(bytes.toText('abc\0')).toBe('abc\0');
  });

  it.each(['é', '€', '𝄞', '\u{10ffff}', 'a é'])('goes to bytes and back: %s', (text) => {
    const encoded = bytes.toBytes(text);
    expect([...encoded].every((byte) => byte.charCodeAt(0) < 256)).toBe(true);
    expect(bytes.toText(encoded)).toBe(text);
  });

  it('replaces what is no character', () => {
    expect(bytes.toBytes('\ud800')).toBe('\xef\xbf\xbd');
    expect(bytes.toText('a\xff\xe2\x82b')).toBe('a\ufffd\ufffdb');
    expect(bytes.toText('\xef\xbb\xbfa')).toBe('\ufeffa');
  });

  it('cuts at NULs', () => {
    expect(bytes.cString('a\0b\0')).toBe('a');
    expect(bytes.withoutTrailingNuls('a\0b\0\0')).toBe('a\0b');
    expect(bytes.withoutTrailingNuls('\0')).toBe('');
  });

  it('changes the case of ASCII only', () => {
    expect(bytes.lowerAscii('ABc\xc9')).toBe('abc\xc9');
    expect(bytes.upperAscii('abC\xe9')).toBe('ABC\xe9');
    expect(bytes.upperAscii('abC')).toBe('ABC');
  });
});
