import type { Check, Condition, Operand, RightHand, TransformerArgument } from '../falco/condition/tree.ts';
import type { Item } from '../falco/items/item.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { parseOutput } from '../falco/output/parse-output.ts';
import { type Span, shift, span } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { tablesFor } from './field-tables.ts';

/** What a token of a condition or output is. */
export type TokenKind =
  | 'field'
  | 'macro'
  | 'list'
  | 'transformer'
  | 'operator'
  | 'word'
  | 'string'
  | 'number'
  | 'value';

/** A token within one line of a file. */
export interface SemanticToken {
  readonly span: Span;
  readonly kind: TokenKind;
}

/** The tokens of all conditions and outputs of a file, from its start to its end; none reaches over a line. */
export function semanticTokens(snapshot: Snapshot, file: RulesFile): SemanticToken[] {
  return file.read.items.flatMap((placed) => {
    const inItem = [...conditionTokens(snapshot, placed.item), ...outputTokens(snapshot, placed)];
    return inItem
      .flatMap((token) => linesOf(placed.item.text, token))
      .map(({ kind, span: where }) => ({ kind, span: shift(where, placed.start) }))
      .sort((a, b) => a.span.start - b.span.start);
  });
}

/** A token that goes on in the next line is a token of each line. */
function linesOf(text: string, { kind, span: { start, end } }: SemanticToken): SemanticToken[] {
  const covered = text.slice(start, end);
  if (!/[\r\n]/.test(covered)) return [{ kind, span: span(start, end) }];
  return [...covered.matchAll(/[^\s][^\r\n]*/g)].map(({ 0: line, index }) => ({
    kind,
    span: span(start + index, start + index + line.trimEnd().length),
  }));
}

// ---- conditions -----------------------------------------------------------------------------------------

/** A token before it is known which names are lists; `name` is there for words that can be one. */
interface RawToken extends SemanticToken {
  readonly name?: string;
}

/** Equal items give equal tokens, so this memory changes no answer. */
const known = new WeakMap<Item, readonly RawToken[]>();

function conditionTokens({ names }: Snapshot, item: Item): SemanticToken[] {
  const raw = known.get(item) ?? rawTokens(item);
  known.set(item, raw);
  const lists = names.all('list');
  return raw.map((token) =>
    token.name !== undefined && lists.has(token.name) ? { kind: 'list', span: token.span } : token,
  );
}

function rawTokens(item: Item): RawToken[] {
  const { condition } = factsOf(item);
  if (condition === undefined) return [];
  const { decoded, parsed } = condition;
  const tokens: RawToken[] = [];
  readTree(parsed.tree, tokens);
  const all = [...tokens, ...wordsBetween(decoded.text, tokens)];
  return all.map((token) => ({ ...token, span: decoded.map.toSource(token.span) }));
}

function readTree(node: Condition, tokens: RawToken[]): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) readTree(operand, tokens);
      break;
    case 'not':
      readTree(node.operand, tokens);
      break;
    case 'macro':
      tokens.push({ kind: 'macro', span: node.span });
      break;
    case 'check':
      readCheck(node, tokens);
      break;
    case 'missing':
      break;
  }
}

function readCheck({ left, operator, right }: Check, tokens: RawToken[]): void {
  readOperand(left, tokens);
  if (operator.name !== '') tokens.push({ kind: 'operator', span: operator.span });
  if (right !== undefined) readOperand(right, tokens);
}

function readOperand(operand: Operand | RightHand | TransformerArgument, tokens: RawToken[]): void {
  switch (operand.kind) {
    case 'field':
      tokens.push({ kind: 'field', span: operand.nameSpan });
      readArgument(operand.argumentSpan, tokens);
      break;
    case 'transformer':
      tokens.push({ kind: 'transformer', span: operand.nameSpan });
      for (const each of operand.operands) readOperand(each, tokens);
      readArgument(operand.argumentSpan, tokens);
      break;
    case 'list':
    case 'transformer-list':
      for (const item of operand.items) readOperand(item, tokens);
      break;
    case 'literal':
      if (operand.quoted) tokens.push({ kind: 'string', span: operand.span });
      else if (/^[+-]?\d+(?:\.\d+)?$/.test(operand.text)) tokens.push({ kind: 'number', span: operand.span });
      else tokens.push({ kind: 'value', span: operand.span, name: operand.text });
  }
}

function readArgument(argument: Span | undefined, tokens: RawToken[]): void {
  if (argument !== undefined && argument.end > argument.start) tokens.push({ kind: 'value', span: argument });
}

/** `and`, `or` and `not` have no node of their own: they stand in the gaps. */
function wordsBetween(text: string, tokens: readonly RawToken[]): RawToken[] {
  const inOrder = [...tokens].sort((a, b) => a.span.start - b.span.start);
  const words: RawToken[] = [];
  let gap = 0;
  for (const next of [...inOrder, { span: span(text.length, text.length) }]) {
    for (const { 0: word, index } of text
      .slice(gap, next.span.start)
      .matchAll(/(?<![\w.])(?:and|or|not)(?![\w.])/g)) {
      words.push({ kind: 'word', span: span(gap + index, gap + index + word.length) });
    }
    gap = Math.max(gap, next.span.end);
  }
  return words;
}

// ---- outputs --------------------------------------------------------------------------------------------

function outputTokens(snapshot: Snapshot, placed: PlacedItem): SemanticToken[] {
  const { output } = factsOf(placed.item);
  const [table] = tablesFor(snapshot, placed);
  if (output === undefined || table === undefined) return [];
  const { text, map } = output.decoded;
  return parseOutput(text, table).fields.map((field) => ({ kind: 'field', span: map.toSource(field.span) }));
}
