import { XMLParser } from 'fast-xml-parser';
import { parseDecimal } from '../value/decimal.ts';
import { maxJsonDepth } from '../value/json.ts';
import type { Value } from '../value/value.ts';
import type { FunctionTable } from './define.ts';
import { lenient, strict } from './define.ts';
import { percentDecoded } from './encoding.ts';

/** Functions that take texts of known formats apart, and `format_bytes`. */
export const parseTextFunctions: FunctionTable = {
  parse_csv: strict(['string'], (text: string) => parseCsvRecord(text)),
  parse_url: strict(['string'], parseUrl),
  parseurl: strict(['string'], parseUrl),
  parse_urlquery: strict(
    ['string'],
    (text: string) => new Map([['Query Parameters', queryParameters(text)]]),
  ),
  parseurlquery: strict(['string'], (text: string) => new Map([['Query Parameters', queryParameters(text)]])),
  parse_command_line: strict(['string', 'string'], parseCommandLine),
  parse_path: strict(['string'], parsePath),
  parse_version: strict(['string'], parseVersion),
  parse_xml: strict(['string'], parseXml),
  format_bytes: lenient(['number', 'number', 'string'], formatBytes),
};

/** The fields of the first record; quotes double inside quotes. */
export function parseCsvRecord(text: string): Value {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = /"((?:[^"]|"")*)"/y;
    quoted.lastIndex = at;
    const match = quoted.exec(text);
    const plainEnd = match ? quoted.lastIndex : endOfPlainField(text, at);
    fields.push(match ? match[1]!.replaceAll('""', '"') : text.slice(at, plainEnd));
    if (text[plainEnd] !== ',') return fields;
    at = plainEnd + 1;
  }
}

function endOfPlainField(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function parseUrl(text: string): Value {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^:/?#@]*)(?::([^/?#@]*))?@)?([^:/?#]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(
      text,
    );
  const [
    ,
    scheme = '',
    user = '',
    password = '',
    host = '',
    port = '',
    path = '',
    query = '',
    fragment = '',
  ] = match ?? [];
  return new Map<string, Value>([
    ['Scheme', scheme],
    ['Host', host],
    ['Port', port],
    ['Path', path],
    ['Username', user],
    ['Password', password],
    ['Query Parameters', queryParameters(query)],
    ['Fragment', fragment],
  ]);
}

function queryParameters(query: string): Value {
  const parameters = new Map<string, Value>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equal = pair.indexOf('=');
    const name = equal < 0 ? pair : pair.slice(0, equal);
    parameters.set(name, equal < 0 ? '' : percentDecoded(pair.slice(equal + 1)));
  }
  return parameters;
}

/** The parts of a path in Windows or Unix notation, an alternate data stream included. */
function parsePath(text: string): Value {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1] ?? '';
  const bare = scheme === '' ? text : text.slice(scheme.length + 3);
  const root = /^([a-z]:)[\\/]/i.exec(bare)?.[1] ?? '';
  const withoutRoot = bare.slice(root.length);
  const colon = withoutRoot.indexOf(':');
  const stream = colon < 0 ? '' : withoutRoot.slice(colon + 1);
  const file = colon < 0 ? bare : bare.slice(0, root.length + colon);
  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  const [directory, name] = [cut < 0 ? '' : file.slice(0, cut), file.slice(cut + 1)];
  const dot = name.lastIndexOf('.');
  return new Map<string, Value>([
    ['Scheme', scheme],
    ['RootPath', root],
    ['DirectoryPath', directory],
    ['DirectoryName', directory.slice(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1)],
    ['Filename', name],
    ['Extension', dot < 0 ? '' : name.slice(dot + 1)],
    ['AlternateDataStreamName', stream],
  ]);
}

/** The arguments of a Windows command line: blanks separate, quotes hold together, `\\"` is a quote. */
function parseCommandLine(text: string, kind: string): Value {
  if (kind.toLowerCase() !== 'windows') return null;
  const found = text.match(/(?:[^\s"\\]|\\"?|"(?:[^"\\]|\\"?)*"?)+/g) ?? [];
  return found.map((argument) => argument.replace(/\\"|"/g, (part) => (part === '"' ? '' : '"')));
}

/** Up to four parts as one comparable decimal: `1.2.3.40` is 1 2 3 40 in groups of eight digits. */
function parseVersion(text: string): Value {
  const parts = text.split('.').slice(0, 4);
  if (text === '' || !parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  const digits = [0, 1, 2, 3].map((i) => (parts[i] ?? '0').padStart(8, '0')).join('');
  return parseDecimal(digits) ?? null;
}

/** Attributes become members that begin with `@`, text beside them `#text`; values stay text. */
function parseXml(text: string): Value {
  if (!text.trim().startsWith('<')) return null;
  try {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      textNodeName: '#text',
      cdataPropName: '#cdata-section',
      parseTagValue: false,
      parseAttributeValue: false,
      processEntities: true,
      ignoreDeclaration: true,
    });
    return fromPlain(parser.parse(text, true) as unknown, 0);
  } catch {
    return null;
  }
}

function fromPlain(value: unknown, depth: number): Value {
  if (depth > maxJsonDepth) return null;
  if (Array.isArray(value)) return value.map((item) => fromPlain(item, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, member]) => [key, fromPlain(member, depth + 1)]));
  }
  return typeof value === 'string' && value !== '' ? value : null;
}

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Picks the largest unit that leaves at least 1, or takes the one named; trailing zeros are dropped. */
function formatBytes(size: number | null, precision: number | null = 0, unit?: string): Value {
  if (size === null) return '';
  const fitting = Math.floor(Math.log(Math.max(1, Math.abs(size))) / Math.log(1024) + 1e-12);
  const named = unit === undefined || unit === '' ? -1 : byteUnits.findIndex((name) => sameUnit(name, unit));
  const index = named >= 0 ? named : Math.min(fitting, byteUnits.length - 1);
  const places = Math.max(0, Math.min(15, precision ?? 0));
  const value = Number((size / 1024 ** index).toFixed(places));
  return `${value} ${byteUnits[index]}`;
}

function sameUnit(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase() || (name === 'Bytes' && wanted.toLowerCase() === 'b');
}
