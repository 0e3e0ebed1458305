import {
  createFieldTables,
  type FieldInfo,
  type FieldTable,
} from '../../../server/src/falco/tables/fields.ts';
import type { FalcoAlert } from '../../../server/src/kql/sidekick/alert.ts';

/** Numbers from 0 to 1 from a seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Random = () => number;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** Fields of plugins of our own invention, for types that no declared field of syscalls has. */
const invented: readonly FieldInfo[] = [
  inventedField('my.net', 'IPNET', false),
  inventedField('my.words', 'CHARBUF', true),
  inventedField('my.numbers', 'UINT64', true),
  inventedField('my.flags', 'BOOL', true),
  inventedField('my.ratio', 'DOUBLE', false),
];

function inventedField(name: string, type: FieldInfo['type'], list: boolean): FieldInfo {
  const like = createFieldTables([]).forSource('syscall')!.find('proc.name')!;
  return { ...like, name, type, list };
}

const syscalls = createFieldTables(['container']).forSource('syscall')!;

/** The fields of syscalls and the invented ones. */
export const table: FieldTable = {
  ...syscalls,
  fields: [...syscalls.fields, ...invented],
  find: (name) => invented.find((field) => field.name === name) ?? syscalls.find(name),
  mayBegin: () => true,
};

/** The fields that random alerts carry, by the kind of their values. */
export const fieldsByKind = {
  text: ['proc.name', 'proc.pname', 'proc.cmdline', 'proc.aname[2]', 'user.name', 'evt.arg.flags', 'custom'],
  path: ['fd.name', 'proc.exepath', 'fs.path.name'],
  bytes: ['evt.buffer'],
  number: ['user.uid', 'fd.sport'],
  signed: ['proc.pid', 'fd.num'],
  unsigned: ['evt.num', 'proc.duration'],
  real: ['my.ratio'],
  boolean: ['proc.is_exe_writable', 'evt.is_open_read'],
  address: ['fd.sip', 'fd.cip'],
  network: ['my.net'],
  words: ['my.words'],
  numbers: ['my.numbers'],
  flags: ['my.flags'],
} as const;

export type FieldKind = keyof typeof fieldsByKind;

const pieces = [
  ...[
    'bash',
    'sh',
    'nc',
    'SHELL',
    'Kill',
    'k',
    's',
    'i',
    'cat',
    'a',
    'A',
    'root',
    '-e',
    '1',
    '42',
    '.',
    '*',
    '?',
  ],
  ...[
    '[',
    ']',
    '\\',
    '/',
    '"',
    "'",
    '|',
    ';',
    '=',
    ':',
    ' ',
    '  ',
    '\t',
    'é',
    'ſ',
    'K',
    'İ',
    'ß',
    '規',
    '🚨',
    '\u202e',
  ],
  ...[
    'cs1=',
    ' file=',
    ' proc.name:',
    ' tags=',
    '<NA>',
    '<nil>',
    ']]>',
    '\u00ad',
    '\ufeff',
    '\x01',
    '\n',
    '{',
    '}',
  ],
];
const paths = [
  '/etc/shadow',
  '/etc',
  '/usr/bin/nc',
  '//usr//lib/',
  '/',
  'etc/passwd',
  '/tmp/a b',
  '/usr/bin',
  '/étc/x',
];
const numbers = [0, 1, -1, 5, 42, 80, 443, 1000, 65535, 2147483647];
const ports = numbers.filter((each) => each >= 0 && each <= 65535);
const large = [
  0n,
  1n,
  5n,
  1000n,
  9007199254740991n,
  9007199254740993n,
  9223372036854775807n,
  18446744073709551615n,
];
const addresses = [
  '10.0.0.1',
  '10.0.0.10',
  '192.168.1.1',
  '::1',
  '2001:db8::1',
  'fe80::a',
  '::ffff:10.0.0.1',
  '127.0.0.1',
];
const encoded = ['YmFzaA==', 'YmFzaA', 'YmFzaA=', 'bmMgLWU=', 'bmM', '====', '////', 'YmFzaB', 'w6k='];

/** A text from pieces that are odd to one language or the other, empty ones and whole ones among them. */
export function randomText(random: Random): string {
  const choice = random();
  if (choice < 0.05) return '';
  if (choice < 0.1) return pick(random, ['<NA>', '<nil>', 'bash', 'nc']);
  if (choice < 0.15) return pick(random, encoded);
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, pieces)).join('');
}

function randomPath(random: Random): string {
  return random() < 0.7 ? pick(random, paths) : pick(random, paths) + randomText(random);
}

function several<Item>(random: Random, one: () => Item): Item[] {
  return Array.from({ length: Math.floor(random() * 4) }, one);
}

/** A value as Falco writes it into an alert for a field of the kind. */
export function randomValue(random: Random, kind: FieldKind): unknown {
  switch (kind) {
    case 'text':
    case 'bytes':
      return randomText(random);
    case 'path':
      return randomPath(random);
    case 'number':
      return pick(random, ports);
    case 'signed':
      return pick(random, [...numbers, ...large.filter((each) => each < 2n ** 63n), -(2n ** 63n)]);
    case 'unsigned':
      return pick(random, large);
    case 'real':
      return pick(random, [0, 0.5, 5, 42.25, -1.5]);
    case 'boolean':
      return random() < 0.5;
    case 'address':
    case 'network':
      return pick(random, addresses);
    case 'words':
      return several(random, () => pick(random, ['bash', 'nc', 'a', 'é', 'A', '']));
    case 'numbers':
      return several(random, () => pick(random, [1, 2, 5]));
    case 'flags':
      return several(random, () => random() < 0.5);
  }
}

/** What CEF carries as it is. */
const tame = /^[^;=:<>\s\x00-\x1f\ufeff\n]*(?: [^;=:<>\s\x00-\x1f\ufeff\n]+)*$/;
const tameTexts = [
  'bash',
  'nc -e /bin/sh',
  'a "b" c',
  'c:\\\\x',
  'é規 🚨',
  '',
  '{"x"}',
  'kill|cat',
  "it's",
  '<NA>',
];

/** An alert in which any field may be missing or null; one that is not hostile has plain texts and no lists. */
export function randomAlert(random: Random, number: number, isHostile: boolean): FalcoAlert {
  const fields: Record<string, unknown> = {};
  for (const [kind, names] of Object.entries(fieldsByKind)) {
    for (const field of names) {
      const choice = random();
      if (choice < 0.15) continue;
      if (!isHostile && (kind === 'words' || kind === 'numbers' || kind === 'flags' || field === 'custom'))
        continue;
      const value = randomValue(random, kind as FieldKind);
      const isTame = isHostile || !['text', 'path', 'bytes'].includes(kind) || tame.test(String(value));
      fields[field] = choice < 0.3 ? null : isTame ? value : pick(random, tameTexts);
    }
  }
  return {
    uuid: `alert-${number}`,
    output: `Something happened (user=${String(fields['user.name'])} command=${String(fields['proc.cmdline'])})`,
    priority: 'Warning',
    rule: 'Rule A',
    time: '2024-06-15T10:00:01.123456789Z',
    source: 'syscall',
    hostname: 'falco-x2x9d',
    tags: ['container', 'T1059'],
    output_fields: fields,
  };
}

/** A condition in Falco's language over the fields of random alerts. */
export function randomWhere(random: Random, depth = 0): string {
  const choice = random();
  if (depth < 3 && choice < 0.2)
    return `(${randomWhere(random, depth + 1)} and ${randomWhere(random, depth + 1)})`;
  if (depth < 3 && choice < 0.4)
    return `(${randomWhere(random, depth + 1)} or ${randomWhere(random, depth + 1)})`;
  if (depth < 3 && choice < 0.6) return `not (${randomWhere(random, depth + 1)})`;
  return randomCheck(random);
}

function randomCheck(random: Random): string {
  const kind = pick(random, [...Object.keys(fieldsByKind), 'text', 'text', 'text', 'path'] as FieldKind[]);
  const field = pick(random, fieldsByKind[kind]);
  if (random() < 0.08) return `${field} exists`;
  switch (kind) {
    case 'text':
    case 'path':
      return textCheck(random, field, kind);
    case 'bytes':
      return `${field} ${pick(random, ['=', '!=', 'contains', 'startswith', 'endswith'])} ${quoted(randomText(random))}`;
    case 'number':
    case 'signed':
    case 'unsigned':
      return numberCheck(random, field);
    case 'real':
      return `${field} ${pick(random, ['=', '!=', '<', '>='])} ${pick(random, numbers)}`;
    case 'boolean':
      return `${field} ${pick(random, ['=', '!='])} ${pick(random, ['true', 'false'])}`;
    case 'address':
      return `${field} ${pick(random, ['=', '!='])} ${pick(random, addresses)}`;
    case 'network':
      return `${field} ${pick(random, ['=', '!='])} ${pick(random, ['10.0.0.0/8', '192.168.1.1/32', '2001:db8::/32', 'fe80::/10'])}`;
    case 'words':
      return `${field} ${pick(random, ['in', 'intersects'])} ${pick(random, ['(bash, nc)', '(a)', '("", é)'])}`;
    case 'numbers':
      return `${field} ${pick(random, ['in', 'intersects'])} ${pick(random, ['(1, 2)', '(5)'])}`;
    case 'flags':
      return `${field} ${pick(random, ['in', 'intersects'])} (true)`;
  }
}

const signed: readonly string[] = fieldsByKind.signed;

function numberCheck(random: Random, field: string): string {
  if (random() < 0.2)
    return `${field} in (${several(random, () => Math.abs(pick(random, numbers)))
      .concat(5)
      .join(', ')})`;
  const number = signed.includes(field)
    ? pick(random, [...numbers, '9007199254740993', '9223372036854775807', '-9223372036854775808'])
    : pick(random, ports);
  const quantifier =
    random() < 0.1 ? `${pick(random, ['oneof', 'anyof', 'allof'])} (${number}, 5)` : undefined;
  if (quantifier !== undefined) return `${field} ${pick(random, ['=', '!='])} ${quantifier}`;
  return `${field} ${pick(random, ['=', '!=', '<', '<=', '>', '>='])} ${number}`;
}

const textOperators = ['=', '!=', 'contains', 'icontains', 'startswith', 'endswith'] as const;
const globs = [
  '*',
  '?',
  '??',
  '?*',
  'ba*',
  '*sh',
  '*a*',
  'b?sh',
  '[ab]*',
  '*[!a]',
  '[!a]',
  '[[:alpha:]]*',
  '\\*',
  '*é*',
  '*規',
  '*?*?',
];
const regexes = [
  '.*',
  'ba.*',
  '[a-z]+',
  '(nc|bash)( -e)?',
  '^bash$',
  '.*é.*',
  'a{1,3}',
  '[^a]*',
  '.*[[:digit:]]+.*',
  '()',
  '\\x41.*',
  '.*\\.',
];

function textCheck(random: Random, field: string, kind: 'text' | 'path'): string {
  const choice = random();
  const left = random() < 0.25 ? transformer(random, field) : field;
  if (choice < 0.1) return `${left} in (${[0, 1, 2].map(() => quoted(randomText(random))).join(', ')})`;
  if (choice < 0.2) return `${left} ${pick(random, ['glob', 'iglob'])} ${quoted(pick(random, globs))}`;
  if (choice < 0.3) return `${left} regex ${quoted(pick(random, regexes))}`;
  if (choice < 0.4)
    return `${left} pmatch (${[0, 1].map(() => quoted(pick(random, [...paths, '/usr/*', '/e?c', '/[a-u]*/b*']))).join(', ')})`;
  if (choice < 0.45)
    return `len(${left}) ${pick(random, ['<', '>', '=', '>=', '!='])} ${pick(random, [0, 2, 4, 6])}`;
  if (choice < 0.5)
    return `b64(${field}) ${pick(random, ['=', '!=', 'contains', 'startswith', 'endswith'])} ${quoted(pick(random, ['bash', 'nc', 'é', '', 's', '\\\\xff']))}`;
  if (choice < 0.55) {
    const operator = pick(random, textOperators);
    return `${left} ${operator} val(${pick(random, fieldsByKind[kind])})`;
  }
  if (choice < 0.65) {
    const list = [0, 1].map(() => quoted(randomText(random))).join(', ');
    return `${left} ${pick(random, textOperators)} ${pick(random, ['oneof', 'anyof', 'allof'])} (${list})`;
  }
  return `${left} ${pick(random, textOperators)} ${quoted(kind === 'path' ? randomPath(random) : randomText(random))}`;
}

function transformer(random: Random, field: string): string {
  const other = pick(random, fieldsByKind.text);
  return pick(random, [
    `tolower(${field})`,
    `toupper(${field})`,
    `basename(${field})`,
    `tolower(basename(${field}))`,
    `concat(${field}, "-", ${other})`,
    `join("/", (${field}, ${other}, x))`,
  ]);
}

/** A text in the quotes of Falco's language. */
function quoted(text: string): string {
  const escaped = text.replace(
    /["\\\n\t]/g,
    (found) => ({ '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' })[found]!,
  );
  return `"${escaped}"`;
}
