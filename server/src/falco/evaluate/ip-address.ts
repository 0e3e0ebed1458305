import type { ByteString } from './byte-string.ts';

/** An address as its bytes: 4 for IPv4, 16 for IPv6. */
export type IpBytes = ByteString;

/** A network: the bytes of its address and how many leading bits count. */
export interface IpNetwork {
  readonly address: IpBytes;
  readonly prefix: number;
}

/**
 * The 4 bytes of `10.0.0.1`, or undefined. As strict as the engine's C library (`inet_pton`): four decimal
 * parts from 0 to 255, no leading zero, nothing around them.
 */
export function parseIpv4(text: string): IpBytes | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bytes = '';
  for (const part of parts) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes += String.fromCharCode(Number(part));
  }
  return bytes;
}

/**
 * The 16 bytes of `2001:db8::1` or `::ffff:10.0.0.1`, or undefined. As strict as `inet_pton`: groups of one
 * to four hexadecimal digits, at most one `::`, no zone.
 */
export function parseIpv6(text: string): IpBytes | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!, halves.length === 1);
  if (halves.length === 1) return head?.length === 16 ? head : undefined;
  const last = parseGroups(halves[1]!, true);
  if (head === undefined || last === undefined || head.length + last.length > 14) return undefined;
  return head + '\0'.repeat(16 - head.length - last.length) + last;
}

/** True where `address` lies in `network`; a network of the other family never holds it. */
export function inNetwork(address: IpBytes, network: IpNetwork): boolean {
  if (address.length !== network.address.length) return false;
  const whole = network.prefix >> 3;
  for (let i = 0; i < whole; i++) {
    if (address.charCodeAt(i) !== network.address.charCodeAt(i)) return false;
  }
  const rest = 8 - (network.prefix & 7);
  return rest === 8 || address.charCodeAt(whole) >> rest === network.address.charCodeAt(whole) >> rest;
}

/** The bytes of groups between colons; `atEnd` says whether the last may be written as an IPv4 address. */
function parseGroups(text: string, atEnd: boolean): IpBytes | undefined {
  if (text === '') return '';
  const groups = text.split(':');
  let bytes = '';
  for (const [i, group] of groups.entries()) {
    const ipv4 = atEnd && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4 !== undefined) bytes += ipv4;
    else if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    else bytes += String.fromCharCode(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
  }
  return bytes;
}
