import { listOperators } from '../condition/words.ts';
import type { ExceptionEntry } from '../items/item.ts';
import { engineError, type Finding, finding } from '../problems/index.ts';
import { exceptionHead, isModified } from './check-exception.ts';
import type { CollectedException, CollectedRule } from './collector.ts';
import { type ComposedText, joinScalars, type TextComposer } from './composed-text.ts';
import { quoteItem } from './expand-lists.ts';
import type { PlacedItem } from './placed-item.ts';

/** An exception that cannot be turned into a condition. */
export interface ExceptionFault {
  readonly placed: PlacedItem;
  readonly finding: Finding;
}

/** The first of a rule's exceptions that cannot be turned into a condition: the engine refuses the rule. */
export function exceptionFault({ exceptions }: CollectedRule): ExceptionFault | undefined {
  for (const exception of exceptions) {
    const fault = faultOf(exception);
    if (fault !== undefined) return { placed: exception.placed, finding: fault };
  }
  return undefined;
}

/**
 * A rule's condition with all that was appended, and its exceptions as `(condition) and not (…)`
 * (ENGINE.md, "Items"). None of the exceptions may have a fault.
 */
export function ruleCondition(rule: CollectedRule): ComposedText {
  const composer = joinScalars(rule.condition);
  if (rule.exceptions.length === 0) return composer.finish();
  composer.wrap('(', ')');
  for (const exception of rule.exceptions) {
    if (exception.values.length === 0) continue;
    if (exception.fields?.list) addSeveral(composer, exception);
    else addSingle(composer, exception);
  }
  return composer.finish();
}

function faultOf(exception: CollectedException): Finding | undefined {
  const { fields, comps, values, definition, name } = exception;
  const where = { type: 'exception', name };
  if (!fields?.list) {
    const list = values.find(({ value }) => value.list);
    if (list === undefined) return undefined;
    const message = 'Expected values array to contain a list of strings';
    const engine = engineError('LOAD_ERR_VALIDATE', message, where);
    return finding('exception-bad-value', list.value.span, [], engine);
  }
  const wrong = values.find(({ value }) => itemsOf(value).length !== fields.items.length);
  if (wrong !== undefined) {
    const found = itemsOf(wrong.value).length;
    const message = 'Fields and values lists must have equal length';
    const engine = engineError('LOAD_ERR_VALIDATE', message, where);
    return finding(
      'exception-lengths',
      wrong.value.span,
      ['the row of values', fields.items.length, found],
      engine,
    );
  }
  // The engine reads past the end of its comps here and dies; so far only overrides lead there.
  if (values.length > 0 && itemsOf(comps).length < fields.items.length) {
    const engine = engineError('LOAD_ERR_VALIDATE', 'Falco crashes on this exception', where);
    return finding('exception-replace-crash', exceptionHead(definition), [], engine);
  }
  return undefined;
}

function itemsOf(entry: ExceptionEntry | undefined): readonly ExceptionEntry[] {
  return entry?.list ? entry.items : [];
}

function textOf(entry: ExceptionEntry | undefined): string {
  return entry === undefined || entry.list ? '' : entry.text;
}

/** `and not (field in (a, b))` */
function addSingle(composer: TextComposer, exception: CollectedException): void {
  const { placed, fields, comps, values, definition } = exception;
  const head = exceptionHead(definition);
  composer.glue(' and not (');
  composer.standing(textOf(fields), { placed, span: fields?.span ?? head });
  composer.glue(' ');
  composer.standing(textOf(comps), { placed, span: comps?.span ?? head });
  composer.glue(' (');
  for (const [i, { placed: from, value }] of values.entries()) {
    if (i > 0) composer.glue(', ');
    composer.standing(quoteItem(textOf(value)), { placed: from, span: value.span });
  }
  composer.glue('))');
}

/** `and not (( a = x and  b = y) or (…))`, blanks as the engine puts them. */
function addSeveral(composer: TextComposer, exception: CollectedException): void {
  composer.glue(' and not (');
  for (const [i, { placed, value }] of exception.values.entries()) {
    if (i > 0) composer.glue(' or ');
    composer.glue('(');
    addRow(composer, exception, placed, itemsOf(value));
    composer.glue(')');
  }
  composer.glue(')');
}

function addRow(
  composer: TextComposer,
  { placed, fields, comps }: CollectedException,
  from: PlacedItem,
  row: readonly ExceptionEntry[],
): void {
  for (const [i, field] of itemsOf(fields).entries()) {
    const comp = itemsOf(comps)[i]!;
    const value = row[i]!;
    composer.glue(i > 0 ? ' and  ' : ' ');
    composer.standing(textOf(field), { placed, span: field.span });
    composer.glue(' ');
    composer.standing(textOf(comp), { placed, span: comp.span });
    composer.glue(' ');
    composer.standing(rowValue(value, textOf(comp)), { placed: from, span: value.span });
  }
}

function rowValue(value: ExceptionEntry, comp: string): string {
  if (value.list) return `(${value.items.map((item) => quoteItem(textOf(item))).join(', ')})`;
  const takesList = (listOperators as readonly string[]).includes(comp) || isModified(comp);
  if (takesList) return value.text.startsWith('(') ? value.text : `(${value.text})`;
  return quoteItem(value.text);
}
