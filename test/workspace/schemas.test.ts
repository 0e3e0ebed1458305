import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import detectionsSchema from '../../schemas/detections.schema.json' with { type: 'json' };
import testsSchema from '../../schemas/falco-test.schema.json' with { type: 'json' };
import { ItemCache } from '../../server/src/falco/load/read-file.ts';
import { readDetectionsFile } from '../../server/src/workspace/detections/detections-file.ts';
import { readDetections } from '../../server/src/workspace/detections/read-detections.ts';
import { readTests } from '../../server/src/workspace/tests/read-tests.ts';
import { readTestsFile } from '../../server/src/workspace/tests/tests-file.ts';
import fc from '../support/properties.ts';

const ajv = new Ajv({ strict: false, allErrors: true });

/** A kind of files: what its schema says of a text, and what our reader says. */
interface Kind {
  readonly accepts: (value: unknown) => boolean;
  readonly findings: (text: string) => readonly string[];
  /** Sound files, whose parts are put in other places and taken away. */
  readonly sound: readonly unknown[];
}

const tests: Kind = {
  accepts: ajv.compile(testsSchema),
  findings: (text) =>
    readTests(readTestsFile({ name: 'a.falco-test.yaml', text }, new ItemCache())).findings.map(
      ({ code }) => code,
    ),
  sound: [
    [{ test: 't', alert: { from: 'R' }, expect: { fires: ['R'] } }],
    [
      {
        test: 't',
        description: 'd',
        alert: { file: 'a.jsonl', line: 3, with: { 'evt.num': 1, a: null }, without: ['b'] },
        expect: {
          silent: ['R', 'S'],
          unknown: [],
          wazuh: { id: 100600, level: 8, alert: true, description: 'd' },
          sentinel: {
            'returned-by': ['R', 'q.kql'],
            'not-returned-by': ['S'],
            transport: 'both',
            severity: 'High',
            entities: { Host: 'node-1', IP: ['192.0.2.1', '192.0.2.2'] },
          },
        },
      },
    ],
    [
      {
        test: 't',
        alert: { rule: 'R', priority: 'Error', tags: ['t'], output: 'o', output_fields: { 'fd.num': 3 } },
        expect: { sentinel: { severity: 'Low' } },
      },
    ],
  ],
};

const detections: Kind = {
  accepts: ajv.compile(detectionsSchema),
  findings: (text) =>
    readDetections(readDetectionsFile({ name: 'a.detections.yaml', text }, new ItemCache()))
      .findings.filter(({ message }) => !message.includes('shorter than the frequency'))
      .map(({ code }) => code),
  sound: [
    [{ detection: 'd', rule: 'R' }],
    [
      {
        detection: 'd',
        rule: 'R',
        where: 'user.name = root',
        description: 'd',
        severity: 'High',
        level: 14,
        tags: ['T1059'],
        enabled: false,
        sentinel: { kind: 'Scheduled', frequency: '1h', period: 'PT2H', threshold: 3 },
      },
    ],
    [{ detection: 'd', rule: 'R', sentinel: { kind: 'NRT' } }],
  ],
};

const both = [
  ['tests', tests],
  ['detections', detections],
] as const;

describe.each(both)('the schema of %s', (_name, { accepts, findings, sound }) => {
  it.each(sound.map((value) => [value]))('accepts what is sound: %j', (value) => {
    expect([accepts(value), findings(stringify(value))]).toEqual([true, []]);
  });

  it('accepts and refuses what our reader does', () => {
    const values = fc.constantFrom<unknown>(
      ...['', ' ', 'x', 'json', 'NRT', 'yes', 'maybe', '5m', '4m', '14d', '15d', '336h', '337h', '20160m'],
      ...['20161m', 'PT1H', 'P1D', 'P', 'PT', '14', '17', '012', '-1', 0, 5, 16, 17, 10000, 10001, 1.5, -1],
      ...[true, false, null, [], ['x'], ['x', ''], [null], [['x']], {}, { Host: 'x' }, { Host: null }],
      ...[{ Host: ['x'] }, { Host: {} }, { severity: 'x' }, { 'returned-by': [] }, { level: 3 }],
      ...[{ from: 'R' }, { file: 'f' }, { rule: 'R' }, { output_fields: {} }, { fires: ['x'] }],
    );
    const mutation = fc.record({
      at: fc.nat(200),
      how: fc.constantFrom('replace', 'remove', 'add'),
      value: values,
      key: fc.nat(200),
    });
    const mutated = fc
      .tuple(fc.constantFrom(...sound), fc.array(mutation, { minLength: 1, maxLength: 3 }))
      .map(([value, mutations]) => mutations.reduce(mutate, value));
    fc.assert(
      fc.property(mutated, (value) => {
        const text = stringify(value);
        expect(accepts(parse(text)), text).toBe(findings(text).length === 0);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the schemas', () => {
  it('accept the examples', () => {
    for (const folder of ['examples/tests', 'examples/rules']) {
      for (const name of readdirSync(folder)) {
        const value = parse(readFileSync(join(folder, name), 'utf8'));
        if (/\.falco-test\.yaml$/.test(name)) expect(tests.accepts(value), name).toBe(true);
        if (/\.detections\.yaml$/.test(name)) expect(detections.accepts(value), name).toBe(true);
      }
    }
  });

  it('are there for the YAML extension', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
    const urls = contributes.yamlValidation.map(({ url }: { url: string }) => url);
    expect(urls).toEqual(['./schemas/falco-test.schema.json', './schemas/detections.schema.json']);
    for (const url of urls) expect(ajv.validateSchema(JSON.parse(readFileSync(url, 'utf8')))).toBe(true);
    expect(readFileSync('.vscodeignore', 'utf8')).toContain('!schemas/*.json');
  });
});

const keys = [
  ...[
    'test',
    'description',
    'alert',
    'expect',
    'from',
    'file',
    'line',
    'with',
    'without',
    'rule',
    'priority',
  ],
  ...['output_fields', 'fires', 'silent', 'unknown', 'wazuh', 'sentinel', 'id', 'level', 'transport'],
  ...['returned-by', 'not-returned-by', 'severity', 'entities', 'detection', 'where', 'tags', 'enabled'],
  ...['kind', 'frequency', 'period', 'threshold', 'Host', 'other'],
];

interface Mutation {
  readonly at: number;
  readonly how: string;
  readonly value: unknown;
  readonly key: number;
}

/** The same value with one of its parts changed. */
function mutate(value: unknown, { at, how, value: other, key }: Mutation): unknown {
  const changed = structuredClone(value);
  const places = placesIn(changed);
  if (places.length === 0) return changed;
  const { parent, name } = places[at % places.length]!;
  const inner = parent[name];
  if (how === 'replace') parent[name] = other;
  else if (how === 'remove') Array.isArray(parent) ? parent.splice(Number(name), 1) : delete parent[name];
  else if (isMap(inner)) inner[keys[key % keys.length]!] = other;
  else if (isMap(parent)) parent[keys[key % keys.length]!] = other;
  return changed;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every member of a value, deep down, below the list of items. */
function placesIn(value: unknown): { parent: Record<string, unknown>; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...placesIn(parent[name])]);
}
