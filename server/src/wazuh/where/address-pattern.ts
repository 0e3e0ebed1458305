import type { IpBytes, IpNetwork } from '../../falco/evaluate/ip-address.ts';
import { type BytePattern, choice, sequence, text } from './byte-pattern.ts';
import { decodedIntegers } from './integer-pattern.ts';

/** The text of an address as Falco writes it: that of C's `inet_ntop`. */
export function addressText(address: IpBytes): string {
  const octets = Array.from(address, (byte) => byte.charCodeAt(0));
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i]! << 8) | octets[2 * i + 1]!);
  const { start, length } = longestZeros(groups);
  const embedded = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const tail = embedded ? `${octets.slice(12).join('.')}` : undefined;
  const words = groups.map((group) => group.toString(16));
  if (tail !== undefined) return `::${length === 5 ? 'ffff:' : ''}${tail}`;
  if (length < 2) return words.join(':');
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** The texts of the IPv4 addresses of a network; undefined for IPv6, whose texts have too many forms. */
export function networkPattern({ address, prefix }: IpNetwork): BytePattern | undefined {
  if (address.length !== 4) return undefined;
  const octets = Array.from(address, (byte, i) => {
    const kept = Math.max(0, Math.min(8, prefix - 8 * i));
    const least = byte.charCodeAt(0) & (0xff << (8 - kept)) & 0xff;
    return decodedIntegers({ least: BigInt(least), most: BigInt(least | (0xff >> kept)) });
  });
  return sequence(...octets.flatMap((octet, i) => (i === 0 ? [octet] : [text('.'), octet])));
}

/** The texts of some addresses. */
export function addressPattern(addresses: readonly IpBytes[]): BytePattern {
  return choice(...addresses.map((each) => text(addressText(each))));
}
