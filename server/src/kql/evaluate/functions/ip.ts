import { textOfDynamic } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';
import type { Network } from './ip-address.ts';
import { formatIpv4, formatIpv6, masked, parseIpv4, parseIpv6 } from './ip-address.ts';

/** Functions on IP addresses. */
export const ipFunctions: FunctionTable = {
  parse_ipv4: strict(['string'], (text: string) => {
    const network = parseIpv4(text);
    return network ? Number(masked(network.bits, network.prefix, 32)) : null;
  }),
  parse_ipv4_mask: strict(['string', 'number'], (text: string, prefix: number) => {
    const network = parseIpv4(text);
    return network ? Number(masked(network.bits, Math.min(prefix, network.prefix), 32)) : null;
  }),
  format_ipv4: strict(['dynamic', 'number'], (address: Value, prefix = 32) =>
    formatV4(address, prefix, false),
  ),
  format_ipv4_mask: strict(['dynamic', 'number'], (address: Value, prefix = 32) =>
    formatV4(address, prefix, true),
  ),
  ipv4_netmask_suffix: strict(['string'], (text: string) => parseIpv4(text)?.prefix ?? null),
  ipv4_is_private: strict(['string'], isPrivate),
  ipv4_compare: strict(['string', 'string', 'number'], (a: string, b: string, prefix = 32) =>
    compareNetworks(parseIpv4(a), parseIpv4(b), prefix, 32),
  ),
  ipv4_is_match: strict(['string', 'string', 'number'], (a: string, b: string, prefix = 32) =>
    matches(compareNetworks(parseIpv4(a), parseIpv4(b), prefix, 32)),
  ),
  ipv4_is_in_range: strict(['string', 'string'], (a: string, range: string) =>
    isInRange(parseIpv4(a), parseIpv4(range), 32),
  ),
  ipv4_is_in_any_range: inAnyRange((address, range) => isInRange(parseIpv4(address), parseIpv4(range), 32)),
  ipv4_range_to_cidr_list: strict(['string', 'string'], rangeToCidr),
  parse_ipv6: strict(['string'], (text: string) => {
    const network = parseIpv6(text);
    return network ? formatIpv6(masked(network.bits, network.prefix, 128)) : '';
  }),
  parse_ipv6_mask: strict(['string', 'number'], (text: string, prefix: number) => {
    const network = parseIpv6(text);
    return network ? formatIpv6(masked(network.bits, Math.min(prefix, network.prefix), 128)) : '';
  }),
  ipv6_compare: strict(['string', 'string', 'number'], (a: string, b: string, prefix = 128) =>
    compareNetworks(parseIpv6(a), parseIpv6(b), prefix, 128),
  ),
  ipv6_is_match: strict(['string', 'string', 'number'], (a: string, b: string, prefix = 128) =>
    matches(compareNetworks(parseIpv6(a), parseIpv6(b), prefix, 128)),
  ),
  ipv6_is_in_range: strict(['string', 'string'], (a: string, range: string) =>
    isInRange(parseIpv6(a), parseIpv6(range), 128),
  ),
  ipv6_is_in_any_range: inAnyRange((address, range) => isInRange(parseIpv6(address), parseIpv6(range), 128)),
  has_ipv4: strict(['string', 'string'], (text: string, address: string) => hasAddress(text, address)),
  has_ipv4_prefix: strict(['string', 'string'], (text: string, prefix: string) => hasPrefix(text, prefix)),
  has_any_ipv4: anyText(hasAddress),
  has_any_ipv4_prefix: anyText(hasPrefix),
};

/** Whole numbers and texts are both addresses here; a text's own prefix counts too. */
function formatV4(address: Value, prefix: number, withMask: boolean): Value {
  const network = networkOf(address);
  if (!network || prefix < 0 || prefix > 32) return '';
  const kept = Math.min(prefix, network.prefix);
  const text = formatIpv4(masked(network.bits, kept, 32));
  return withMask ? `${text}/${kept}` : text;
}

function networkOf(address: Value): Network | undefined {
  if (typeof address === 'string') return parseIpv4(address);
  if (typeof address !== 'bigint' || address < 0n || address > 0xffffffffn) return undefined;
  return { bits: address, prefix: 32 };
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function isPrivate(text: string): Value {
  const network = parseIpv4(text);
  if (!network) return null;
  return privateRanges.some((range) => {
    const within = parseIpv4(range)!;
    return network.prefix >= within.prefix && isInRange(network, within, 32) === true;
  });
}

/** Compares under the shortest of the prefixes given: 0, -1, 1; null for a text that is no address. */
function compareNetworks(
  a: Network | undefined,
  b: Network | undefined,
  prefix: number,
  width: number,
): number | null {
  if (!a || !b || prefix < 0 || prefix > width) return null;
  const kept = Math.min(a.prefix, b.prefix, prefix);
  const [left, right] = [masked(a.bits, kept, width), masked(b.bits, kept, width)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function matches(comparison: number | null): Value {
  return comparison === null ? null : comparison === 0;
}

function isInRange(address: Network | undefined, range: Network | undefined, width: number): Value {
  if (!address || !range) return null;
  return masked(address.bits, range.prefix, width) === masked(range.bits, range.prefix, width);
}

/** Ranges as further arguments or as one array. */
function inAnyRange(test: (address: string, range: string) => Value): FunctionCompiler {
  return ({ args }) => {
    const address = readAs(args[0]!, 'string');
    const lists = args.slice(1).map((argument) => readAs(argument, 'dynamic'));
    return (row) => {
      const results = lists
        .flatMap((read) => textsOf(read(row)))
        .map((range) => test(address(row) as string, range));
      return results.includes(true) ? true : results.every((result) => result === null) ? null : false;
    };
  };
}

function textsOf(value: Value): string[] {
  return (isArray(value) ? value : [value]).map(textOfDynamic);
}

function rangeToCidr(first: string, last: string): Value {
  const [from, to] = [parseIpv4(first), parseIpv4(last)];
  if (!from || !to || from.bits > to.bits) return null;
  const ranges: string[] = [];
  let start = from.bits;
  while (start <= to.bits) {
    let prefix = 32;
    while (prefix > 0 && masked(start, prefix - 1, 32) === start && lastOf(start, prefix - 1) <= to.bits)
      prefix--;
    ranges.push(`${formatIpv4(start)}/${prefix}`);
    start = lastOf(start, prefix) + 1n;
  }
  return ranges;
}

function lastOf(start: bigint, prefix: number): bigint {
  return start + (1n << BigInt(32 - prefix)) - 1n;
}

/** The address stands in the text with no letter, digit or further group beside it. */
function hasAddress(text: string, address: string): boolean {
  if (!parseIpv4(address)) return false;
  return occursAlone(text, address, /[\w.]/, /[\w]|\.\d/);
}

/** `10.1.` finds any address that begins so; a prefix that is not cut at a dot must be a whole address. */
function hasPrefix(text: string, prefix: string): boolean {
  if (!prefix.endsWith('.')) return hasAddress(text, prefix);
  const pattern = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g;
  return (text.match(pattern) ?? []).some(
    (found) => found.startsWith(prefix) && parseIpv4(found) !== undefined,
  );
}

function occursAlone(text: string, part: string, before: RegExp, after: RegExp): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const starts = at === 0 || !before.test(text[at - 1]!);
    const rest = text.slice(end, end + 2);
    if (starts && !(after.exec(rest)?.index === 0)) return true;
  }
  return false;
}

function anyText(test: (text: string, part: string) => boolean): FunctionCompiler {
  return lenient(['string', 'dynamic'], (text: string, ...parts: Value[]) =>
    parts.flatMap(textsOf).some((part) => test(text, part)),
  );
}
