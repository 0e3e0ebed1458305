import { entryOf, isNull, valueUnder, type YamlMap, type YamlNode } from '../../yaml/node.ts';
import type { EngineWhere } from '../problems/index.ts';
import type { ExceptionDefinition, ExceptionEntry } from './item.ts';
import { headSpan, type ItemReader } from './item-reader.ts';

/**
 * Reads a rule's `exceptions`. Only their form is checked here; what they are compared with is the
 * collector's to check.
 * @param append whether the exceptions are appended: then `fields` may be missing.
 * @throws ItemError on the first wrong form.
 */
export function readExceptions(reader: ItemReader, item: YamlMap, append: boolean): ExceptionDefinition[] {
  const entry = entryOf(item, 'exceptions');
  if (entry === undefined || isNull(entry.value)) return [];
  const { key, value } = entry;
  if (value.kind !== 'list') {
    const where = { type: 'exceptions', name: '' };
    return reader.fail('exceptions-not-a-list', key.span, [], 'Rule exceptions must be a sequence', where);
  }
  const exceptions: ExceptionDefinition[] = [];
  for (const node of value.items) exceptions.push(readException(reader, node, exceptions, append));
  return exceptions;
}

function readException(
  reader: ItemReader,
  node: YamlNode,
  earlier: readonly ExceptionDefinition[],
  append: boolean,
): ExceptionDefinition {
  if (node.kind !== 'map') {
    const where = { type: 'exception', name: '' };
    return reader.fail('exception-not-a-map', node.span, [], 'Rule exception must be a mapping', where);
  }
  const outer = reader.where;
  reader.where = { type: 'exception', name: '' };
  const nameNode = reader.required(node, 'name');
  const name = nameNode.value;
  const where = { type: 'exception', name };
  reader.where = where;
  if (earlier.some((each) => each.name === name)) {
    const message = `Multiple definitions of exception '${name}' in the same rule`;
    const code = 'LOAD_EXCEPTION_NAME_NOT_UNIQUE';
    reader.warn('exception-name-not-unique', nameNode.span, [name], code, message);
  }
  const fields = readField(reader, node, 'fields', append);
  const comps = readField(reader, node, 'comps', true);
  const values = readValues(reader, node, name, append, where);
  reader.where = outer;
  return {
    name,
    node,
    ...(fields === undefined ? {} : { fields }),
    ...(comps === undefined ? {} : { comps }),
    values,
  };
}

function readField(
  reader: ItemReader,
  exception: YamlMap,
  key: 'fields' | 'comps',
  optional: boolean,
): ExceptionEntry | undefined {
  const value = valueUnder(exception, key);
  if (value !== undefined) return readEntry(reader, value, key);
  if (optional) return undefined;
  return reader.fail('missing-key', headSpan(exception), [key], `Item has no mapping for key '${key}'`);
}

function readValues(
  reader: ItemReader,
  exception: YamlMap,
  name: string,
  append: boolean,
  where: EngineWhere,
): ExceptionEntry[] {
  const values = valueUnder(exception, 'values');
  if (values === undefined) {
    if (append) {
      const message = 'Overriding/appending exception with no values';
      const span = headSpan(exception);
      reader.warn('append-no-values', span, [name], 'LOAD_APPEND_NO_VALUES', message, where);
    }
    return [];
  }
  if (values.kind !== 'list') {
    const message = 'Rule exception values must be a sequence';
    const valuesWhere = { type: 'exception values', name: '' };
    return reader.fail('exception-values-not-a-list', values.span, [], message, valuesWhere);
  }
  return values.items.flatMap((value) => readEntry(reader, value, '') ?? emptyEntry(value));
}

/** An entry that is neither a value nor a list is kept as the empty text that the engine makes of it. */
function emptyEntry(node: YamlNode): ExceptionEntry {
  return { list: false, text: '', span: node.span };
}

/** Undefined for maps and null: the engine passes over them in silence. */
function readEntry(reader: ItemReader, node: YamlNode, key: string): ExceptionEntry | undefined {
  if (node.kind === 'list') {
    const items = node.items.map((item) => readEntry(reader, item, '') ?? emptyEntry(item));
    return { list: true, items, span: node.span };
  }
  if (node.kind === 'map' || node.isNull) return undefined;
  if (node.value === '') {
    const where = { type: 'value for', name: key };
    return reader.fail('empty-value', node.span, [key], 'Value must be non-empty', where);
  }
  return { list: false, text: node.value, span: node.span };
}
