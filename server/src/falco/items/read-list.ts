import type { YamlMap } from '../../yaml/node.ts';
import { headSpan, type ItemReader } from './item-reader.ts';
import { failOverrideWithAppend, readOverrides, warnAppend } from './override.ts';

/** Every key that a list can have. */
export const listKeys: readonly string[] = ['list', 'items', 'append', 'override'];

const overridable = { append: ['items'], replace: ['items'] };

/** Reads a list item: a definition, or an append by flag or override. */
export function readList(reader: ItemReader, item: YamlMap): void {
  const nameNode = reader.required(item, 'list');
  const name = nameNode.value;
  reader.where = { type: 'list', name };
  if (!/^[^()"'\t\n\v\f\r =,]+$/.test(name)) {
    const message =
      'List has an invalid name. List names should match a regular expression: ([^()"\'[:space:]=,]+)';
    reader.warn('invalid-list-name', nameNode.span, [name], 'LOAD_INVALID_LIST_NAME', message);
  }
  const items =
    reader.scalars(item, 'items') ??
    reader.fail('missing-key', headSpan(item), ['items'], "Item has no mapping for key 'items'");
  const flag = reader.optionalBoolean(item, 'append') ?? false;
  if (flag) warnAppend(reader, item);
  const overrides = readOverrides(reader, item, overridable);
  if (flag && overrides.append.size + overrides.replace.size > 0) failOverrideWithAppend(reader, item);
  const append = flag || overrides.append.has('items');
  const texts = items.map((item) => item.value);
  reader.step({ do: append ? 'append-list' : 'define-list', list: { name, items, texts } });
  reader.warnUnknownKeys(item, listKeys);
}
