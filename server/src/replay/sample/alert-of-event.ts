import { fieldKey } from '../../falco/condition/print.ts';
import { toText, withoutTrailingNuls } from '../../falco/evaluate/byte-string.ts';
import { type EventValue, eventOf } from '../../falco/evaluate/event.ts';
import { compileSource } from '../../falco/evaluate/source.ts';
import type { CompiledRule } from '../../falco/load/compile.ts';
import { type OutputField, parseOutput } from '../../falco/output/parse-output.ts';
import { resolveField } from '../../falco/tables/field-reference.ts';
import type { FieldTable } from '../../falco/tables/fields.ts';
import type { JsonObject, JsonValue } from '../../text/json.ts';
import type { Values } from './constraint.ts';
import { usualValues } from './usual-values.ts';

/** When and where an event happened. */
export interface AlertMoment {
  /** Nanoseconds since 1970, as in `evt.time`. */
  readonly nanoseconds: bigint;
  readonly hostname: string;
}

/** The values of an event, and usual ones for the fields that Falco prints of it and that it lacks. */
export function withOutputFields(rule: CompiledRule, table: FieldTable, event: Values): Values {
  const printed = parseOutput(rule.output, table).fields.flatMap(({ operand }) =>
    operand.kind === 'field' ? operand : [],
  );
  const added = table.fields.filter(({ suggestedOutput }) => suggestedOutput);
  const values: Values = { ...event };
  for (const { name, argument } of [
    ...printed,
    ...added.map((field) => ({ name: field.name, argument: undefined })),
  ]) {
    const key = fieldKey({ name, argument });
    const found = resolveField(table, name, argument);
    const type = 'fault' in found ? 'CHARBUF' : found.field.type;
    // Null is a value, too: that the event has none.
    if (values[key] === undefined) values[key] = usualValues(key, type, values)[0] ?? null;
  }
  return values;
}

/**
 * The alert that Falco prints for an event of a rule: the fields of its output and the output's text; and,
 * beyond what Falco prints, the other fields of the event, so that the condition can be replayed.
 */
export function alertOfEvent(
  rule: CompiledRule,
  table: FieldTable,
  event: Values,
  { nanoseconds, hostname }: AlertMoment,
): JsonObject {
  const printed = parseOutput(rule.output, table).fields.map(
    (field) => [field, printedValue(field, event, table)] as const,
  );
  const fields = new Map<string, EventValue>(Object.entries(event));
  for (const [{ key }, value] of printed) fields.set(key, value);
  fields.set('evt.time', nanoseconds);
  const time = timeOf(nanoseconds);
  return {
    hostname,
    output: `${time.slice(11, 29)}: ${rule.priority} ${rendered(rule.output, printed)}`,
    output_fields: Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1))) as JsonObject,
    priority: rule.priority,
    rule: rule.name,
    source: rule.source,
    tags: [...rule.tags].sort(),
    time,
  };
}

/**
 * The output of an alert whose fields got other values. It follows them where it is what the rule prints, alone
 * or with what Falco adds to every output; any other text stays.
 */
export function changedOutput(
  rule: CompiledRule,
  table: FieldTable,
  { output = '', fields }: { readonly output?: string | undefined; readonly fields: Values },
  changed: Values,
): string {
  const [head = ''] = /^\S+: \w+ /.exec(output) ?? [];
  const added = table.fields
    .filter(({ suggestedOutput }) => suggestedOutput)
    .map(({ name }) => ` ${name.replaceAll('.', '_')}=%${name}`);
  for (const template of [rule.output, rule.output + added.join('')]) {
    const printed = parseOutput(template, table).fields;
    const print = (values: Values) =>
      head +
      rendered(
        template,
        printed.map((field) => [field, printedValue(field, values, table)]),
      );
    if (print(fields) === output) return print(changed);
  }
  return output;
}

/** The value that Falco prints under a key: that of the field, or what a transformer makes of it. */
function printedValue({ operand, key }: OutputField, values: Values, table: FieldTable): EventValue {
  const known = values[key];
  if (known !== undefined) return known;
  const reading = compileSource(operand, table, null).read(eventOf(values));
  if (reading === null || reading === undefined || typeof reading === 'object') return null;
  return typeof reading === 'string' ? toText(withoutTrailingNuls(reading)) : reading;
}

/** The output with the values in place; Falco writes `<NA>` where there is none. */
function rendered(output: string, values: readonly (readonly [OutputField, EventValue])[]): string {
  let text = '';
  let at = 0;
  for (const [{ span }, value] of values) {
    text += output.slice(at, span.start) + (value === null ? '<NA>' : textOf(value));
    at = span.end;
  }
  return text + output.slice(at);
}

function textOf(value: JsonValue | EventValue): string {
  return Array.isArray(value) ? `(${value.map(textOf).join(',')})` : String(value);
}

/** RFC 3339 with nanoseconds, as Falco writes it. */
function timeOf(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / 1_000_000_000n);
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
