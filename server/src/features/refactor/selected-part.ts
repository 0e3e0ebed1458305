import { parseCondition } from '../../falco/condition/parse.ts';
import { printCondition } from '../../falco/condition/print.ts';
import type { Condition } from '../../falco/condition/tree.ts';
import type { Span } from '../../text/span.ts';
import { type ConditionText, offsetInCondition } from '../../workspace/locate.ts';

/**
 * The characters of a condition that a selection takes in, if they are a whole part of it: a check, a macro, a
 * bracket, a `not`, or neighbours in a chain of `and` or of `or`.
 * @param selection characters of the file.
 * @returns characters of the condition's own text, blanks at the ends left out; undefined for anything else.
 */
export function selectedPart(condition: ConditionText, selection: Span): Span | undefined {
  const { text } = condition.decoded;
  if (condition.parsed.problems.length > 0) return undefined;
  const part = trimmed(text, {
    start: offsetInCondition(condition, selection.start),
    end: offsetInCondition(condition, selection.end),
  });
  const { tree, problems } = parseCondition(text.slice(part.start, part.end));
  if (problems.length > 0) return undefined;
  return isPart(text, condition.parsed.tree, part, printCondition(tree)) ? part : undefined;
}

function trimmed(text: string, { start, end }: Span): Span {
  const selected = text.slice(start, end);
  const blanks = selected.length - selected.trimStart().length;
  return { start: start + blanks, end: start + Math.max(blanks, selected.trimEnd().length) };
}

/** Whether a node below, or neighbours in a chain, stand under `part` and are what it reads like on its own. */
function isPart(text: string, node: Condition, part: Span, printed: string): boolean {
  if (fills(text, node.span, part) && printCondition(node) === printed) return true;
  if (node.kind === 'not') return isPart(text, node.operand, part, printed);
  if (node.kind !== 'and' && node.kind !== 'or') return false;
  const inside = node.operands.filter(({ span }) => part.start <= span.start && span.end <= part.end);
  if (inside.length > 1 && inside.length < node.operands.length) {
    const span = { start: inside[0]!.span.start, end: inside.at(-1)!.span.end };
    const run = printCondition({ ...node, operands: inside });
    if (fills(text, span, part) && run === printed) return true;
  }
  return node.operands.some((operand) => isPart(text, operand, part, printed));
}

/** Whether nothing but brackets and blanks stands round `inner` within `part`. */
function fills(text: string, inner: Span, part: Span): boolean {
  if (inner.start < part.start || part.end < inner.end) return false;
  const [before, after] = [text.slice(part.start, inner.start), text.slice(inner.end, part.end)];
  return /^[(\s]*$/.test(before) && /^[)\s]*$/.test(after);
}
