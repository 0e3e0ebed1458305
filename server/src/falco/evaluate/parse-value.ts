import { toBytes } from './byte-string.ts';
import { type Integer, type IntegerWidth, scanInteger, wrap } from './integer.ts';
import { type IpNetwork, parseIpv4, parseIpv6 } from './ip-address.ts';

/** A value in the engine: bytes of a string or an address, an integer or double, a boolean, a network. */
export type EngineValue = string | Integer | boolean | IpNetwork;

/** A literal's value, or the engine's own message about it. */
export type ParsedValue =
  | { readonly ok: true; readonly value: EngineValue }
  | { readonly ok: false; readonly error: string };

/** How each integer type of the engine is kept. */
export const integerWidths: ReadonlyMap<string, IntegerWidth> = new Map([
  ...widths(8, true, ['INT8']),
  ...widths(16, true, ['INT16']),
  ...widths(32, true, ['INT32']),
  ...widths(64, true, ['INT64', 'FD', 'ERRNO', 'PID']),
  ...widths(8, false, ['UINT8', 'L4PROTO', 'FLAGS8', 'ENUMFLAGS8']),
  ...widths(16, false, ['UINT16', 'FLAGS16', 'ENUMFLAGS16']),
  ...widths(32, false, ['UINT32', 'FLAGS32', 'ENUMFLAGS32', 'MODE', 'UID', 'GID']),
  ...widths(64, false, ['UINT64', 'RELTIME', 'ABSTIME']),
]);

/** How ports are kept. */
export const portWidth: IntegerWidth = { bits: 16, signed: false };

const int32: IntegerWidth = { bits: 32, signed: true };
const uint8: IntegerWidth = { bits: 8, signed: false };
const stringTypes = new Set(['CHARBUF', 'SOCKADDR', 'SOCKTUPLE', 'SOCKFAMILY', 'FSPATH', 'FSRELPATH']);

/** Types of event arguments that literals cannot have, with the numbers that the engine's message shows. */
const unreadableTypes: ReadonlyMap<string, number> = new Map([
  ['NONE', 0],
  ['FDLIST', 16],
  ['SYSCALLID', 18],
  ['SIGTYPE', 19],
  ['DYNAMIC', 27],
  ['SIGSET', 34],
  ['CHARBUFARRAY', 35],
  ['CHARBUF_PAIR_ARRAY', 36],
]);

/** The longest string or buffer value in bytes; the engine keeps 256 with the NUL behind it. */
const longestValue = 255;

/**
 * The value of a literal for a field of an engine type (`CHARBUF`, `UINT64`, `IPADDR` …), or the engine's
 * message word for word (libsinsp value_parser.cpp; measured in condition-cases and load-cases).
 * For a hexadecimal operator (`bcontains`, `bstartswith`) use `parseHexValue`; `regex` patterns are checked
 * by `checkRegex` after this.
 */
export function parseValue(type: string, text: string): ParsedValue {
  if (type === 'BYTEBUF') return parseBuffer(toBytes(text));
  if (text.includes('\0')) return failed('filter error: filter value cannot contain a NUL byte (\\x00)');
  if (stringTypes.has(type)) return parseString(text);
  const width = integerWidths.get(type);
  if (width !== undefined) return numberOr(scanInteger(text, width), text);
  switch (type) {
    case 'PORT':
      return parsePort(text);
    case 'BOOL':
      return parseBoolean(text);
    case 'DOUBLE':
      return numberOr(scanInteger(text, int32), text);
    case 'IPADDR':
      return text.includes('.') ? parseAddress4(text) : parseAddress6(text);
    case 'IPV4ADDR':
      return parseAddress4(text);
    case 'IPV6ADDR':
      return parseAddress6(text);
    case 'IPNET':
      return text.includes('.') ? parseNetwork4(text) : parseNetwork6(text);
    case 'IPV4NET':
      return parseNetwork4(text);
    case 'IPV6NET':
      return parseNetwork6(text);
    default:
      return failed(`wrong parameter type ${unreadableTypes.get(type) ?? type}`);
  }
}

/** The bytes of the hexadecimal literal that `bcontains` and `bstartswith` take, or the engine's message. */
export function parseHexValue(text: string): ParsedValue {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) {
    return failed('filter error: bcontains and bstartswith operator support hex strings only');
  }
  const bytes = text.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  return parseBuffer(bytes);
}

function widths(bits: IntegerWidth['bits'], signed: boolean, types: string[]): [string, IntegerWidth][] {
  return types.map((type) => [type, { bits, signed }]);
}

function value(parsed: EngineValue): ParsedValue {
  return { ok: true, value: parsed };
}

function failed(error: string): ParsedValue {
  return { ok: false, error };
}

function numberOr(scanned: Integer | undefined, text: string): ParsedValue {
  return scanned === undefined ? failed(`${text} is not a valid number`) : value(scanned);
}

function parseString(text: string): ParsedValue {
  const bytes = toBytes(text);
  if (bytes.length <= longestValue) return value(bytes);
  return failed(
    `filter parameter too long (used=${bytes.length + 1}, available=${longestValue + 1}):${text}`,
  );
}

function parseBuffer(bytes: string): ParsedValue {
  return bytes.length <= longestValue ? value(bytes) : failed('filter parameter too long (byte buf)');
}

function parseBoolean(text: string): ParsedValue {
  if (text === 'true' || text === 'false') return value(text === 'true');
  return failed(`filter error: unrecognized boolean value ${text}`);
}

/** An empty port is 0. Names of services depend on the machine that runs Falco; its images know none. */
function parsePort(text: string): ParsedValue {
  if (!/^[0-9]*$/.test(text)) return failed(`unrecognized protocol ${text}`);
  if (BigInt(text) > 2n ** 31n - 1n) return failed('stoi');
  return value(wrap(BigInt(text), portWidth));
}

function parseAddress4(text: string): ParsedValue {
  const address = parseIpv4(text);
  return address === undefined ? failed(`unrecognized IPv4 address ${text}`) : value(address);
}

function parseAddress6(text: string): ParsedValue {
  const address = parseIpv6(text);
  return address === undefined ? failed(`unrecognized IPv6 address ${text}`) : value(address);
}

function parseNetwork4(text: string): ParsedValue {
  const parts = networkParts(text);
  if (parts === undefined) return failed(`unrecognized IP network ${text}`);
  const address = parseIpv4(parts.address);
  if (address === undefined) return failed(`unrecognized IP address ${text}`);
  const prefix = scanInteger(parts.mask, uint8);
  if (prefix === undefined) return failed(`${parts.mask} is not a valid number`);
  if (prefix > 32) return failed(`invalid netmask ${parts.mask}`);
  return value({ address, prefix: Number(prefix) });
}

function parseNetwork6(text: string): ParsedValue {
  const parts = networkParts(text);
  if (parts === undefined) return failed(`invalid v6 netmask: ${text}`);
  const address = parseIpv6(parts.address);
  if (address === undefined) return failed(`unrecognized IPv6 address ${text}`);
  const prefix = scanInteger(parts.mask, uint8);
  if (prefix === undefined) return failed(`${parts.mask} is not a valid number`);
  if (prefix === 0 || prefix > 128) return failed(`invalid v6 netmask ${parts.mask}`);
  return value({ address, prefix: Number(prefix) });
}

/** What stands before the first slash and, up to the end of its line, after it. */
function networkParts(text: string): { address: string; mask: string } | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  return { address: text.slice(0, slash), mask: text.slice(slash + 1).split('\n')[0]! };
}
