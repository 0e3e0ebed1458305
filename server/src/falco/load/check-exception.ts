import type { Span } from '../../text/span.ts';
import { valueUnder } from '../../yaml/node.ts';
import { checkCondition } from '../condition/check.ts';
import { parseCondition } from '../condition/parse.ts';
import { operators, quantifiers, stringOperators } from '../condition/words.ts';
import type { ExceptionDefinition, ExceptionEntry } from '../items/item.ts';
import {
  engineError,
  type Finding,
  finding,
  type ProblemCode,
  type problemKinds,
} from '../problems/index.ts';
import { resolveField } from '../tables/field-reference.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { PlacedItem } from './placed-item.ts';

/** An exception with its defaults filled in; `values` know the item that brought each of them. */
export interface CheckedException {
  readonly name: string;
  readonly definition: ExceptionDefinition;
  readonly fields?: ExceptionEntry;
  readonly comps?: ExceptionEntry;
  readonly values: readonly { readonly placed: PlacedItem; readonly value: ExceptionEntry }[];
}

type Checked = Omit<CheckedException, 'values'>;

/**
 * Checks an exception's fields and comps as the engine does, and fills in the default comps: `=` for each of
 * several fields, `in` for a single one.
 * @param table fields of the rule's source; without it fields are not looked at, as in the engine.
 */
export function checkException(
  exception: ExceptionDefinition,
  table: FieldTable | undefined,
): Checked | Finding {
  const fields = exception.fields!;
  return fields.list ? checkSeveral(exception, fields, table) : checkSingle(exception, fields, table);
}

type ListEntry = Extract<ExceptionEntry, { list: true }>;
type TextEntry = Extract<ExceptionEntry, { list: false }>;

function checkSeveral(
  exception: ExceptionDefinition,
  fields: ListEntry,
  table: FieldTable | undefined,
): Checked | Finding {
  const given = exception.comps;
  const comps: readonly ExceptionEntry[] = !isGiven(given)
    ? fields.items.map((field): ExceptionEntry => ({ list: false, text: '=', span: field.span }))
    : given.list
      ? given.items.map(trimmed)
      : [];
  if (fields.items.length !== comps.length) {
    const args: [string, number, number] = ['`comps`', fields.items.length, comps.length];
    return fail(exception, 'exception-lengths', args, 'Fields and comps lists must have equal length');
  }
  for (const comp of comps) {
    const text = textOf(comp);
    if (isOperator(text)) continue;
    const message = `'${text}' is not a supported comparison operator`;
    return fail(exception, 'exception-comps', [`\`${text}\` is no operator`], message, comp);
  }
  return (
    firstUnknownField(exception, fields.items, table) ?? {
      name: exception.name,
      definition: exception,
      fields,
      comps: { list: true, items: comps, span: (given ?? fields).span },
    }
  );
}

function checkSingle(
  exception: ExceptionDefinition,
  fields: TextEntry,
  table: FieldTable | undefined,
): Checked | Finding {
  const given = exception.comps;
  if (given?.list && given.items.length > 0) {
    const reason = 'with a single field it is a single operator';
    return fail(exception, 'exception-comps', [reason], 'Fields and comps must both be strings', given);
  }
  const text = given === undefined || given.list ? 'in' : trimBlanks(given.text);
  if (!['in', 'pmatch', 'intersects'].includes(text) && !isModified(text)) {
    const message =
      'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)';
    const reason = 'with a single field it is `in`, `pmatch`, `intersects` or e.g. `startswith anyof`';
    return fail(exception, 'exception-comps', [reason], message, given);
  }
  return (
    firstUnknownField(exception, [fields], table) ?? {
      name: exception.name,
      definition: exception,
      fields,
      comps: { list: false, text, span: (given ?? fields).span },
    }
  );
}

function firstUnknownField(
  exception: ExceptionDefinition,
  fields: readonly ExceptionEntry[],
  table: FieldTable | undefined,
): Finding | undefined {
  if (table === undefined) return undefined;
  const unknown = fields.find((field) => !isField(textOf(field), table));
  if (unknown === undefined) return undefined;
  const text = textOf(unknown);
  const message = `'${text}' is not a supported filter field`;
  return fail(exception, 'exception-unknown-field', [text], message, unknown);
}

/** A field, or transformers round one: then whatever makes a valid `… exists`. */
function isField(text: string, table: FieldTable): boolean {
  if (!text.includes('(')) {
    const [, name = '', argument] = /^([^[]*)(?:\[([^\]]*)\]$)?/.exec(text) ?? [];
    return !('fault' in resolveField(table, name, argument));
  }
  const { tree, problems } = parseCondition(`${text} exists`);
  return problems.length === 0 && checkCondition(tree, { table, asyncEvents: [] }).length === 0;
}

/** A quantified string operator: `startswith anyof`. */
export function isModified(text: string): boolean {
  const blank = text.indexOf(' ');
  const operator = text.slice(0, blank);
  const known: readonly string[] = stringOperators;
  return known.includes(operator) && (quantifiers as readonly string[]).includes(text.slice(blank + 1));
}

function isOperator(text: string): boolean {
  return (operators as readonly string[]).includes(text) || isModified(text);
}

/** The name of an exception, where problems of the exception as a whole are shown. */
export function exceptionHead({ node }: ExceptionDefinition): Span {
  return valueUnder(node, 'name')?.span ?? node.span;
}

/** Whether an entry has anything in it, in the engine's sense. */
export function isGiven(entry: ExceptionEntry | undefined): entry is ExceptionEntry {
  return entry !== undefined && (entry.list ? entry.items.length > 0 : entry.text !== '');
}

function textOf(entry: ExceptionEntry): string {
  return entry.list ? '' : entry.text;
}

function trimmed(entry: ExceptionEntry): ExceptionEntry {
  return entry.list ? entry : { ...entry, text: trimBlanks(entry.text) };
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function fail<Code extends ProblemCode>(
  exception: ExceptionDefinition,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
  message: string,
  entry?: ExceptionEntry,
): Finding {
  const engine = engineError('LOAD_ERR_VALIDATE', message, { type: 'exception', name: exception.name });
  return finding(code, entry?.span ?? exceptionHead(exception), args, engine);
}
