import { resolveField } from '../../../falco/tables/field-reference.ts';
import { type FieldTables, knownPlugins } from '../../../falco/tables/fields.ts';
import type { XmlAttribute } from '../../xml/document.ts';
import { replacement } from '../fix.ts';
import { optionsOf } from '../manager.ts';
import { type Trap, type TrapContext, type TrapFinding, trapFinding } from '../trap.ts';

/** What stands beside `output_fields` in an alert of Falco. */
export const alertKeys = ['output', 'priority', 'rule', 'source', 'tags', 'time', 'hostname', 'uuid'];

/** Added by the published recipe, not by Falco itself. */
const recipeField = 'wazuh_integration';

/** Names of fields in rules about Falco that an alert does not have, as Wazuh flattens it. */
export const alertField: Trap = (context) =>
  context.falcoRules.flatMap(({ file, element }) =>
    optionsOf(element, 'field')
      .flatMap(({ attributes }) => attributes.filter(({ name }) => name === 'name'))
      .flatMap((attribute) => findingFor(attribute, file, context)),
  );

function findingFor(
  { value, valueSpan }: XmlAttribute,
  file: string,
  { tables }: TrapContext,
): TrapFinding[] {
  const better = betterName(value, tables);
  if (better !== undefined) {
    const found = trapFinding('wazuh-unknown-field', file, valueSpan, [value, better]);
    return [{ ...found, fix: replacement(`Write \`${better}\``, valueSpan, better) }];
  }
  const field = /^output_fields\.(.+)$/i.exec(value)?.[1];
  if (field === undefined || field === recipeField || isField(field, tables)) return [];
  return [trapFinding('wazuh-unknown-output-field', file, valueSpan, [field])];
}

/** What is meant by a name with `data.` before it, as the alerts file shows it, or without `output_fields.`. */
function betterName(name: string, tables: FieldTables): string | undefined {
  const inner = /^data\.(.+)$/.exec(name)?.[1];
  if (inner !== undefined && (inner.startsWith('output_fields.') || alertKeys.includes(inner))) return inner;
  return name.includes('.') && isField(name, tables) ? `output_fields.${name}` : undefined;
}

/** True for a field of Falco or of any plugin known here, with an argument or without. */
function isField(name: string, tables: FieldTables): boolean {
  const known = tables.sources.map((source) => tables.forSource(source)!);
  if (known.some((table) => !('fault' in resolveField(table, name)))) return true;
  const plain = name.replace(/\[.*$/, '');
  return [...knownPlugins.values()].some(({ fields }) => fields.some((field) => field.name === plain));
}
