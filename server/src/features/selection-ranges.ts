import type { Condition, Operand, RightHand, TransformerArgument } from '../falco/condition/tree.ts';
import { type Span, shift, span, touches } from '../text/span.ts';
import {
  type ConditionText,
  conditionOf,
  itemSpan,
  type Location,
  locate,
  offsetInCondition,
  spanInFile,
} from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { YamlNode } from '../yaml/node.ts';

/** The spans that a growing selection takes, from the smallest to the whole file. */
export function selectionRanges(file: RulesFile, offset: number): Span[] {
  const location = locate(file, offset);
  const whole = span(0, file.text.length);
  if (location === undefined) return [whole];
  const { placed } = location;
  const inYaml = nodesAt(placed.item.node, location.offset).map((each) => shift(each, placed.start));
  const condition = isCondition(location) ? conditionOf(placed) : undefined;
  const inCondition = condition === undefined ? [] : conditionParts(condition, offset);
  return growing([...inCondition, ...inYaml.reverse(), itemSpan(placed), whole]);
}

function isCondition({ path, isKey }: Location): boolean {
  return !isKey && (path[0] === 'condition' || path[0] === 'where');
}

/** The parts of a condition round an offset, the smallest first, each with its parentheses complete. */
function conditionParts(condition: ConditionText, offset: number): Span[] {
  const { text } = condition.decoded;
  return partsAt(condition.parsed.tree, offsetInCondition(condition, offset))
    .map((part) => spanInFile(condition, withParentheses(text, part)))
    .reverse();
}

/** Takes in the parentheses round a span that match some within it: trees do not hold them. */
function withParentheses(text: string, { start, end }: Span): Span {
  let [opened, closed] = unmatched(text.slice(start, end));
  let [first, last] = [start, end];
  for (; closed > 0 && /[\s(]/.test(text[first - 1] ?? ''); first--) if (text[first - 1] === '(') closed--;
  for (; opened > 0 && /[\s)]/.test(text[last] ?? ''); last++) if (text[last] === ')') opened--;
  return { start: first, end: last };
}

/** How many parentheses of a text are opened only, and closed only. */
function unmatched(text: string): [opened: number, closed: number] {
  let opened = 0;
  let closed = 0;
  for (const { 0: token } of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[()]/g)) {
    if (token === '(') opened++;
    else if (token === ')' && opened > 0) opened--;
    else if (token === ')') closed++;
  }
  return [opened, closed];
}

/** Each span once, and only those that hold the one before. */
function growing(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const each of spans) {
    const last = result.at(-1);
    const grows = last === undefined || (each.start <= last.start && each.end >= last.end);
    const same = last !== undefined && each.start === last.start && each.end === last.end;
    if (grows && !same) result.push(each);
  }
  return result;
}

/** The nodes at an offset, from the outermost on; a map's entry counts as one. */
function nodesAt(node: YamlNode, offset: number): Span[] {
  if (!touches(node.span, offset)) return [];
  if (node.kind === 'scalar') return [node.span];
  if (node.kind === 'list') {
    return [
      node.span,
      ...(node.items.map((item) => nodesAt(item, offset)).find(({ length }) => length > 0) ?? []),
    ];
  }
  for (const { key, value } of node.entries) {
    const entry = { start: key.span.start, end: Math.max(key.span.end, value.span.end) };
    if (!touches(entry, offset)) continue;
    return [node.span, entry, ...(touches(key.span, offset) ? [key.span] : nodesAt(value, offset))];
  }
  return [node.span];
}

type Part = Condition | Operand | RightHand | TransformerArgument;

/** The parts of a condition at an offset, from the outermost on. */
function partsAt(part: Part, offset: number): Span[] {
  if (!touches(part.span, offset)) return [];
  const inner = partsOf(part)
    .map((each) => partsAt(each, offset))
    .find(({ length }) => length > 0);
  return [part.span, ...(inner ?? [])];
}

function partsOf(part: Part): readonly Part[] {
  switch (part.kind) {
    case 'and':
    case 'or':
    case 'transformer':
      return part.operands;
    case 'not':
      return [part.operand];
    case 'check':
      return part.right === undefined ? [part.left] : [part.left, part.right];
    case 'list':
    case 'transformer-list':
      return part.items;
    default:
      return [];
  }
}
