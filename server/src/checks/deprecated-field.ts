import type { Condition } from '../falco/condition/tree.ts';
import { type ConditionText, conditionOf, locate, spanInFile } from '../workspace/locate.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding, Fix } from './check.ts';
import { operandRemoval } from './operand-removal.ts';

/**
 * A fix that takes `evt.dir = <` out of a chain of `and`: it holds for every event since Falco sees only the
 * ends of system calls (ENGINE.md, LOAD_DEPRECATED_ITEM).
 */
export function withoutDirection(snapshot: Snapshot, found: FileFinding): FileFinding {
  const placed = locate(snapshot.files.get(found.file)!, found.finding.span.start)?.placed;
  const condition = placed && conditionOf(placed);
  if (condition === undefined || condition.parsed.problems.length > 0) return found;
  return { ...found, fixes: removals(condition, condition.parsed.tree, found.finding.span.start) };
}

function removals(condition: ConditionText, node: Condition, offset: number): Fix[] {
  if (node.kind === 'or') return node.operands.flatMap((each) => removals(condition, each, offset));
  if (node.kind !== 'and') return [];
  const at = node.operands.findIndex(
    (each) => isLeaving(each) && spanInFile(condition, each.span).start === offset,
  );
  if (at === -1) return node.operands.flatMap((each) => removals(condition, each, offset));
  return operandRemoval(condition, node.operands, at);
}

/** `evt.dir = <` */
function isLeaving(node: Condition): boolean {
  if (node.kind !== 'check' || node.left.kind !== 'field' || node.left.name !== 'evt.dir') return false;
  const equal = node.operator.name === '=' || node.operator.name === '==';
  return equal && node.right?.kind === 'literal' && node.right.text === '<';
}
