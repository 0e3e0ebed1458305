import { describe, expect, it } from 'vitest';
import { parseHexValue, parseValue } from '../../../server/src/falco/evaluate/parse-value.ts';

/** The value of a literal, or the engine's message. */
function parsed(type: string, text: string): unknown {
  const result = parseValue(type, text);
  return result.ok ? result.value : result.error;
}

describe('numbers', () => {
  it.each([
    ['UINT32', '1000', 1000],
    ['INT64', '-1', -1],
    ['INT64', '+7', 7],
    ['INT64', ' 7', 7],
    ['UINT32', '-1', 4294967295],
    ['UINT64', '-1', 18446744073709551615n],
    ['UINT64', '18446744073709551615', 18446744073709551615n],
    ['UINT64', '99999999999999999999', 18446744073709551615n],
    ['UINT64', '-99999999999999999999', 18446744073709551615n],
    ['INT64', '99999999999999999999', 9223372036854775807n],
    ['INT64', '-99999999999999999999', -9223372036854775808n],
    ['INT64', '9007199254740991', 9007199254740991],
    ['INT64', '9007199254740992', 9007199254740992n],
    ['INT32', '4294967295', -1],
    ['INT16', '40000', -25536],
    ['INT8', '200', -56],
    ['FLAGS8', '300', 44],
    ['RELTIME', '5000000000', 5000000000],
    ['DOUBLE', '3', 3],
    ['PORT', '443', 443],
    ['PORT', '', 0],
    ['PORT', '65536', 0],
  ])('reads %s %s', (type, text, value) => {
    expect(parsed(type, text)).toBe(value);
  });

  it.each([
    ['UINT64', 'bash', 'bash is not a valid number'],
    ['UINT64', '0x10', '0x10 is not a valid number'],
    ['UINT64', '1.5', '1.5 is not a valid number'],
    ['UINT64', '1e3', '1e3 is not a valid number'],
    ['UINT64', '1 ', '1  is not a valid number'],
    ['UINT64', '', ' is not a valid number'],
    ['DOUBLE', '0.5', '0.5 is not a valid number'],
    ['PORT', '0x16', 'unrecognized protocol 0x16'],
    ['PORT', '-1', 'unrecognized protocol -1'],
    ['PORT', 'ssh', 'unrecognized protocol ssh'],
    ['PORT', '99999999999', 'stoi'],
  ])('rejects %s %s', (type, text, error) => {
    expect(parsed(type, text)).toBe(error);
  });
});

describe('booleans', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['1', 'filter error: unrecognized boolean value 1'],
    ['TRUE', 'filter error: unrecognized boolean value TRUE'],
    ['yes', 'filter error: unrecognized boolean value yes'],
  ])('reads %s', (text, value) => {
    expect(parsed('BOOL', text)).toBe(value);
  });
});

describe('addresses and networks', () => {
  it.each([
    ['IPADDR', '10.1.2.3', '\x0a\x01\x02\x03'],
    ['IPADDR', '::1', `${'\0'.repeat(15)}\x01`],
    ['IPADDR', '2001:db8::5', `\x20\x01\x0d\xb8${'\0'.repeat(11)}\x05`],
    ['IPV6ADDR', '::ffff:1.2.3.4', `${'\0'.repeat(10)}\xff\xff\x01\x02\x03\x04`],
    ['IPNET', '10.0.0.0/8', { address: '\x0a\0\0\0', prefix: 8 }],
    ['IPNET', '0.0.0.0/0', { address: '\0\0\0\0', prefix: 0 }],
    ['IPNET', '10.0.0.0/264', { address: '\x0a\0\0\0', prefix: 8 }],
    ['IPNET', 'fe80::/10', { address: `\xfe\x80${'\0'.repeat(14)}`, prefix: 10 }],
  ])('reads %s %s', (type, text, value) => {
    expect(parsed(type, text)).toEqual(value);
  });

  it.each([
    ['IPADDR', '300.1.1.1', 'unrecognized IPv4 address 300.1.1.1'],
    ['IPADDR', '127.0.0.0/8', 'unrecognized IPv4 address 127.0.0.0/8'],
    ['IPADDR', '1.2.3.04', 'unrecognized IPv4 address 1.2.3.04'],
    ['IPADDR', '::ffff:1.2.3.4', 'unrecognized IPv4 address ::ffff:1.2.3.4'],
    ['IPADDR', '::/0', 'unrecognized IPv6 address ::/0'],
    ['IPADDR', 'localhost', 'unrecognized IPv6 address localhost'],
    ['IPADDR', '1::2::3', 'unrecognized IPv6 address 1::2::3'],
    ['IPADDR', '1:2:3:4:5:6:7:8:9', 'unrecognized IPv6 address 1:2:3:4:5:6:7:8:9'],
    ['IPADDR', '1:2:3:4:5:6:7::8', 'unrecognized IPv6 address 1:2:3:4:5:6:7::8'],
    ['IPNET', '127.0.0.1', 'unrecognized IP network 127.0.0.1'],
    ['IPNET', '300.0.0.1/8', 'unrecognized IP address 300.0.0.1/8'],
    ['IPNET', '10.0.0.0/99', 'invalid netmask 99'],
    ['IPNET', '10.0.0.0/x', 'x is not a valid number'],
    ['IPNET', '10.0.0.0/', ' is not a valid number'],
    ['IPNET', '::/0', 'invalid v6 netmask 0'],
    ['IPNET', '::/129', 'invalid v6 netmask 129'],
    ['IPNET', 'abc', 'invalid v6 netmask: abc'],
    ['IPNET', 'abc/8', 'unrecognized IPv6 address abc/8'],
  ])('rejects %s %s', (type, text, error) => {
    expect(parsed(type, text)).toBe(error);
  });
});

describe('strings and buffers', () => {
  it('keeps UTF-8 bytes', () => {
    expect(parsed('CHARBUF', 'é€𝄞')).toBe('\xc3\xa9\xe2\x82\xac\xf0\x9d\x84\x9e');
  });

  it('keeps a raw byte written as a lone surrogate', () => {
    expect(parsed('CHARBUF', '\udcff')).toBe('\xff');
  });

  it('takes 255 bytes and not more', () => {
    expect(parsed('CHARBUF', 'a'.repeat(255))).toBe('a'.repeat(255));
    const long = 'é'.repeat(128);
    expect(parsed('CHARBUF', long)).toBe(`filter parameter too long (used=257, available=256):${long}`);
    expect(parsed('BYTEBUF', 'a'.repeat(256))).toBe('filter parameter too long (byte buf)');
  });

  it('refuses a NUL byte', () => {
    const error = 'filter error: filter value cannot contain a NUL byte (\\x00)';
    expect(parsed('CHARBUF', 'a\0b')).toBe(error);
    expect(parsed('UINT64', '1\0')).toBe(error);
    expect(parsed('BYTEBUF', 'a\0b')).toBe('a\0b');
  });

  it('reads hexadecimal text for bcontains', () => {
    expect(parseHexValue('cafe00')).toEqual({ ok: true, value: '\xca\xfe\x00' });
    const error = 'filter error: bcontains and bstartswith operator support hex strings only';
    expect(parseHexValue('abc')).toEqual({ ok: false, error });
    expect(parseHexValue('zz')).toEqual({ ok: false, error });
  });

  it('names types without literals by number', () => {
    expect(parsed('SIGTYPE', '9')).toBe('wrong parameter type 19');
  });
});
