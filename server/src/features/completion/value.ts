import { stringOperators } from '../../falco/condition/words.ts';
import { knownPlugins } from '../../falco/tables/fields.ts';
import { operators, priorities, quantifiers } from '../../falco/tables/operators.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ValueCursor } from '../cursor.ts';
import { tablesFor } from '../field-tables.ts';
import { fieldItems } from './fields.ts';
import type { CompletionItem, Completions } from './item.ts';
import { nameItems } from './names.ts';
import { tagItems } from './tags.ts';
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
  'exceptions/fields': (snapshot, { placed }) => fieldItems(tablesFor(snapshot, placed), 'condition'),
  'exceptions/comps': () => comparisonItems,
  'exceptions/values': (snapshot) => nameItems(snapshot, 'list'),
  'required_plugin_versions/name': () => plainItems([...knownPlugins.keys()]),
  'required_plugin_versions/alternatives/name': () => plainItems([...knownPlugins.keys()]),
};

/** Values of keys other than conditions and outputs. */
export function completeValue(snapshot: Snapshot, cursor: ValueCursor): Completions {
  const { replace } = wordAt(cursor, '^\\s\\[\\](){},"\'');
  const source = cursor.path[0] === 'override' ? overrideItems(cursor) : sources[cursor.path.join('/')];
  return { items: source?.(snapshot, cursor) ?? [], replace };
}

function overrideItems({ path }: ValueCursor): ValueSource | undefined {
  if (path.length !== 2) return undefined;
  const appendable = ['condition', 'output', 'desc', 'tags', 'exceptions', 'items'].includes(path[1]!);
  return () => plainItems(appendable ? ['append', 'replace'] : ['replace']);
}

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
