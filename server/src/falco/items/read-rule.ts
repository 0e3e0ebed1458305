import { span } from '../../text/span.ts';
import { entryOf, type YamlMap, type YamlScalar } from '../../yaml/node.ts';
import { type Priority, parsePriority, type RuleUpdate } from './item.ts';
import type { ItemReader } from './item-reader.ts';
import {
  failOverrideWithAppend,
  type Overridable,
  type Overrides,
  readOverrides,
  warnAppend,
} from './override.ts';
import { readExceptions } from './read-exceptions.ts';

/** Keys of a rule that an override can append to or replace (ENGINE.md, "Items"). */
export const ruleOverridable: Overridable = {
  append: ['condition', 'output', 'desc', 'tags', 'exceptions'],
  replace: [
    'condition',
    'output',
    'desc',
    'priority',
    'capture',
    'capture_duration',
    'tags',
    'exceptions',
    'enabled',
    'warn_evttypes',
    'skip-if-unknown-filter',
  ],
};

/** Every key that a rule can have. */
export const ruleKeys: readonly string[] = [
  'rule',
  'condition',
  'output',
  'desc',
  'priority',
  'source',
  'enabled',
  'capture',
  'capture_duration',
  'warn_evttypes',
  'skip-if-unknown-filter',
  'tags',
  'exceptions',
  'override',
  'append',
];

/** Reads a rule item: a definition, an append, an override or a bare `enabled`. */
export function readRule(reader: ItemReader, item: YamlMap): void {
  const name = reader.required(item, 'rule').value;
  reader.where = { type: 'rule', name };
  const source = reader.optionalOrEmpty(item, 'source')?.value ?? '';
  const append = reader.optionalBoolean(item, 'append') ?? false;
  if (append) warnAppend(reader, item);
  const overrides = readOverrides(reader, item, ruleOverridable);
  const overridden = overrides.append.size > 0 || overrides.replace.size > 0;
  if (append && overridden) failOverrideWithAppend(reader, item);
  if (overridden) readOverride(reader, item, name, source, overrides);
  else if (append) readAppend(reader, item, name, source);
  else if (['condition', 'output', 'desc', 'priority'].some((key) => entryOf(item, key) !== undefined)) {
    readDefinition(reader, item, name);
  } else readEnabled(reader, item, name);
  reader.warnUnknownKeys(item, ruleKeys);
}

function readEnabled(reader: ItemReader, item: YamlMap, name: string): void {
  const enabled = reader.boolean(reader.required(item, 'enabled'), 'enabled');
  reader.warn(
    'deprecated-enabled',
    entryOf(item, 'enabled')?.key.span ?? item.span,
    [],
    'LOAD_DEPRECATED_ITEM',
    "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').",
  );
  reader.step({ do: 'enable-rule', name, enabled });
}

function readAppend(reader: ItemReader, item: YamlMap, name: string, source: string): void {
  const has = (key: string) => entryOf(item, key) !== undefined;
  const update: RuleUpdate = {
    name,
    source,
    ...(has('condition') ? { condition: reader.required(item, 'condition') } : {}),
    ...(has('exceptions') ? { exceptions: readExceptions(reader, item, true) } : {}),
  };
  reader.step({ do: 'append-rule', update });
}

function readDefinition(reader: ItemReader, item: YamlMap, name: string): void {
  const condition = reader.attempt(() => reader.required(item, 'condition'));
  const output = reader.attempt(() => reader.required(item, 'output')) ?? nothing(item);
  const description = reader.attempt(() => reader.required(item, 'desc').value) ?? '';
  const priority = reader.attempt(() => readPriority(reader, item)) ?? 'Debug';
  const source = reader.attempt(() => reader.optional(item, 'source')?.value) ?? 'syscall';
  const flag = (key: string) => reader.attempt(() => reader.optionalBoolean(item, key));
  const enabled = flag('enabled') ?? true;
  const capture = flag('capture') ?? false;
  const captureDuration = reader.attempt(() => readDuration(reader, item)) ?? 0;
  const warnEventTypes = flag('warn_evttypes') ?? true;
  const skipIfUnknownFilter = flag('skip-if-unknown-filter') ?? false;
  const tags = reader.attempt(() => readTags(reader, item)) ?? [];
  const exceptions = reader.attempt(() => readExceptions(reader, item, false)) ?? [];
  if (condition === undefined) return;
  reader.step({
    do: 'define-rule',
    rule: {
      name,
      source,
      condition,
      output,
      description,
      priority,
      enabled,
      capture,
      captureDuration,
      warnEventTypes,
      skipIfUnknownFilter,
      tags,
      exceptions,
    },
  });
}

/** Stands for an output that is still to be written: the engine stops there, people have a condition to be checked. */
function nothing({ span: { end } }: YamlMap): YamlScalar {
  return { kind: 'scalar', span: span(end, end), value: '', style: 'plain', isNull: true };
}

function readDuration(reader: ItemReader, item: YamlMap): number | undefined {
  const duration = reader.optional(item, 'capture_duration');
  return duration === undefined ? undefined : reader.unsigned(duration, 'capture_duration');
}

function readPriority(reader: ItemReader, item: YamlMap): Priority {
  const value = reader.required(item, 'priority');
  const priority = parsePriority(value.value);
  if (priority !== undefined) return priority;
  const where = { type: 'rule priority', name: '' };
  return reader.fail('invalid-priority', value.span, [value.value], 'Invalid priority', where);
}

/** Tags are a set for the engine: sorted, each once. */
function readTags(reader: ItemReader, item: YamlMap): string[] {
  const tags = reader.scalars(item, 'tags')?.map((tag) => tag.value) ?? [];
  return [...new Set(tags)].sort();
}

/** Reads one key of an override into the update. */
const overrideReaders: Readonly<
  Record<string, (reader: ItemReader, item: YamlMap, append: boolean) => Partial<RuleUpdate>>
> = {
  condition: (reader, item) => ({ condition: reader.required(item, 'condition') }),
  exceptions: (reader, item, append) => ({ exceptions: readExceptions(reader, item, append) }),
  output: (reader, item) => ({ output: reader.required(item, 'output') }),
  desc: (reader, item) => ({ description: reader.required(item, 'desc').value }),
  tags: (reader, item) => ({ tags: readTags(reader, item) }),
  priority: (reader, item) => ({ priority: readPriority(reader, item) }),
  capture: (reader, item) => ({ capture: reader.boolean(reader.required(item, 'capture'), 'capture') }),
  capture_duration: (reader, item) => ({
    captureDuration: reader.unsigned(reader.required(item, 'capture_duration'), 'capture_duration'),
  }),
  enabled: (reader, item) => ({ enabled: reader.boolean(reader.required(item, 'enabled'), 'enabled') }),
  warn_evttypes: (reader, item) => ({
    warnEventTypes: reader.boolean(reader.required(item, 'warn_evttypes'), 'warn_evttypes'),
  }),
  'skip-if-unknown-filter': (reader, item) => ({
    skipIfUnknownFilter: reader.boolean(
      reader.required(item, 'skip-if-unknown-filter'),
      'skip-if-unknown-filter',
    ),
  }),
};

/** The order in which the engine reads overridden keys; it decides which error comes first. */
const appendOrder = ['condition', 'exceptions', 'output', 'desc', 'tags'];
const replaceOrder = [
  ...appendOrder,
  'priority',
  'capture',
  'capture_duration',
  'enabled',
  'warn_evttypes',
  'skip-if-unknown-filter',
];

function readOverride(
  reader: ItemReader,
  item: YamlMap,
  name: string,
  source: string,
  overrides: Overrides,
): void {
  const given = new Set(ruleOverridable.replace.filter((key) => entryOf(item, key) !== undefined));
  if (overrides.append.size > 0) {
    const update = readUpdate(reader, item, name, source, overrides, 'append', given);
    reader.step({ do: 'append-rule', update });
  }
  if (overrides.replace.size > 0) {
    const update = readUpdate(reader, item, name, source, overrides, 'replace', given);
    reader.step({ do: 'replace-rule', update });
  }
  const [leftover] = [...given].sort();
  if (leftover !== undefined) {
    const message = `Unexpected key '${leftover}': no corresponding entry under 'override' is defined.`;
    const span = entryOf(item, leftover)?.key.span ?? item.span;
    reader.fail('key-not-overridden', span, [leftover], message, { type: 'overrides', name: leftover });
  }
}

function readUpdate(
  reader: ItemReader,
  item: YamlMap,
  name: string,
  source: string,
  overrides: Overrides,
  operation: 'append' | 'replace',
  given: Set<string>,
): RuleUpdate {
  // Measured: the source counts only where the condition is overridden.
  let update: RuleUpdate = { name, source: '' };
  for (const key of operation === 'append' ? appendOrder : replaceOrder) {
    const where = overrides[operation].get(key);
    if (where === undefined) continue;
    if (!given.delete(key)) {
      const message = `An ${operation} override for '${key}' was specified but '${key}' is not defined`;
      reader.fail('override-missing-key', where, [key], message);
    }
    if (key === 'condition') update = { ...update, source };
    update = { ...update, ...overrideReaders[key]!(reader, item, operation === 'append') };
  }
  return update;
}
