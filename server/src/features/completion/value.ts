import { stringOperators } from '../../falco/condition/words.ts';
import { knownPlugins } from '../../falco/tables/fields.ts';
import { operators, priorities, quantifiers } from '../../falco/tables/operators.ts';
import { releases } from '../../falco/tables/since.ts';
import { sentinelKinds, severities } from '../../workspace/detections/detection.ts';
import { testTransports } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { valueUnder } from '../../yaml/node.ts';
import type { ValueCursor } from '../cursor.ts';
import { findField, tablesFor } from '../field-tables.ts';
import { byUse } from './by-use.ts';
import { fieldItems } from './fields.ts';
import type { CompletionItem, Completions } from './item.ts';
import { knownValues } from './known-values.ts';
import { nameItems } from './names.ts';
import { tagItems } from './tags.ts';
import { usesOf } from './uses.ts';
import { wordAt } from './word.ts';

type ValueSource = (snapshot: Snapshot, cursor: ValueCursor) => readonly CompletionItem[];

/** What can be written under a key, by its path from the item down. */
const sources: Readonly<Record<string, ValueSource>> = {
  priority: () => priorityItems,
  source: ({ tables }) => plainItems(tables.sources),
  enabled: () => booleanItems,
  capture: () => booleanItems,
  append: () => booleanItems,
  warn_evttypes: () => booleanItems,
  'skip-if-unknown-filter': () => booleanItems,
  items: (snapshot, { placed }) =>
    nameItems(snapshot, 'list').filter(({ label }) => label !== placed.item.name),
  tags: tagItems,
  rule: (snapshot) => nameItems(snapshot, 'rule'),
  macro: (snapshot) => nameItems(snapshot, 'macro'),
  list: (snapshot) => nameItems(snapshot, 'list'),
  'exceptions/name': exceptionNames,
  'exceptions/fields': (snapshot, { placed }) =>
    byUse(fieldItems(tablesFor(snapshot, placed), 'condition'), usesOf(snapshot, 'fields')),
  'exceptions/comps': () => comparisonItems,
  'exceptions/values': exceptionValues,
  required_engine_version: () => engineItems,
  severity: () => plainItems(severities),
  'alert/from': (snapshot) => nameItems(snapshot, 'rule'),
  'alert/rule': (snapshot) => nameItems(snapshot, 'rule'),
  'expect/fires': (snapshot) => nameItems(snapshot, 'rule'),
  'expect/silent': (snapshot) => nameItems(snapshot, 'rule'),
  'expect/unknown': (snapshot) => nameItems(snapshot, 'rule'),
  'expect/sentinel/returned-by': queryNames,
  'expect/sentinel/not-returned-by': queryNames,
  'expect/sentinel/severity': () => plainItems(severities),
  'expect/sentinel/transport': () => plainItems(testTransports),
  'expect/wazuh/alert': () => booleanItems,
  'sentinel/kind': () => plainItems(sentinelKinds),
  'required_plugin_versions/name': () => plainItems([...knownPlugins.keys()]),
  'required_plugin_versions/version': () => pluginVersions,
  'required_plugin_versions/alternatives/name': () => plainItems([...knownPlugins.keys()]),
  'required_plugin_versions/alternatives/version': () => pluginVersions,
};

/** Names of rules have blanks; in a list they end at a comma. */
const ruleLetters = '^\\r\\n"\'';
const listedRuleLetters = '^\\r\\n"\'\\[\\],';
const rulePaths = /^(?:rule|alert\/(?:from|rule))$/;
const listedRulePaths = /^expect\/(?:fires|silent|unknown|sentinel\/(?:not-)?returned-by)$/;

/** Values of keys other than conditions and outputs. */
export function completeValue(snapshot: Snapshot, cursor: ValueCursor): Completions {
  const path = cursor.path.join('/');
  const { replace } = wordAt(cursor, lettersUnder(path));
  const source = cursor.path[0] === 'override' ? overrideItems(cursor) : sources[path];
  return { items: source?.(snapshot, cursor) ?? [], replace };
}

function lettersUnder(path: string): string {
  if (rulePaths.test(path)) return ruleLetters;
  return listedRulePaths.test(path) ? listedRuleLetters : '^\\s\\[\\](){},"\'';
}

/** What has a query of its own. */
function queryNames(snapshot: Snapshot): CompletionItem[] {
  const detections = plainItems(snapshot.detections.map(({ name }) => name.value));
  return [...detections, ...nameItems(snapshot, 'rule')];
}

function overrideItems({ path }: ValueCursor): ValueSource | undefined {
  if (path.length !== 2) return undefined;
  const appendable = ['condition', 'output', 'desc', 'tags', 'exceptions', 'items'].includes(path[1]!);
  return () => plainItems(appendable ? ['append', 'replace'] : ['replace']);
}

/** The exceptions that the rule has already: an item that changes it adds values to one of them. */
function exceptionNames({ load }: Snapshot, { placed }: ValueCursor): CompletionItem[] {
  const exceptions = load.collector.rules.get(placed.item.name)?.exceptions ?? [];
  return plainItems([
    ...new Set(exceptions.filter((each) => each.placed.item !== placed.item).map(({ name }) => name)),
  ]);
}

/** Lists, and the values that the field of the column is known to have. */
function exceptionValues(snapshot: Snapshot, cursor: ValueCursor): CompletionItem[] {
  const field = columnField(cursor);
  const found = field === undefined ? undefined : findField(tablesFor(snapshot, cursor.placed), field);
  const values = found === undefined ? [] : knownValues(found.field, snapshot.tables);
  return [...values, ...nameItems(snapshot, 'list')];
}

/** The field that the value at the cursor is compared with, by its place in a row `[a, b]`. */
function columnField({ placed, at }: ValueCursor): string | undefined {
  const offset = at - placed.start;
  const exceptions = placed.item.node.kind === 'map' ? valueUnder(placed.item.node, 'exceptions') : undefined;
  const all = exceptions?.kind === 'list' ? exceptions.items : [];
  const exception = all.findLast(({ span }) => span.start <= offset);
  const fields = exception?.kind === 'map' ? valueUnder(exception, 'fields') : undefined;
  if (fields?.kind === 'scalar') return fields.value;
  const row = /\[([^[\]]*)$/.exec(placed.item.text.slice(0, offset));
  const column = row === null ? -1 : row[1]!.split(',').length - 1;
  const field = fields?.kind === 'list' ? fields.items[column] : undefined;
  return field?.kind === 'scalar' ? field.value : undefined;
}

/** The engines of Falco's releases, the newest first. */
const engineItems: readonly CompletionItem[] = releases
  .filter(({ engine }, i) => releases.findIndex((each) => each.engine === engine) === i)
  .reverse()
  .map(({ engine, falco }, rank) => ({ label: engine, kind: 'value', detail: `Falco ${falco}`, rank }));

const pluginVersions: readonly CompletionItem[] = [...knownPlugins.values()].map(
  ({ name, version }, rank) => ({
    label: version,
    kind: 'value',
    detail: name,
    filter: `${version} ${name}`,
    rank,
  }),
);

const booleanItems = plainItems(['true', 'false']);

const priorityItems: readonly CompletionItem[] = priorities.map(({ name, severity }) => ({
  label: name.toUpperCase(),
  kind: 'value',
  topic: { kind: 'priority', name },
  rank: severity,
}));

const comparisonItems: readonly CompletionItem[] = [
  ...operators.map(
    ({ name }, i): CompletionItem => ({
      label: name,
      kind: 'operator',
      topic: { kind: 'operator', name },
      rank: i,
    }),
  ),
  ...stringOperators.flatMap((operator) =>
    quantifiers.map(
      ({ name }): CompletionItem => ({
        label: `${operator} ${name}`,
        kind: 'operator',
        topic: { kind: 'quantifier', name },
        rank: 50,
      }),
    ),
  ),
];

function plainItems(labels: readonly string[]): CompletionItem[] {
  return labels.map((label, i) => ({ label, kind: 'value', rank: i }));
}
