import type { CompiledNode } from '../falco/evaluate/evaluate.ts';
import { eventOf } from '../falco/evaluate/event.ts';
import { type Explanation, explain } from '../falco/evaluate/explain.ts';
import type { Verdict } from '../falco/evaluate/verdict.ts';
import type { Compiled, CompiledCondition, CompiledRule } from '../falco/load/compile.ts';
import { beforeExpansion } from '../falco/load/expand-lists.ts';
import { fileSpan } from '../falco/load/placed-item.ts';
import type { Span } from '../text/span.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { Alert } from './alert.ts';
import { replayRules } from './replay-rules.ts';

/** Characters of a file. */
export interface FilePlace {
  readonly uri: string;
  readonly span: Span;
}

/** One part of a condition with its verdict on an alert, and where it stands. */
export interface ExplainedPart {
  readonly kind: Explanation['kind'];
  readonly verdict: Verdict;
  /** True where this part brought about the verdict of the whole. */
  readonly decides: boolean;
  readonly place: FilePlace;
  /** A macro's name. */
  readonly name?: string;
  readonly check?: ExplainedCheck;
  /** Why the part has its verdict, in a sentence, where there is more to say than its parts do. */
  readonly reason?: string;
  readonly parts: readonly ExplainedPart[];
}

/** A comparison: what was compared with what. */
export interface ExplainedCheck {
  readonly left: string;
  readonly operator: string;
  /** The left-hand side's value; absent where there is none or it was not recorded. */
  readonly value?: string;
  readonly wanted: readonly string[];
  /** What the engine does otherwise than the condition says. */
  readonly note?: string;
}

/** Why a rule's condition has its verdict on an alert; undefined where the rule is not there or not loaded. */
export function explainAlert(snapshot: Snapshot, alert: Alert, ruleName: string): ExplainedPart | undefined {
  const found = replayRules(snapshot).rules.get(ruleName);
  if (found === undefined) return undefined;
  const { condition, rule } = found;
  const event = eventOf(alert.fields);
  if (isTooLarge(condition.root)) return unexplained(condition.evaluate(event), rule);
  return placed(explain(condition, event), rule, snapshot.load.compiled);
}

/** Nobody reads a tree with more parts; macros that use macros can make millions. */
const mostParts = 20_000;

function isTooLarge(root: CompiledNode): boolean {
  const left = [root];
  for (let parts = 0; parts < mostParts; parts++) {
    const node = left.pop();
    if (node === undefined) return false;
    if ('parts' in node) for (const part of node.parts) left.push(part);
    if ('part' in node) left.push(node.part);
  }
  return true;
}

function unexplained(verdict: Verdict, rule: CompiledRule): ExplainedPart {
  const place = placeOf(rule, rule.tree.span);
  const reason = `The condition has more than ${mostParts} parts and is not explained.`;
  return { kind: 'nothing', verdict, decides: true, place, reason, parts: [] };
}

/** Puts places to an explanation whose spans count in the text of `condition`. */
function placed(explanation: Explanation, condition: CompiledCondition, compiled: Compiled): ExplainedPart {
  const { kind, verdict, decides, span } = explanation;
  const parts = partsOf(explanation).map((part) =>
    placed(part, textOf(explanation, condition, compiled), compiled),
  );
  const own = placeOf(condition, span);
  // Words that stand nowhere, such as the `not` before exceptions, lead to what they are about.
  const place = own.span.end > own.span.start ? own : (parts[0]?.place ?? own);
  return { kind, verdict, decides, place, parts, ...detailsOf(explanation) };
}

function partsOf(explanation: Explanation): readonly Explanation[] {
  if ('parts' in explanation) return explanation.parts;
  return 'part' in explanation ? [explanation.part] : [];
}

/** The condition in whose text the parts of an explanation stand: a macro's own for its parts. */
function textOf(
  explanation: Explanation,
  condition: CompiledCondition,
  compiled: Compiled,
): CompiledCondition {
  return (explanation.kind === 'macro' && compiled.macros.get(explanation.name)) || condition;
}

function detailsOf(explanation: Explanation): Pick<ExplainedPart, 'name' | 'check' | 'reason'> {
  switch (explanation.kind) {
    case 'macro':
      return { name: explanation.name };
    case 'nothing':
      return { reason: explanation.reason };
    case 'check': {
      const { left, operator, value, wanted, note, reason } = explanation;
      return { check: { left, operator, value, wanted, note }, reason };
    }
    default:
      return {};
  }
}

/** Where characters of a condition, lists put in, stand in the files. */
export function placeOf({ composed, expanded }: CompiledCondition, span: Span): FilePlace {
  const place = composed.locate(beforeExpansion(expanded, span));
  return { uri: place.placed.file, span: fileSpan(place) };
}
