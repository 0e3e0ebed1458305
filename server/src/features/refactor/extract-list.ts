import type { Check, Condition, Literal, LiteralList } from '../../falco/condition/tree.ts';
import { type Span, touches } from '../../text/span.ts';
import { conditionOf, locate, offsetInCondition, spanInFile } from '../../workspace/locate.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { freeName } from './free-name.ts';
import { flowValue, insertBefore } from './item-text.ts';
import { proven, type Refactoring, refused } from './refactoring.ts';

/**
 * Makes a list of the values that a check compares with, or of those that are selected; it stands before the item
 * of the condition.
 */
export function extractList(snapshot: Snapshot, file: RulesFile, selection: Span): Refactoring {
  const location = locate(file, selection.start);
  const condition = location?.path[0] === 'condition' ? conditionOf(location.placed) : undefined;
  if (condition === undefined || condition.parsed.problems.length > 0) {
    return refused('Only values of a condition can become a list.');
  }
  const chosen = {
    start: offsetInCondition(condition, selection.start),
    end: offsetInCondition(condition, selection.end),
  };
  const found = listAt(condition.parsed.tree, chosen);
  if (found === undefined) return refused('Put the cursor into the values of an `in (…)`.');
  const values = chosenValues(found.list, chosen);
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return refused('There are no values.');
  const { text } = condition.decoded;
  const written = values.map((value) =>
    listValue(snapshot, value, text.slice(value.span.start, value.span.end)),
  );
  if (values.length === 1 && snapshot.load.collector.lists.has(first.text))
    return refused('It is a list already.');
  const name = freeName(snapshot, listName(found.check));
  const list = [`- list: ${name}`, `  items: [${written.map(flowValue).join(', ')}]`];
  const span = spanInFile(condition, { start: first.span.start, end: last.span.end });
  const edits = [insertBefore(snapshot, file, condition.placed, list), { span, newText: name }];
  return proven(snapshot, 'Extract list', new Map([[file.uri, edits]]), { kind: 'list', name });
}

interface ListInCheck {
  readonly check: Check;
  readonly list: LiteralList;
}

function listAt(node: Condition, chosen: Span): ListInCheck | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        const found = listAt(operand, chosen);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'not':
      return listAt(node.operand, chosen);
    case 'check': {
      const { right } = node;
      const within =
        right?.kind === 'list' && touches(right.span, chosen.start) && touches(right.span, chosen.end);
      return within ? { check: node, list: right } : undefined;
    }
    default:
      return undefined;
  }
}

/** All values for a cursor, else those that the selection takes in. */
function chosenValues({ items }: LiteralList, { start, end }: Span): Literal[] {
  if (start === end) return [...items];
  return items.filter(({ span }) => start <= span.start && span.end <= end);
}

/** A value as a list's text: as it is written where it needs its quotes, or would otherwise be taken for a list. */
function listValue(snapshot: Snapshot, { text, quoted }: Literal, written: string): string {
  const bare = /^[\w./:@+*~<>!-]+$/.test(text) && !snapshot.load.collector.lists.has(text);
  return quoted && bare ? text : written;
}

function listName({ left }: Check): string {
  const field = left.kind === 'field' ? left.name : 'new';
  return `${field.replace(/\W+/g, '_')}_list`;
}
