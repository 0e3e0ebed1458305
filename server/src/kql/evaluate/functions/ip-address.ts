/** An address with its prefix; `bits` has 32 bits for IPv4, 128 for IPv6. */
export interface Network {
  readonly bits: bigint;
  readonly prefix: number;
}

/** Reads `1.2.3.4` or `1.2.3.4/24`; undefined for any other text. */
export function parseIpv4(text: string): Network | undefined {
  const match = /^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?\s*$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1, 5).map(Number);
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (parts.some((part) => part > 255) || prefix > 32) return undefined;
  return { bits: parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n), prefix };
}

/** Reads an IPv6 address with or without prefix; IPv4 (also after `::`) is taken as `::ffff:a.b.c.d`. */
export function parseIpv6(text: string): Network | undefined {
  const v4 = parseIpv4(text.replace(/^\s*::(?:ffff:)?(?=\d{1,3}\.)/i, ''));
  if (v4) return { bits: 0xffff00000000n + v4.bits, prefix: v4.prefix + 96 };
  const match = /^\s*([0-9a-fA-F:.]{2,45})(?:%\w{1,20})?(?:\/(\d{1,3}))?\s*$/.exec(text);
  if (!match) return undefined;
  const prefix = match[2] === undefined ? 128 : Number(match[2]);
  const groups = groupsOf(match[1]!);
  if (!groups || prefix > 128) return undefined;
  return { bits: groups.reduce((bits, group) => bits * 65536n + BigInt(group), 0n), prefix };
}

function groupsOf(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(readGroups);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail!.length;
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail!];
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    const v4 = part.includes('.') ? parseIpv4(part) : undefined;
    if (v4) groups.push(Number(v4.bits >> 16n), Number(v4.bits & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The address with all bits beyond the prefix cleared. */
export function masked(bits: bigint, prefix: number, width: number): bigint {
  const free = BigInt(width - Math.max(0, Math.min(width, prefix)));
  return (bits >> free) << free;
}

/** `1.2.3.4` of 32 bits. */
export function formatIpv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

/** The eight groups of an IPv6 address, each with four digits. */
export function formatIpv6(bits: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) {
    groups.push(((bits >> shift) & 0xffffn).toString(16).padStart(4, '0'));
  }
  return groups.join(':');
}
