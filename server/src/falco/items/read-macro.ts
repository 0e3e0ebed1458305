import type { YamlMap } from '../../yaml/node.ts';
import type { ItemReader } from './item-reader.ts';
import { failOverrideWithAppend, readOverrides, warnAppend } from './override.ts';

/** Every key that a macro can have. */
export const macroKeys: readonly string[] = ['macro', 'condition', 'append', 'override'];

const overridable = { append: ['condition'], replace: ['condition'] };

/** Reads a macro item: a definition, or an append by flag or override. */
export function readMacro(reader: ItemReader, item: YamlMap): void {
  const nameNode = reader.required(item, 'macro');
  const name = nameNode.value;
  reader.where = { type: 'macro', name };
  if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name)) {
    const message =
      'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)';
    reader.warn('invalid-macro-name', nameNode.span, [name], 'LOAD_INVALID_MACRO_NAME', message);
  }
  const condition = reader.required(item, 'condition');
  const flag = reader.optionalBoolean(item, 'append') ?? false;
  if (flag) warnAppend(reader, item);
  const overrides = readOverrides(reader, item, overridable);
  if (flag && overrides.append.size + overrides.replace.size > 0) failOverrideWithAppend(reader, item);
  const append = flag || overrides.append.has('condition');
  reader.step({ do: append ? 'append-macro' : 'define-macro', macro: { name, condition } });
  reader.warnUnknownKeys(item, macroKeys);
}
