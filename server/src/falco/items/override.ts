import type { Span } from '../../text/span.ts';
import { entryOf, type YamlMap, type YamlNode } from '../../yaml/node.ts';
import type { ItemReader } from './item-reader.ts';

/** What may be overridden in an item of a kind. */
export interface Overridable {
  readonly append: readonly string[];
  readonly replace: readonly string[];
}

/** The keys that an item's `override` names, each with the span of its key there. */
export interface Overrides {
  readonly append: ReadonlyMap<string, Span>;
  readonly replace: ReadonlyMap<string, Span>;
}

/** Reads `override:`. @throws ItemError on a key or operation that cannot be overridden. */
export function readOverrides(reader: ItemReader, item: YamlMap, overridable: Overridable): Overrides {
  const append = new Map<string, Span>();
  const replace = new Map<string, Span>();
  const value = entryOf(item, 'override')?.value;
  if (value?.kind !== 'map') return { append, replace };
  for (const entry of value.entries) {
    const key = textOf(entry.key);
    const operation = textOf(entry.value);
    if (operation === 'append') {
      if (!overridable.append.includes(key)) failAppend(reader, entry.key, key);
      append.set(key, entry.key.span);
    } else if (operation === 'replace') {
      if (!overridable.replace.includes(key)) failReplace(reader, entry.key, key);
      replace.set(key, entry.key.span);
    } else {
      failOperation(reader, entry.value, key, operation, overridable);
    }
  }
  return { append, replace };
}

/** Keys and operations as the engine reads them: nothing at all is the word `null`. */
function textOf(node: YamlNode): string {
  if (node.kind !== 'scalar') return '';
  return node.isNull ? 'null' : node.value;
}

function failAppend(reader: ItemReader, node: YamlNode, key: string): never {
  const message = `Key '${key}' cannot be appended to, use 'replace' instead`;
  return reader.fail('override-cannot-append', node.span, [key], message, { type: 'overrides', name: key });
}

function failReplace(reader: ItemReader, node: YamlNode, key: string): never {
  const message = `Key '${key}' cannot be replaced`;
  return reader.fail('override-cannot-replace', node.span, [key], message, { type: 'overrides', name: key });
}

function failOperation(
  reader: ItemReader,
  node: YamlNode,
  key: string,
  operation: string,
  overridable: Overridable,
): never {
  const allowed = [
    overridable.append.includes(key) ? 'append ' : '',
    overridable.replace.includes(key) ? 'replace ' : '',
  ].join('');
  return reader.fail(
    'override-bad-operation',
    node.span,
    [operation, key, allowed.trim().replace(' ', ', ')],
    `Invalid override operation for key '${key}': '${operation}'. Allowed values are: ${allowed}`,
    { type: 'value for', name: key },
  );
}

/** Fails where `append: true` meets `override`. */
export function failOverrideWithAppend(reader: ItemReader, item: YamlMap): never {
  return reader.fail(
    'override-with-append',
    entryOf(item, 'append')?.key.span ?? item.span,
    [],
    "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.",
  );
}

/** Warns that `append: true` is deprecated. */
export function warnAppend(reader: ItemReader, item: YamlMap): void {
  reader.warn(
    'deprecated-append',
    entryOf(item, 'append')?.key.span ?? item.span,
    [],
    'LOAD_DEPRECATED_ITEM',
    "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.",
  );
}
