import type { Check, Condition, Operand, RightHand, TransformerArgument } from '../falco/condition/tree.ts';
import { parsePriority } from '../falco/items/item.ts';
import { parseOutput } from '../falco/output/parse-output.ts';
import { eventTypes } from '../falco/tables/events.ts';
import type { FieldTable } from '../falco/tables/fields.ts';
import { logicalWords, operatorNamed } from '../falco/tables/operators.ts';
import { type Span, shift, span, touches } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import {
  type ConditionText,
  conditionOf,
  type Location,
  locate,
  offsetInCondition,
  spanInFile,
} from '../workspace/locate.ts';
import { isNameKind } from '../workspace/names.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { DecodedScalar } from '../yaml/node.ts';
import { findField, tablesFor } from './field-tables.ts';
import { keyOwner, keysOf } from './keys.ts';
import { isMapOfFields } from './test-keys.ts';
import type { Topic } from './topic.ts';

/** What a cursor points at. */
export interface Subject {
  readonly topic: Topic;
  /** Its characters in the file. */
  readonly span: Span;
}

/** What stands at an offset of a file; undefined where nothing stands that has a meaning of its own. */
export function subjectAt(snapshot: Snapshot, file: RulesFile, offset: number): Subject | undefined {
  const location = locate(file, offset);
  if (location === undefined) return undefined;
  if (location.placed.item.kind === 'test') return subjectInTest(snapshot, location);
  return (
    subjectOfName(location) ??
    (location.isKey ? subjectOfKey(location) : subjectOfValue(snapshot, location, offset))
  );
}

/** The name of the item itself. */
function subjectOfName({ placed, offset, path, isKey }: Location): Subject | undefined {
  const { kind, name } = placed.item;
  if (!isNameKind(kind) || isKey || path.length !== 1 || path[0] !== kind || name === '') return undefined;
  const { nameSpan } = factsOf(placed.item);
  if (!touches(nameSpan, offset)) return undefined;
  return { topic: { kind, name }, span: shift(nameSpan, placed.start) };
}

function subjectOfKey({ placed, path, scalar }: Location): Subject | undefined {
  const owner = keyOwner(path, placed.item.kind);
  if (owner === undefined || scalar === undefined) return undefined;
  if (!keysOf[owner].some(({ name }) => name === scalar.value)) return undefined;
  return { topic: { kind: 'key', owner, name: scalar.value }, span: shift(scalar.span, placed.start) };
}

function subjectOfValue(snapshot: Snapshot, location: Location, offset: number): Subject | undefined {
  const { placed, path, scalar } = location;
  const tables = tablesFor(snapshot, placed);
  switch (path.join('/')) {
    case 'condition':
    case 'where':
      return subjectInCondition(snapshot, conditionOf(placed), tables, offset);
    case 'output':
      return subjectInOutput(location, tables);
    case 'rule':
      return ruleSubject(location);
    case 'priority': {
      const name = parsePriority(scalar?.value ?? '');
      return name && scalar && { topic: { kind: 'priority', name }, span: shift(scalar.span, placed.start) };
    }
    case 'tags':
      return scalar && { topic: { kind: 'tag', name: scalar.value }, span: shift(scalar.span, placed.start) };
    case 'exceptions/fields':
      return scalar && fieldSubject(tables, scalar.value, undefined, shift(scalar.span, placed.start));
    case 'exceptions/comps':
      return operatorNamed(scalar?.value ?? '') && scalar
        ? { topic: { kind: 'operator', name: scalar.value }, span: shift(scalar.span, placed.start) }
        : undefined;
    default:
      return listSubject(snapshot, location);
  }
}

/** In a test: a key, a field of its alert, a rule. */
function subjectInTest(snapshot: Snapshot, location: Location): Subject | undefined {
  const { placed, path, scalar, isKey } = location;
  if (!isKey) return ruleSubject(location);
  if (scalar === undefined || !isMapOfFields(path)) return subjectOfKey(location);
  const [, name = scalar.value, argument] = /^([^[]+)\[(.*)\]$/.exec(scalar.value) ?? [];
  return fieldSubject(tablesFor(snapshot, placed), name, argument, shift(scalar.span, placed.start));
}

/** A rule that a detection is about, or that a test names. */
function ruleSubject({ placed, offset }: Location): Subject | undefined {
  for (const [name, spans] of factsOf(placed.item).rules) {
    const found = spans.find((each) => touches(each, offset));
    if (found !== undefined) return { topic: { kind: 'rule', name }, span: shift(found, placed.start) };
  }
  return undefined;
}

/** A word that the engine puts a list in for: in a list's items, in the values of an exception. */
function listSubject(snapshot: Snapshot, { placed, offset }: Location): Subject | undefined {
  for (const [name, spans] of factsOf(placed.item).words) {
    const found = spans.find((each) => touches(each, offset));
    if (found === undefined || snapshot.names.definitionsOf('list', name).length === 0) continue;
    return { topic: { kind: 'list', name }, span: shift(found, placed.start) };
  }
  return undefined;
}

// ---- conditions -----------------------------------------------------------------------------------------

function subjectInCondition(
  snapshot: Snapshot,
  condition: ConditionText | undefined,
  tables: readonly FieldTable[],
  offset: number,
): Subject | undefined {
  if (condition === undefined) return undefined;
  const at = offsetInCondition(condition, offset);
  const found =
    subjectInTree(snapshot, condition.parsed.tree, tables, at) ?? wordSubject(condition.decoded.text, at);
  return found && { ...found, span: spanInFile(condition, found.span) };
}

/** The subject at an offset of a tree; its span counts as those of the tree. */
function subjectInTree(
  snapshot: Snapshot,
  node: Condition,
  tables: readonly FieldTable[],
  at: number,
): Subject | undefined {
  if (!touches(node.span, at)) return undefined;
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        const found = subjectInTree(snapshot, operand, tables, at);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'not':
      return subjectInTree(snapshot, node.operand, tables, at);
    case 'macro':
      return { topic: { kind: 'macro', name: node.name }, span: node.span };
    case 'check':
      return subjectInCheck(snapshot, node, tables, at);
    case 'missing':
      return undefined;
  }
}

function subjectInCheck(
  snapshot: Snapshot,
  { left, operator, right }: Check,
  tables: readonly FieldTable[],
  at: number,
): Subject | undefined {
  return (
    subjectInOperand(left, tables, at) ??
    (touches(operator.span, at) && operator.name !== ''
      ? { topic: { kind: 'operator', name: operator.name }, span: operator.span }
      : undefined) ??
    (right && subjectInRight(snapshot, left, right, tables, at))
  );
}

function subjectInRight(
  snapshot: Snapshot,
  left: Operand,
  right: RightHand,
  tables: readonly FieldTable[],
  at: number,
): Subject | undefined {
  if (right.kind === 'field' || right.kind === 'transformer') return subjectInOperand(right, tables, at);
  const literals = right.kind === 'list' ? right.items : [right];
  const literal = literals.find((each) => touches(each.span, at));
  if (literal === undefined) return undefined;
  const { text: name } = literal;
  if (!literal.quoted && snapshot.names.definitionsOf('list', name).length > 0) {
    return { topic: { kind: 'list', name }, span: literal.span };
  }
  const ofType = left.kind === 'field' && (left.name === 'evt.type' || left.name === 'syscall.type');
  return ofType && eventTypes.has(name)
    ? { topic: { kind: 'event-type', name }, span: literal.span }
    : undefined;
}

function subjectInOperand(
  operand: TransformerArgument,
  tables: readonly FieldTable[],
  at: number,
): Subject | undefined {
  if (!touches(operand.span, at)) return undefined;
  switch (operand.kind) {
    case 'field':
      return fieldSubject(tables, operand.name, operand.argument, operand.span);
    case 'transformer':
      if (touches(operand.nameSpan, at)) {
        return { topic: { kind: 'transformer', name: operand.name }, span: operand.nameSpan };
      }
      return firstOf(operand.operands, (each) => subjectInOperand(each, tables, at));
    case 'transformer-list':
      return firstOf(operand.items, (each) => subjectInOperand(each, tables, at));
    case 'literal':
      return undefined;
  }
}

function firstOf<From, To>(list: readonly From[], find: (each: From) => To | undefined): To | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldSubject(
  tables: readonly FieldTable[],
  name: string,
  argument: string | undefined,
  where: Span,
): Subject | undefined {
  const found = findField(tables, name, argument);
  if (found === undefined) return undefined;
  return { topic: { kind: 'field', name: found.field.name, source: found.table.source }, span: where };
}

function wordSubject(text: string, at: number): Subject | undefined {
  const start = at - /\w*$/.exec(text.slice(Math.max(0, at - 10), at))![0].length;
  const name = /^\w*/.exec(text.slice(start, start + 10))![0];
  const word = logicalWords.find((each) => each.name === name);
  return word && { topic: { kind: 'word', name }, span: span(start, start + name.length) };
}

// ---- outputs --------------------------------------------------------------------------------------------

function subjectInOutput({ placed, offset }: Location, tables: readonly FieldTable[]): Subject | undefined {
  const output = factsOf(placed.item).output;
  const [table] = tables;
  if (output === undefined || table === undefined) return undefined;
  const { text, map }: DecodedScalar = output.decoded;
  const at = map.toDerived(offset);
  const field = parseOutput(text, table).fields.find((each) => touches(each.span, at));
  if (field === undefined) return undefined;
  // The parsed operand counts its spans from the first character after `%` and the width.
  const start = field.span.end - field.operand.span.end;
  const found = subjectInOperand(field.operand, tables, Math.max(0, at - start));
  return found && { ...found, span: shift(map.toSource(shift(found.span, start)), placed.start) };
}
