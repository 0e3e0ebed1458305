import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { ReadFile } from '../../falco/load/read-file.ts';
import type { Finding } from '../../falco/problems/index.ts';
import { entryOf, type YamlMap } from '../../yaml/node.ts';
import { type FormCodes, ItemValues } from '../item-values.ts';
import {
  type AlertSource,
  type Expectation,
  type FalcoTest,
  type FalcoVerdict,
  type TestAlert,
  testTransports,
} from './falco-test.ts';
import {
  changeKeys,
  expectKeys,
  fileAlertKeys,
  inlineAlertKeys,
  ruleAlertKeys,
  sentinelTestKeys,
  testKeys,
  wazuhKeys,
} from './keys.ts';
import { fieldValues, jsonOf } from './plain-value.ts';

/** The tests of one file, and what is wrong with their form; spans count in the file. */
export interface ReadTests {
  readonly tests: readonly FalcoTest[];
  readonly findings: readonly Finding[];
}

const codes: FormCodes = {
  missingKey: 'test-missing-key',
  unknownKey: 'test-unknown-key',
  repeatedKey: 'test-repeated-key',
  badValue: 'test-bad-value',
};

/** Equal files give equal tests, so this memory changes no answer; it goes with the files. */
const known = new WeakMap<ReadFile, ReadTests>();

/** Reads the tests of a file (docs/tests.md). Never throws: what is wrong is a finding. */
export function readTests(file: ReadFile): ReadTests {
  const read = known.get(file) ?? readAll(file);
  known.set(file, read);
  return read;
}

function readAll({ items, problems }: ReadFile): ReadTests {
  const tests: FalcoTest[] = [];
  const findings: Finding[] = problems.map(({ engine: _engine, ...found }) => found);
  for (const placed of items) {
    const { item } = placed;
    const values = new ItemValues(placed, codes);
    if (item.kind === 'test' && item.node.kind === 'map') tests.push(readTest(values, placed, item.node));
    else values.report('test-not-a-map', values.inFile(item.nameSpan), []);
    findings.push(...values.findings);
  }
  return { tests, findings };
}

function readTest(values: ItemValues, placed: PlacedItem, map: YamlMap): FalcoTest {
  values.keys(map, testKeys);
  const name = values.required(map, 'test');
  const description = values.text(map, 'description')?.value;
  const alert = readAlert(values, map);
  const expect = values.map(map, 'expect');
  const expectations = expect === undefined ? [] : readExpectations(values, expect);
  if (expectations.length === 0) values.report('test-without-expectation', name.span, []);
  const sentinel = expect && values.map(expect, 'sentinel');
  const transport = sentinel && values.word(sentinel, 'transport', testTransports);
  return {
    placed,
    name,
    ...(description !== undefined && { description }),
    alert,
    expectations,
    ...(transport && { transport: transport.value }),
    ...(expect && { expectSpan: values.inFile(expect.span) }),
  };
}

function readAlert(values: ItemValues, map: YamlMap): TestAlert | undefined {
  const alert = values.map(map, 'alert');
  if (alert === undefined) {
    if (entryOf(map, 'alert') === undefined) values.required(map, 'alert');
    return undefined;
  }
  const source = readSource(values, alert);
  const changes = values.map(alert, 'with');
  const removed = values.texts(alert, 'without')?.map(({ value }) => value) ?? [];
  const changed = changes === undefined ? {} : fieldValues(changes);
  return source && { source, span: values.inFile(alert.span), changed, removed };
}

/** A test has one alert: made of a rule, of a file, or written out. */
function readSource(values: ItemValues, alert: YamlMap): AlertSource | undefined {
  const has = (key: string) => entryOf(alert, key) !== undefined;
  const isInline = has('output_fields') || has('rule');
  const ways = [has('from'), has('file'), isInline].filter(Boolean).length;
  if (ways !== 1) {
    values.report('test-alert-source', values.inFile(alert.entries[0]?.key.span ?? alert.span), []);
    return undefined;
  }
  if (isInline) {
    values.keys(alert, [...inlineAlertKeys, ...changeKeys]);
    const written = alert.entries.filter(
      ({ key }) => key.kind !== 'scalar' || !/^with(?:out)?$/.test(key.value),
    );
    return { kind: 'inline', value: jsonOf({ ...alert, entries: written }) };
  }
  if (has('from')) {
    values.keys(alert, ruleAlertKeys);
    const rule = values.text(alert, 'from');
    return rule && { kind: 'rule', rule };
  }
  values.keys(alert, fileAlertKeys);
  const file = values.text(alert, 'file');
  const line = values.number(alert, 'line', 1, 999_999) ?? file;
  if (file === undefined || line === undefined) return undefined;
  return {
    kind: 'file',
    file,
    line: typeof line.value === 'number' ? { ...line, value: line.value } : { value: 1, span: file.span },
  };
}

function readExpectations(values: ItemValues, expect: YamlMap): Expectation[] {
  values.keys(expect, expectKeys);
  const falco = (['fires', 'silent', 'unknown'] as const).flatMap((verdict) =>
    ofFalco(values, expect, verdict),
  );
  const wazuh = values.map(expect, 'wazuh');
  const sentinel = values.map(expect, 'sentinel');
  return [
    ...falco,
    ...(wazuh === undefined ? [] : ofWazuh(values, wazuh)),
    ...(sentinel === undefined ? [] : ofSentinel(values, sentinel)),
  ];
}

function ofFalco(values: ItemValues, expect: YamlMap, verdict: FalcoVerdict): Expectation[] {
  const rules = values.texts(expect, verdict) ?? [];
  return rules.map(({ value, span }) => ({ of: 'falco', verdict, rule: value, span }));
}

function ofWazuh(values: ItemValues, wazuh: YamlMap): Expectation[] {
  values.keys(wazuh, wazuhKeys);
  const id = values.number(wazuh, 'id', 0, 999_999);
  const level = values.number(wazuh, 'level', 0, 16);
  const alert = values.boolean(wazuh, 'alert');
  const description = values.text(wazuh, 'description');
  return [
    ...(id ? [{ of: 'wazuh', what: 'id', ...id } as const] : []),
    ...(level ? [{ of: 'wazuh', what: 'level', ...level } as const] : []),
    ...(alert ? [{ of: 'wazuh', what: 'alert', ...alert } as const] : []),
    ...(description ? [{ of: 'wazuh', what: 'description', ...description } as const] : []),
  ];
}

function ofSentinel(values: ItemValues, sentinel: YamlMap): Expectation[] {
  values.keys(sentinel, sentinelTestKeys);
  const queries = (key: string, what: 'returned' | 'not-returned'): Expectation[] =>
    (values.texts(sentinel, key) ?? []).map(({ value, span }) => ({
      of: 'sentinel',
      what,
      query: value,
      span,
    }));
  const severity = values.text(sentinel, 'severity');
  const entities = values.map(sentinel, 'entities');
  return [
    ...queries('returned-by', 'returned'),
    ...queries('not-returned-by', 'not-returned'),
    ...(severity ? [{ of: 'sentinel', what: 'severity', ...severity } as const] : []),
    ...(entities === undefined ? [] : readEntities(values, entities)),
  ];
}

/** `Host: node-1`, or a list of values. */
function readEntities(values: ItemValues, entities: YamlMap): Expectation[] {
  return entities.entries.flatMap(({ key, value }): Expectation[] => {
    if (key.kind !== 'scalar') return [];
    const found =
      value.kind === 'list' ? values.texts(entities, key.value) : [values.text(entities, key.value)];
    return (found ?? []).flatMap((each) =>
      each === undefined ? [] : { of: 'sentinel', what: 'entity', entity: key.value, ...each },
    );
  });
}
