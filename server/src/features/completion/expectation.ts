import { Lexer } from '../../falco/condition/lexer.ts';
import { parseOperand } from '../../falco/condition/parse.ts';
import type { Operand, OperatorName } from '../../falco/condition/tree.ts';
import {
  leftTransformers,
  listOperators,
  numberOperators,
  quantifiers,
  stringOperators,
  unaryOperators,
} from '../../falco/condition/words.ts';

/** What the grammar of conditions expects at the end of a text. */
export type Expectation =
  /** A check, a macro, `not` or `(`; `empty` where nothing stands before it. */
  | { readonly kind: 'check' }
  /** `and`, `or` or `)`. */
  | { readonly kind: 'connective' }
  | { readonly kind: 'operator'; readonly left: Operand }
  /** A value; `inList` where it is one of several between parentheses. */
  | {
      readonly kind: 'value';
      readonly left: Operand;
      readonly operator: OperatorName;
      readonly inList: boolean;
    }
  /** A list: its opening parenthesis or its name. */
  | { readonly kind: 'list'; readonly left: Operand; readonly operator: OperatorName }
  /** An argument of a transformer. */
  | { readonly kind: 'transformer-argument'; readonly transformer: string };

/**
 * Reads a condition up to the word that is being written and tells what that word can be. Text that is not
 * a condition so far is passed over, so there always is an answer.
 */
export function expectationAfter(text: string): Expectation {
  const lexer = new Lexer(text);
  let state: Expectation = { kind: 'check' };
  while (true) {
    lexer.blank();
    if (lexer.atEnd) return state;
    const before = lexer.offset;
    state = step(lexer, state);
    if (lexer.offset === before) lexer.offset++;
  }
}

function step(lexer: Lexer, state: Expectation): Expectation {
  switch (state.kind) {
    case 'check':
      return readCheck(lexer);
    case 'connective':
      return readConnective(lexer);
    case 'operator':
      return readOperator(lexer, state.left);
    case 'value':
      return state.inList ? readListItem(lexer, state) : readValue(lexer, state);
    case 'list':
      return readList(lexer, state);
    case 'transformer-argument':
      return state; // only ever at the end: a complete transformer is read as a whole
  }
}

const check: Expectation = { kind: 'check' };
const connective: Expectation = { kind: 'connective' };

function readCheck(lexer: Lexer): Expectation {
  if (lexer.token('notBlank') || lexer.word('not(') || lexer.word('(')) return check;
  const operand = readOperand(lexer);
  if (operand !== undefined)
    return 'kind' in operand && operand.kind === 'transformer-argument'
      ? operand
      : { kind: 'operator', left: operand as Operand };
  return lexer.token('identifier') ? connective : check;
}

/** A field or transformer; where a transformer is not closed yet, the text ends inside it. */
function readOperand(
  lexer: Lexer,
): Operand | Extract<Expectation, { kind: 'transformer-argument' }> | undefined {
  const rest = lexer.text.slice(lexer.offset);
  const operand = parseOperand(rest);
  if (operand !== undefined) {
    lexer.offset += operand.span.end;
    return operand;
  }
  return openTransformer(lexer, rest);
}

function openTransformer(
  lexer: Lexer,
  rest: string,
): Extract<Expectation, { kind: 'transformer-argument' }> | undefined {
  const name = ['val', ...leftTransformers].find((each) => rest.startsWith(`${each}(`));
  if (name === undefined) return undefined;
  const inner = [...rest.matchAll(/(\w+)\(/g)].map((match) => match[1]!);
  lexer.offset = lexer.text.length;
  return { kind: 'transformer-argument', transformer: inner.at(-1) ?? name };
}

function readConnective(lexer: Lexer): Expectation {
  if (lexer.word(')')) return connective;
  return lexer.word('and') || lexer.word('or') ? check : connective;
}

function readOperator(lexer: Lexer, left: Operand): Expectation {
  if (lexer.operator(unaryOperators, false)) return connective;
  const number = lexer.operator(numberOperators, false);
  if (number) return { kind: 'value', left, operator: number, inList: false };
  const text = lexer.operator(stringOperators, true);
  if (text) return readQuantifier(lexer, left, text);
  const list = lexer.operator(listOperators, false);
  return list ? { kind: 'list', left, operator: list } : { kind: 'operator', left };
}

function readQuantifier(lexer: Lexer, left: Operand, operator: OperatorName): Expectation {
  lexer.blank();
  if (lexer.operator(quantifiers, true)) return { kind: 'list', left, operator };
  return { kind: 'value', left, operator, inList: false };
}

function readValue(lexer: Lexer, state: Extract<Expectation, { kind: 'value' }>): Expectation {
  if (/^(?:val|\w+)\(/.test(lexer.text.slice(lexer.offset))) {
    const operand = readRightOperand(lexer);
    if (operand !== undefined) return operand;
  }
  if (opensQuote(lexer)) return state;
  return lexer.quotedString() || lexer.token('bareString') ? connective : state;
}

function readRightOperand(lexer: Lexer): Expectation | undefined {
  const rest = lexer.text.slice(lexer.offset);
  const val = /^val\([^)]*\)/.exec(rest);
  if (val !== null) {
    lexer.offset += val[0].length;
    return connective;
  }
  const operand = readOperand(lexer);
  if (operand === undefined) return undefined;
  return operand.kind === 'transformer-argument' ? operand : connective;
}

/** A quote that is not closed: the value is being written. */
function opensQuote(lexer: Lexer): boolean {
  const quote = lexer.text[lexer.offset];
  if (quote !== '"' && quote !== "'") return false;
  const saved = lexer.save();
  const closed = lexer.quotedString();
  lexer.restore(saved);
  if (!closed) lexer.offset = lexer.text.length;
  return !closed;
}

function readList(lexer: Lexer, state: Extract<Expectation, { kind: 'list' }>): Expectation {
  const { left, operator } = state;
  if (lexer.word('(')) return { kind: 'value', left, operator, inList: true };
  return lexer.token('bareString') ? connective : state;
}

function readListItem(lexer: Lexer, state: Extract<Expectation, { kind: 'value' }>): Expectation {
  if (lexer.word(')')) return connective;
  if (lexer.word(',') || opensQuote(lexer)) return state;
  if (!lexer.quotedString()) lexer.token('bareString');
  return state;
}
