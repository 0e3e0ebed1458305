import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../server/src/falco/evaluate/base64.ts';
import { parseOptionString, readOptions, selectOption } from '../../../server/src/falco/evaluate/getopt.ts';

describe('decodeBase64', () => {
  it.each([
    ['YmFzaA==', 'bash'],
    ['YmFzaA', 'bash'],
    ['YmFzaA=', 'bash'],
    ['YmFz', 'bas'],
    ['', ''],
    ['/+8=', '\xff\xef'],
  ])('reads %s', (text, expected) => {
    expect(decodeBase64(text)).toBe(expected);
  });

  it.each(['=', '==', 'Y', 'YmFzaB==', 'Ym Fz', 'YmF-', 'YmFzaA===', 'YmFz\n'])('rejects %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('getopt', () => {
  const options = parseOptionString('nt:');

  it.each([
    [['-n'], ['n']],
    [
      ['-nt', 'x'],
      ['n', 't', 'x'],
    ],
    [
      ['-tx', '-n'],
      ['t', 'x', 'n'],
    ],
    [['-t'], ['']],
    [['-z'], ['?']],
    [['--exec', '-n'], ['n']],
    [['--', '-n'], []],
    [['file', '-n'], []],
    [['-', '-n'], []],
    [
      ['-n', '-t', '-n'],
      ['n', 't', '-n'],
    ],
    [['-:'], ['?']],
  ])('reads %j as %j', (words, expected) => {
    expect(readOptions(words, options)).toEqual(expected);
  });

  it.each([
    [['-t', 'a', '-tb'], 't', 'b'],
    [['-n'], 'n', 'n'],
    [['-t'], 't', ''],
    [['-n'], 't', undefined],
    [['-z'], 'z', undefined],
  ])('selects from %j option %s: %s', (words, selected, expected) => {
    expect(selectOption(words, options, selected)).toBe(expected);
  });
});
