import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { explain } from '../../../server/src/falco/evaluate/explain.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import fc from '../../support/properties.ts';

const table = createFieldTables(['container']).forSource('syscall')!;

/** Fields by kind, with values as alerts hold them. */
const texts = ['proc.name', 'proc.pname', 'fd.name', 'user.name', 'evt.arg.flags', 'proc.aname[2]'];
const numbers = ['proc.pid', 'user.uid', 'evt.rawres', 'proc.duration'];
const addresses = ['fd.sip', 'fd.cip'];
const booleans = ['evt.failed', 'evt.is_open_write'];

const word = fc.constantFrom(
  'bash',
  'sh',
  'BASH',
  '/etc/shadow',
  '/etc',
  'YmFzaA==',
  'é',
  '',
  'a b',
  '*',
  '[a',
  '4',
);
const quoted = word.map((text) => `"${text}"`);
const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '::1');

const textOperand = fc.oneof(
  fc.constantFrom(...texts),
  fc
    .tuple(fc.constantFrom('tolower', 'toupper', 'basename', 'b64'), fc.constantFrom(...texts))
    .map(([name, field]) => `${name}(${field})`),
  fc.tuple(fc.constantFrom(...texts), quoted).map(([field, text]) => `concat(${field}, ${text})`),
);

const textCheck = fc.oneof(
  fc
    .tuple(
      textOperand,
      fc.constantFrom('=', '!=', 'contains', 'icontains', 'startswith', 'endswith', 'glob', 'iglob'),
      quoted,
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      textOperand,
      fc.constantFrom('in', 'pmatch', 'intersects', '= anyof', 'glob allof', '!= oneof'),
      fc.array(quoted),
    )
    .map(([left, operator, values]) => `${left} ${operator} (${values.join(', ')})`),
  fc
    .tuple(textOperand, textOperand)
    .map(([left, right]) => `${left} = ${right.replace(/^([a-z.]+(\[2\])?)$/, 'val($1)')}`),
  fc
    .tuple(textOperand, fc.constantFrom('.*', '[a-z]+', 'b(a|s)*h'))
    .map(([left, regex]) => `${left} regex "${regex}"`),
  textOperand.map((left) => `${left} exists`),
  fc.constantFrom(...texts).map((field) => `len(${field}) > 3`),
);

const otherCheck = fc.oneof(
  fc
    .tuple(fc.constantFrom(...numbers), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), fc.integer())
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom(...addresses), fc.constantFrom('=', '!='), address)
    .map((parts) => parts.join(' ')),
  fc.tuple(fc.constantFrom(...booleans), fc.boolean()).map(([field, value]) => `${field} = ${value}`),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    textCheck,
    otherCheck,
    tie('condition').map((inner) => `not (${inner})`),
    fc.array(tie('condition'), { minLength: 2, maxLength: 4 }).map((parts) => `(${parts.join(' and ')})`),
    fc.array(tie('condition'), { minLength: 2, maxLength: 4 }).map((parts) => `(${parts.join(' or ')})`),
  ),
}));

type Values = Record<string, EventValue>;

/** An event that has all of the fields; null where the engine had no value. */
const fullEvent: fc.Arbitrary<Values> = fc.record({
  ...record(texts, fc.option(word)),
  ...record(numbers, fc.option(fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n })))),
  ...record(addresses, fc.option(address)),
  ...record(booleans, fc.option(fc.boolean())),
});

function record(
  fields: readonly string[],
  value: fc.Arbitrary<EventValue>,
): Record<string, fc.Arbitrary<EventValue>> {
  return Object.fromEntries(fields.map((field) => [field, value]));
}

function compiled(text: string, mode: 'engine' | 'replay') {
  const { tree, problems } = parseCondition(text);
  expect(problems, text).toEqual([]);
  return compileCondition(tree, table, mode);
}

describe('replay', () => {
  it('agrees with the engine where every field was recorded', () => {
    fc.assert(
      fc.property(condition, fullEvent, (text, values) => {
        const event = eventOf(values);
        expect(compiled(text, 'replay').evaluate(event)).toBe(compiled(text, 'engine').evaluate(event));
      }),
      { numRuns: 2000 },
    );
  });

  it('never changes its mind when more is recorded', () => {
    const some = fc.subarray([...texts, ...numbers, ...addresses, ...booleans]);
    fc.assert(
      fc.property(condition, fullEvent, some, (text, values, kept) => {
        const replay = compiled(text, 'replay');
        const partial = eventOf(Object.fromEntries(kept.map((field) => [field, values[field]!])));
        const verdict = replay.evaluate(partial);
        if (verdict !== 'unknown') expect(replay.evaluate(eventOf(values))).toBe(verdict);
        expect(replay.missingFields(partial).length > 0).toBe(verdict === 'unknown');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile values', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom<EventValue>(null, '\0', '\ud800', '\udcff', '10.0.0.1', '(a,b)', '-0', '1e999', 2 ** 64),
  );
  const value = fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.array(scalar))) as fc.Arbitrary<EventValue>);
  const hostileEvent = fc.record(record([...texts, ...numbers, ...addresses, ...booleans], value));

  it('never make it throw', () => {
    fc.assert(
      fc.property(condition, hostileEvent, (text, values) => {
        const event = eventOf(values);
        for (const mode of ['engine', 'replay'] as const) {
          const ready = compiled(text, mode);
          const verdict = ready.evaluate(event);
          expect([true, false, ...(mode === 'replay' ? ['unknown'] : [])]).toContain(verdict);
          expect(explain(ready, event).verdict).toBe(verdict);
          ready.missingFields(event);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
