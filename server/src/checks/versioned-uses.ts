import { fieldKey } from '../falco/condition/print.ts';
import type { Check as Comparison, Operand, TransformerArgument } from '../falco/condition/tree.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type SinceKind, sinceOf } from '../falco/tables/since.ts';
import type { Span } from '../text/span.ts';
import type { ConditionText } from '../workspace/locate.ts';
import type { YamlMap } from '../yaml/node.ts';
import { comparisonsIn, literalsOf } from './comparisons.ts';

/** Something that a rule uses, where it stands. */
export interface VersionedUse {
  readonly kind: SinceKind;
  /** As the table of versions names it. */
  readonly name: string;
  /** As the message names it. */
  readonly what: string;
  readonly span: Span;
  /** The field's argument, which may be younger than the field. */
  readonly argument?: true;
}

/** What a condition uses, as it is written; spans count in its decoded text. */
export function usesInCondition(condition: ConditionText): VersionedUse[] {
  return comparisonsIn(condition.parsed.tree).flatMap((comparison) => [
    ...comparisonUses(comparison),
    ...escapeUses(condition, comparison),
  ]);
}

/** What a comparison uses. */
function* comparisonUses({ left, operator, right }: Comparison): Iterable<VersionedUse> {
  yield* usesIn(left);
  const { name, quantifier, span } = operator;
  yield { kind: 'operator', name, what: `The operator \`${name}\``, span };
  if (quantifier !== undefined) yield { kind: 'operator', name: quantifier, what: `\`${quantifier}\``, span };
  if (right?.kind === 'field' || right?.kind === 'transformer') yield* usesIn(right);
  if (left.kind !== 'field' || left.name !== 'evt.type') return;
  for (const { text, span: where } of literalsOf(right)) {
    yield { kind: 'event', name: text, what: `The event type \`${text}\``, span: where };
  }
}

/** `\\xHH` in quoted texts. */
function* escapeUses({ scalar }: ConditionText, { right }: Comparison): Iterable<VersionedUse> {
  for (const { quoted, span } of literalsOf(right)) {
    const written = scalar.value.slice(span.start, span.end);
    const code = /(?:^|[^\\])(?:\\\\)*(\\x[0-9a-fA-F]{2})/.exec(written)?.[1];
    if (!quoted || code === undefined) continue;
    yield { kind: 'syntax', name: 'string_escape_xHH', what: `The escape \`${code}\``, span };
  }
}

/** What a field or transformer uses, in a condition or an output. */
export function* usesIn(operand: Operand | TransformerArgument): Iterable<VersionedUse> {
  if (operand.kind === 'field') return yield* fieldUses(operand);
  if (operand.kind === 'transformer') {
    const { name, nameSpan } = operand;
    yield { kind: 'transformer', name, what: `The transformer \`${name}\``, span: nameSpan };
    if (operand.argument !== undefined) {
      const what = 'An argument after a transformer';
      yield {
        kind: 'syntax',
        name: 'transformer_result_argument',
        what,
        span: operand.argumentSpan ?? operand.span,
      };
    }
    for (const each of operand.operands) yield* usesIn(each);
  }
  if (operand.kind === 'transformer-list') for (const item of operand.items) yield* usesIn(item);
}

function* fieldUses(field: Extract<Operand, { kind: 'field' }>): Iterable<VersionedUse> {
  const { name, span } = field;
  const what = `The field \`${fieldKey(field)}\``;
  const argument = /^evt\.(?:raw)?arg\.(.+)$/.exec(name)?.[1];
  if (argument === undefined) yield { kind: 'field', name, what, span };
  if (field.argumentSpan !== undefined) {
    yield {
      kind: 'field',
      name,
      what: `An argument of \`${name}\``,
      span: field.argumentSpan,
      argument: true,
    };
  }
  if (argument !== undefined) yield { kind: 'event-argument', name: argument, what, span };
}

/** The keys of a rule, macro or list, and those under its `override`; a required version of three numbers. */
export function* keysIn({ item }: PlacedItem): Iterable<VersionedUse> {
  const { node, kind } = item;
  if (node.kind !== 'map') return;
  if (kind === 'rule' || kind === 'macro' || kind === 'list') yield* keyUses(node, kind);
  if (kind !== 'required_engine_version' || !item.name.includes('.')) return;
  const what = 'A required version of three numbers';
  yield { kind: 'syntax', name: 'required_engine_version_semver', what, span: item.nameSpan };
}

/** Keys under `override` that came with it are not named beside it. */
function* keyUses(map: YamlMap, prefix: string): Iterable<VersionedUse> {
  for (const { key, value } of map.entries) {
    if (key.kind !== 'scalar') continue;
    const name = `${prefix}.${key.value}`;
    if (sinceOf('rule-key', name)?.engine !== sinceOf('rule-key', prefix)?.engine) {
      yield { kind: 'rule-key', name, what: `The key \`${key.value}\``, span: key.span };
    }
    if (key.value === 'override' && value.kind === 'map') yield* keyUses(value, name);
  }
}
