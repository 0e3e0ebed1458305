import { expect, it } from 'vitest';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import type { EventValue } from '../../../server/src/falco/evaluate/event.ts';
import { eventOf } from '../../../server/src/falco/evaluate/event.ts';
import fc from '../../support/properties.ts';
import { type Fields, generated } from './generated.ts';

const words = [
  ...[
    'sh',
    'bash',
    'SH',
    'a',
    'b',
    'ab',
    '',
    ' ',
    'null',
    'true',
    '0',
    '-1',
    'x y',
    "it's",
    'é',
    '漢字',
    '😀',
  ],
  ...['/', '/etc', '/etc/passwd', '//etc//x/', '/tmp/a.sh', '/tmp/b.so', '/tmp', 'etc/a', '/etcx', '.', '..'],
  ...[
    'a"b',
    '\\',
    'a\\b',
    '\\"',
    '<',
    '&',
    '>',
    '$(rule)',
    '$',
    '^',
    '|',
    '(',
    ')',
    '*',
    '[x]',
    '{1}',
    '\\E',
  ],
  ...['1', 'f', 'u0', '001'], // what the line ends a control character with
  ...['a\nb', '\n', 'a\n', '\t', '\r', '\u0001', '\u001f', '\u007f', '\u0085', '\u202e', ']]>', '-->', '"'],
  ...[
    '{"proc.name":"sh"}',
    '","proc.name":"sh',
    '"proc.name":null',
    ',"proc.pid":5,',
    '"],"a":["',
    'a, b',
    '", "',
  ],
];
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)).map((two) => two.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).filter(isPlain) },
);

/** Falco prints C strings of whole characters. */
function isPlain(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

const integer = fc.oneof(
  fc.integer({ min: -12, max: 120 }),
  fc.constantFrom(
    443,
    999,
    1000,
    65535,
    2147483647,
    2147483648,
    4294967295,
    999999999999999,
    281474976710656,
  ),
  fc.integer({ min: 0, max: 999_999_999_999_999 }),
);
const huge = fc.bigInt({ min: 10n ** 15n, max: 2n ** 63n - 1n });
const address = fc.oneof(
  fc.constantFrom(
    '10.0.0.1',
    '10.0.0.11',
    '10.1.2.3',
    '192.168.0.1',
    '::1',
    '2001:db8::1',
    'fe80::a:0:0:1',
    '::',
  ),
  fc.ipV4(),
);
const network = fc
  .tuple(
    fc.constantFrom('10.0.0.0', '10.1.2.3', '192.168.0.1', '0.0.0.0', '255.255.255.255'),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([base, prefix]) => `${base}/${prefix}`);

const pieces = (...parts: string[]) =>
  fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map((each) => each.join(''));
const glob = pieces('*', '?', '[a-z]', '[!a]', '[[:digit:]]', '\\*', 'a', 'b', '/', '.sh', 'é', '[]x]', '"');
const regex = fc.oneof(
  fc.constantFrom(
    '^a.*$',
    '[a-z]+',
    '(a|b)*',
    '/etc/.+',
    '[^/]*',
    'a{1,3}',
    '.',
    '.*é',
    '[[:alpha:]]+|[0-9]',
    '\\.',
    '"?a"?',
  ),
  pieces('a', 'b', '.', '.*', '[a-c]', '[^a]', '/', 'é', '(x|y)?', '\\\\', ' '),
);

/** Falco's lexer takes a backslash at the end of a quoted text for one that escapes the quote. */
const fits = (text: string) => !text.endsWith('\\');
const constant = word.filter(fits);

/** A text as a quoted literal. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\\b\f\n\r\t]/g, (each) => escapes[each]!);
  return `"${escaped}"`;
}
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const list = (item: fc.Arbitrary<string>) =>
  fc.array(item.map(quoted), { minLength: 1, maxLength: 4 }).map((items) => `(${items.join(', ')})`);
const stringOperators = ['=', '!=', 'contains', 'icontains', 'startswith', 'endswith'];
const textComparison = fc
  .oneof(
    fc.tuple(fc.constantFrom(...stringOperators), constant.map(quoted)),
    fc.tuple(fc.constantFrom('in', 'intersects', 'pmatch'), list(constant)),
    fc.tuple(
      fc
        .constantFrom(...stringOperators)
        .chain((operator) =>
          fc.constantFrom('anyof', 'allof', 'oneof').map((quantifier) => `${operator} ${quantifier}`),
        ),
      list(constant),
    ),
    fc.tuple(fc.constantFrom('glob', 'iglob'), glob.filter(fits).map(quoted)),
    fc.tuple(fc.constant('pmatch'), list(glob.filter((each) => !each.includes('\\')))),
    fc.tuple(fc.constant('regex'), regex.filter(fits).map(quoted)),
  )
  .map((parts) => parts.join(' '));
const integerComparison = fc
  .oneof(
    fc.tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>='), integer.map(String)),
    fc.tuple(
      fc.constant('in'),
      fc.array(integer, { minLength: 1, maxLength: 3 }).map((each) => `(${each.join(', ')})`),
    ),
  )
  .map((parts) => parts.join(' '));

const textFields = ['proc.name', 'proc.cmdline', 'fd.name', 'proc.aname[2]'];
/** Falco takes no transformer round `proc.aname`. */
const plainFields = textFields.slice(0, 3);
const check = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...textFields), textComparison) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc
          .constantFrom('tolower', 'toupper', 'basename')
          .chain((name) => fc.constantFrom(...plainFields).map((field) => `${name}(${field})`)),
        textComparison,
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(...plainFields).map((field) => `len(${field})`),
        fc
          .tuple(fc.constantFrom('=', '<', '>=', '!='), fc.integer({ min: 0, max: 9 }))
          .map((parts) => parts.join(' ')),
      ),
    },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom('proc.pid', 'evt.rawtime'), integerComparison) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('user.uid'),
        integerComparison.filter((each) => !/-|\d{11}/.test(each)),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('fd.sport'),
        fc
          .tuple(fc.constantFrom('=', '!=', '<', '>'), fc.integer({ min: 0, max: 65535 }))
          .map((parts) => parts.join(' ')),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant('evt.is_open_read'), fc.constantFrom('= true', '= false', '!= true')),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('fd.sip'),
        fc.tuple(fc.constantFrom('=', '!='), address.map(quoted)).map((parts) => parts.join(' ')),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('fd.snet'),
        fc.oneof(
          network.map((each) => `= ${quoted(each)}`),
          list(network).map((each) => `in ${each}`),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(...textFields, 'proc.pid', 'fd.sip', 'evt.is_open_read'),
        fc.constant('exists'),
      ),
    },
  )
  .map((parts) => parts.join(' '));

const { tree: condition } = fc.letrec<{ tree: string; group: string; negated: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: check },
    { weight: 3, arbitrary: tie('group') },
    { weight: 2, arbitrary: tie('negated') },
  ),
  group: fc
    .tuple(fc.constantFrom(' and ', ' or '), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
    .map(([word, parts]) => `(${parts.join(word)})`),
  negated: tie('tree').map((inner) => `not (${inner})`),
}));

const orNot = (value: fc.Arbitrary<EventValue>) =>
  fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
const fields = fc.record(
  {
    'proc.name': orNot(word),
    'proc.cmdline': orNot(word),
    'fd.name': orNot(word),
    'proc.aname[2]': orNot(word),
    'proc.pid': orNot(fc.oneof(integer, huge)),
    'evt.rawtime': orNot(fc.oneof(integer.map(Math.abs), huge)),
    'user.uid': orNot(integer.map((each) => Math.abs(each) % 2 ** 32)),
    'fd.sport': orNot(fc.integer({ min: 0, max: 65535 })),
    'evt.is_open_read': orNot(fc.boolean()),
    'fd.sip': orNot(address),
    'fd.snet': orNot(address),
  },
  { requiredKeys: [] },
);

/** Alerts whose values are near those of the condition, so that both verdicts come up. */
function alertsFor(where: string, random: readonly Fields[]): Fields[] {
  const literals = [...where.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, (_, c) => unescaped[c] ?? c),
  );
  if (literals.length === 0) return [...random];
  return random.map((each, i) => {
    const literal = literals[i % literals.length]!;
    const field = textFields[(i >> 1) % textFields.length]!;
    return i % 3 === 0 ? { ...each, [field]: i % 2 === 0 ? literal : `${literal}x` } : each;
  });
}
const unescaped: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

it('Falco’s evaluator and the generated Wazuh rules agree on random conditions and alerts', () => {
  let compared = 0;
  let held = 0;
  let refused = 0;
  const alerts = fc.array(fields, { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(condition, alerts, (where, random) => {
      const {
        condition: tree,
        table,
        fires,
        problems,
        findings,
      } = generated(`'${where.replaceAll("'", "''")}'`);
      if (problems.length > 0) {
        refused++;
        expect(problems.join()).toMatch(/^wazuh-(?:cannot-express|where-too-l)/);
        return;
      }
      expect(tree, `${where}: ${findings.join(', ')}`).toBeDefined();
      const compiled = compileCondition(tree!, table, 'engine');
      for (const alert of alertsFor(where, random)) {
        const fired = fires(alert);
        if (fired === undefined) continue;
        const expected = compiled.evaluate(eventOf(alert));
        if (fired !== expected)
          expect.fail(
            `${where}\n${JSON.stringify(alert, (_, v) => (typeof v === 'bigint' ? String(v) : v))}\nFalco ${expected}, Wazuh ${fired}`,
          );
        compared++;
        if (fired) held++;
      }
    }),
    { numRuns: 440, endOnFailure: true, seed: 1 }, // longer runs take others
  );
  console.log(`agreement: ${compared} alerts, ${held} of them fire; ${refused} of 440 conditions refused`);
  expect(compared).toBeGreaterThanOrEqual(20_000);
  expect(held).toBeGreaterThan(compared / 5);
}, 60_000);
