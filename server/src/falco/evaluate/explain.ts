import type { Span } from '../../text/span.ts';
import { fieldKey, printOperand } from '../condition/print.ts';
import type { Check, Operand } from '../condition/tree.ts';
import { cString, toText } from './byte-string.ts';
import { certainOutcome } from './certain-outcome.ts';
import type { CompiledCheck } from './check.ts';
import type { CompiledCondition, CompiledLeaf, CompiledNode } from './evaluate.ts';
import { fieldsOf } from './evaluate.ts';
import type { Event, EventValue } from './event.ts';
import { quirkOf } from './field-quirks.ts';
import type { EngineValue } from './parse-value.ts';
import { isSeveral } from './reading.ts';
import type { Source } from './source.ts';
import { conjunction, disjunction, negation, type Verdict } from './verdict.ts';

/** Why a condition has its verdict on one event: a tree beside that of the condition. */
export type Explanation =
  | GroupExplanation
  | NotExplanation
  | MacroExplanation
  | CheckExplanation
  | NothingExplanation;

interface ExplanationBase {
  /** Where it stands, as in the condition tree (inside a macro: in the macro's condition). */
  readonly span: Span;
  readonly verdict: Verdict;
  /** True where this part brought about the verdict of the whole. */
  readonly decides: boolean;
}

/** `and` or `or` with what became of each part, those that did not decide included. */
export interface GroupExplanation extends ExplanationBase {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Explanation[];
}

/** `not` and what it turns round. */
export interface NotExplanation extends ExplanationBase {
  readonly kind: 'not';
  readonly part: Explanation;
}

/** A macro, to be shown folded; `part` explains its condition. */
export interface MacroExplanation extends ExplanationBase {
  readonly kind: 'macro';
  readonly name: string;
  readonly part: Explanation;
}

/** What cannot be evaluated: a missing check, a macro that nobody defines. */
export interface NothingExplanation extends ExplanationBase {
  readonly kind: 'nothing';
  readonly reason: string;
}

/** One check: what was compared, and what came of it. */
export interface CheckExplanation extends ExplanationBase {
  readonly kind: 'check';
  /** The left-hand side as the engine prints it: `proc.name`, `tolower(proc.name)`. */
  readonly left: string;
  /** The operator with its quantifier: `startswith anyof`. */
  readonly operator: string;
  /** The left-hand side's value in words after transformers; undefined where there is none or it is unknown. */
  readonly value: string | undefined;
  /** The literals on the right, or what the field or transformer there gives. */
  readonly wanted: readonly string[];
  /** Every field that the check reads, with the event's own value: undefined where it was not recorded. */
  readonly fields: readonly { readonly name: string; readonly value: EventValue | undefined }[];
  /** One sentence for people. */
  readonly reason: string;
  /** Where the engine does not do what the condition says: what it does, and what to write instead. */
  readonly note?: string;
}

/** Explains the verdict of a compiled condition on an event; slower than `evaluate`, same verdicts. */
export function explain(condition: CompiledCondition, event: Event): Explanation {
  return explainNode(judge(condition.root, event), event, true);
}

/** A node with its verdict, its parts judged before it. */
interface Judged {
  readonly node: CompiledNode;
  readonly verdict: Verdict;
  readonly parts: readonly Judged[];
}

function judge(node: CompiledNode, event: Event): Judged {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts = node.parts.map((part) => judge(part, event));
      const verdicts = parts.map((part) => part.verdict);
      return { node, verdict: node.kind === 'and' ? conjunction(verdicts) : disjunction(verdicts), parts };
    }
    case 'not':
    case 'macro': {
      const part = judge(node.part, event);
      return { node, verdict: node.kind === 'not' ? negation(part.verdict) : part.verdict, parts: [part] };
    }
    default:
      return { node, verdict: node.evaluate(event), parts: [] };
  }
}

function explainNode({ node, verdict, parts }: Judged, event: Event, decides: boolean): Explanation {
  const base = { span: node.source.span, verdict, decides };
  switch (node.kind) {
    case 'and':
    case 'or': {
      const explained = parts.map((part) => explainNode(part, event, decides && part.verdict === verdict));
      return { ...base, kind: node.kind, parts: explained };
    }
    case 'not':
      return { ...base, kind: 'not', part: explainNode(parts[0]!, event, decides) };
    case 'macro':
      return { ...base, kind: 'macro', name: node.source.name, part: explainNode(parts[0]!, event, decides) };
    case 'check':
      return { ...base, kind: 'check', ...explainCheck(node, event, verdict) };
    case 'nothing':
      return { ...base, kind: 'nothing', reason: node.reason };
  }
}

type CheckDetails = Omit<CheckExplanation, 'kind' | keyof ExplanationBase>;

function explainCheck(node: CompiledLeaf, event: Event, verdict: Verdict): CheckDetails {
  const { source, check } = node;
  const { name, quantifier } = source.operator;
  const left = printOperand(source.left);
  const value = sideInWords(source.left, check.left, event);
  const quirk = quirkOf(source, check.left.type);
  return {
    left,
    operator: quantifier === undefined ? name : `${name} ${quantifier}`,
    value,
    wanted: wantedTexts(source, check, event),
    fields: fieldsOf(check).map((field) => ({ name: field.name, value: event.value(field.name) })),
    reason: reasonOf(source, check, event) ?? `${left} is ${value}, so this is ${verdict}`,
    ...(quirk === undefined ? {} : { note: quirk.note }),
  };
}

function wantedTexts(source: Check, check: CompiledCheck, event: Event): string[] {
  const { right } = source;
  if (right?.kind === 'literal') return [right.text];
  if (right?.kind === 'list') return right.items.map((item) => item.text);
  if (right === undefined || check.right === undefined) return [];
  return [sideInWords(right, check.right, event) ?? 'no value'];
}

/** Why a check could not be compared at all, or undefined where it was. */
function reasonOf(source: Check, check: CompiledCheck, event: Event): string | undefined {
  if (check.error !== undefined) return `Falco does not load this check: ${check.error}`;
  if (check.left.read(event) === undefined && certainOutcome(source) !== undefined) {
    return `Falco numbers events from 1, so this is always ${certainOutcome(source)}`;
  }
  const readings = [check.left, ...(check.right === undefined ? [] : [check.right])].map((side) =>
    side.read(event),
  );
  if (readings.every((reading) => reading !== null && reading !== undefined)) return undefined;
  for (const field of fieldsOf(check)) {
    const reading = field.read(event);
    const recorded = event.value(field.name);
    if (recorded === undefined && reading === undefined) return `${field.name} was not recorded`;
    if (reading === undefined) return `the recorded ${field.name} is no value of type ${field.type}`;
    if (reading === null) return noValueReason(source, field.name);
  }
  return `${printOperand(source.left)} has no result, so every check on it is false`;
}

function noValueReason(source: Check, name: string): string {
  if (source.operator.name === 'exists') return `${name} has no value`;
  const own = source.left.kind === 'field' && fieldKey(source.left) === name;
  return `${name} has no value, so every check ${own ? 'on' : 'that needs'} it is false, even !=`;
}

/** What one side of a check is on this event: a field's own value, or what a transformer makes of it. */
function sideInWords(operand: Operand, source: Source, event: Event): string | undefined {
  const [inner] = operand.kind === 'transformer' && operand.name === 'val' ? operand.operands : [operand];
  const reading = source.read(event);
  if (reading === null || reading === undefined) return undefined;
  if (inner?.kind === 'field') return inWords(event.value(fieldKey(inner)));
  return inWords(isSeveral(reading) ? reading.map(transformedValue) : transformedValue(reading));
}

/** Transformers make strings and numbers only. */
function transformedValue(value: EngineValue): EventValue {
  return typeof value === 'string' ? toText(cString(value)) : (value as number | bigint | boolean);
}

function inWords(value: EventValue | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return `(${value.map(inWords).join(', ')})`;
  return String(value);
}
