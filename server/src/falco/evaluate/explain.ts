import type { Span } from '../../text/span.ts';
import { fieldKey, printOperand } from '../condition/print.ts';
import type { Check } from '../condition/tree.ts';
import { cString, toText } from './byte-string.ts';
import type { CompiledCheck } from './check.ts';
import type { CompiledCondition, CompiledLeaf, CompiledNode } from './evaluate.ts';
import { fieldsOf } from './evaluate.ts';
import type { Event, EventValue } from './event.ts';
import { quirkOf } from './field-quirks.ts';
import type { EngineValue } from './parse-value.ts';
import type { Reading } from './reading.ts';
import type { Verdict } from './verdict.ts';

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

export interface GroupExplanation extends ExplanationBase {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Explanation[];
}

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
  return explainNode(condition.root, event, true);
}

function explainNode(node: CompiledNode, event: Event, decides: boolean): Explanation {
  const verdict = node.evaluate(event);
  const base = { span: node.source.span, verdict, decides };
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts = node.parts.map((part) =>
        explainNode(part, event, decides && part.evaluate(event) === verdict),
      );
      return { ...base, kind: node.kind, parts };
    }
    case 'not':
      return { ...base, kind: 'not', part: explainNode(node.part, event, decides) };
    case 'macro':
      return { ...base, kind: 'macro', name: node.source.name, part: explainNode(node.part, event, decides) };
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
  const value = inWords(check.left.type, check.left.read(event));
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
  const value = check.right && inWords(check.right.type, check.right.read(event));
  return value === undefined ? [] : [value];
}

/** Why a check could not be compared at all, or undefined where it was. */
function reasonOf(source: Check, check: CompiledCheck, event: Event): string | undefined {
  if (check.error !== undefined) return `Falco does not load this check: ${check.error}`;
  for (const field of fieldsOf(check)) {
    const reading = field.read(event);
    const recorded = event.value(field.name);
    if (recorded === undefined && reading === undefined) return `${field.name} was not recorded`;
    if (reading === undefined) return `the recorded ${field.name} is no value of type ${field.type}`;
    if (reading === null) return noValueReason(source, field.name);
  }
  const empty = [check.left, check.right].some((side) => side?.read(event) === null);
  return empty ? `${printOperand(source.left)} has no result, so every check on it is false` : undefined;
}

function noValueReason(source: Check, name: string): string {
  if (source.operator.name === 'exists') return `${name} has no value`;
  const own = source.left.kind === 'field' && fieldKey(source.left) === name;
  return `${name} has no value, so every check ${own ? 'on' : 'that needs'} it is false, even !=`;
}

function inWords(type: string, reading: Reading): string | undefined {
  if (reading === null || reading === undefined) return undefined;
  if (!isSeveral(reading)) return valueInWords(type, reading);
  return `(${reading.map((value) => valueInWords(type, value)).join(', ')})`;
}

function valueInWords(type: string, value: EngineValue): string {
  if (typeof value !== 'string') return String(value);
  return type.startsWith('IP') ? addressInWords(value) : JSON.stringify(toText(cString(value)));
}

function addressInWords(bytes: string): string {
  const codes = Array.from(bytes, (byte) => byte.charCodeAt(0));
  if (codes.length === 4) return codes.join('.');
  const groups = codes.flatMap((high, i) => (i % 2 === 0 ? [(high << 8) | codes[i + 1]!] : []));
  return groups.map((group) => group.toString(16)).join(':');
}

function isSeveral(reading: EngineValue | readonly EngineValue[]): reading is readonly EngineValue[] {
  return Array.isArray(reading);
}
