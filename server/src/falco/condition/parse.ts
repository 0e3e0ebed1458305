import { type Span, span } from '../../text/span.ts';
import { Lexer } from './lexer.ts';
import type {
  Check,
  Condition,
  FieldOperand,
  Literal,
  LiteralList,
  Operand,
  Operator,
  OperatorName,
  RightHand,
  TransformerArgument,
  TransformerList,
  TransformerOperand,
} from './tree.ts';
import {
  listOperators,
  numberOperators,
  operators,
  quantifiers,
  quotedWords,
  stringOperators,
  transformers,
  unaryOperators,
} from './words.ts';

/** What is wrong with the text of a condition; the code of the problem table is `condition-<kind>`. */
export type SyntaxKind =
  | 'empty'
  | 'too-deep'
  | 'unexpected-text'
  | 'missing-blank'
  | 'missing-check'
  | 'missing-operator'
  | 'missing-value'
  | 'unclosed-parenthesis'
  | 'bad-escape'
  | 'bad-argument'
  | 'bad-transformer';

/** One syntax problem. Only the first of a condition is the engine's; those after it stem from our recovery. */
export interface SyntaxProblem {
  readonly kind: SyntaxKind;
  /** The engine's own words. */
  readonly engineMessage: string;
  /** Where the engine's parser stood, as an offset. */
  readonly engineOffset: number;
  /** The characters that are wrong; empty at a place where something is missing. */
  readonly span: Span;
}

/** A parsed condition: always a tree, whole where `problems` is empty. */
export interface ParsedCondition {
  readonly text: string;
  readonly tree: Condition;
  readonly problems: readonly SyntaxProblem[];
}

const listOrOperand = `expected a list, an identifier, or a field with a valid transformer: ${quotedWords(transformers)}`;

/** The engine's limit for conditions in rules; for stand-alone filters it is 100 (measured). */
export const ruleDepthLimit = 1000;
/** The same for a filter on its own, as on a command line. */
export const filterDepthLimit = 100;

/**
 * Parses a condition as the engine does (same language, same first message), and goes on after errors:
 * the tree then has `missing` nodes, or checks without operator or value.
 * @param depthLimit nesting at which the engine stops, counted as the engine counts.
 */
export function parseCondition(text: string, depthLimit = ruleDepthLimit): ParsedCondition {
  const parser = new Parser(text, depthLimit);
  const tree = parser.parse();
  return { text, tree, problems: parser.problems };
}

/**
 * Reads one field or transformer at the start of a text, as outputs write them after `%`; undefined where
 * there is none or it is not complete. What follows it does not matter; `span` tells how far it goes.
 */
export function parseOperand(text: string): Operand | undefined {
  const parser = new Parser(text, filterDepthLimit);
  const operand = parser.operand();
  const [problem] = parser.problems;
  if (operand === undefined || problem === undefined) return operand;
  const ownArgument = problem.kind === 'bad-argument' && operand.argumentSpan !== undefined;
  // A bracket that is no argument belongs to the text that follows.
  if (!ownArgument || problem.span.start + 1 !== operand.argumentSpan?.start) return undefined;
  const { argument: _argument, argumentSpan: _span, ...bare } = operand;
  return { ...bare, span: span(operand.span.start, problem.span.start) };
}

/** Thrown to leave a tree that is nested too deeply; nothing after it can be read. */
class TooDeep extends Error {}

class Parser {
  readonly problems: SyntaxProblem[] = [];
  private readonly lexer: Lexer;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly depthLimit: number,
  ) {
    this.lexer = new Lexer(text);
  }

  parse(): Condition {
    if (this.text === '') {
      this.report('empty', 'filter input string is empty', span(0, 0));
      return { kind: 'missing', span: span(0, 0) };
    }
    try {
      return this.whole();
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      return { kind: 'missing', span: span(0, this.text.length) };
    }
  }

  operand(): Operand | undefined {
    try {
      return this.fieldOrTransformer(0);
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      return undefined;
    }
  }

  /** The whole text; what stands after a complete condition is reported, skipped over, and parsing goes on. */
  private whole(): Condition {
    const parts = [this.or()];
    while (!this.lexer.atEnd) {
      const start = this.lexer.offset;
      this.report(
        'unexpected-text',
        `unexpected token after '${this.lexer.lastToken}', expecting 'or', 'and'`,
        span(start, this.unexpectedEnd(start)),
      );
      this.lexer.offset = Math.max(start + 1, this.unexpectedEnd(start));
      this.skipToConnective();
      if (this.lexer.word('and') || this.lexer.word('or')) parts.push(this.or());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', span: span(0, this.text.length), operands: parts };
  }

  private or(): Condition {
    return this.nested(() => this.chain('or', () => this.and()));
  }

  private and(): Condition {
    return this.nested(() => this.chain('and', () => this.not()));
  }

  /** `operand (word operand)*` */
  private chain(word: 'and' | 'or', operand: () => Condition): Condition {
    const { lexer } = this;
    const start = lexer.offset;
    lexer.blank();
    const operands = [operand()];
    lexer.blank();
    while (lexer.word(word)) {
      operands.push(this.afterConnective(word, operand));
      lexer.blank();
    }
    if (operands.length === 1) return operands[0]!;
    const first = Math.max(start, operands[0]!.span.start);
    return { kind: word, span: span(first, operands.at(-1)!.span.end), operands };
  }

  private afterConnective(word: 'and' | 'or', operand: () => Condition): Condition {
    const { lexer } = this;
    if (lexer.blank()) return operand();
    if (lexer.word('(')) return this.embeddedRemainder(lexer.offset - 1);
    const end = lexer.offset;
    const engineMessage = `expected blank or '(' after '${word}'`;
    const where = span(end - word.length, end);
    if (lexer.atEnd) {
      // For people it is what should follow that is missing.
      this.report('missing-check', engineMessage, where);
      return { kind: 'missing', span: span(end, end) };
    }
    this.report('missing-blank', engineMessage, where);
    return operand();
  }

  private not(): Condition {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      let negated = false;
      while (lexer.token('notBlank')) negated = !negated;
      let operand: Condition;
      if (lexer.word('not(')) {
        negated = !negated;
        operand = this.embeddedRemainder(lexer.offset - 1);
      } else {
        operand = this.check();
      }
      return negated ? { kind: 'not', span: span(start, operand.span.end), operand } : operand;
    });
  }

  /** What follows an opening parenthesis, up to the closing one. */
  private embeddedRemainder(open: number): Condition {
    return this.nested(() => {
      this.lexer.blank();
      const inner = this.or();
      this.lexer.blank();
      if (!this.lexer.word(')')) this.unclosed(open);
      return inner;
    });
  }

  private unclosed(open: number): void {
    const { lexer } = this;
    const at = lexer.atEnd ? span(open, open + 1) : this.restOfWord();
    this.report('unclosed-parenthesis', "expected a ')' token", at);
    if (lexer.atEnd) return;
    this.skipToConnective();
    while (lexer.word('and') || lexer.word('or')) {
      this.or();
      lexer.blank();
    }
    lexer.word(')');
  }

  private check(): Condition {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      if (lexer.word('(')) return this.embeddedRemainder(start);
      const left = this.fieldOrTransformer(start);
      if (left !== undefined) return this.comparison(left);
      if (lexer.token('identifier')) {
        return { kind: 'macro', span: span(start, lexer.offset), name: lexer.lastToken };
      }
      const at = this.restOfWord();
      this.report('missing-check', "expected a '(' token, a field check, or an identifier", at);
      this.skipToConnective();
      return { kind: 'missing', span: span(start, start) };
    });
  }

  private fieldOrTransformer(start: number): Operand | undefined {
    const { lexer } = this;
    if (lexer.token('fieldName')) return this.fieldRemainder(start, lexer.lastToken);
    const name = lexer.transformer();
    if (name === undefined) return undefined;
    lexer.blank();
    return this.transformerRemainder(start, name);
  }

  private fieldRemainder(start: number, name: string): FieldOperand {
    return this.nested(() => {
      const nameSpan = span(start, start + name.length);
      const argument = this.optionalArgument();
      return { kind: 'field', name, nameSpan, ...argument, span: span(start, this.lexer.offset) };
    });
  }

  /** `[argument]`, quoted or bare. */
  private optionalArgument(): { argument: string; argumentSpan: Span } | undefined {
    const { lexer } = this;
    const open = lexer.offset;
    if (!lexer.word('[')) return undefined;
    const start = lexer.offset;
    if (!this.quotedString() && !lexer.token('bareArgument')) {
      this.report(
        'bad-argument',
        'expected a valid field argument: a quoted string or a bare string',
        span(open, Math.min(start + 1, this.text.length)),
      );
      lexer.word(']');
      return { argument: '', argumentSpan: span(start, start) };
    }
    const argument = lexer.lastToken;
    const argumentSpan = span(start, lexer.offset);
    if (!lexer.word(']')) {
      this.report('bad-argument', "expected a ']' token", span(open, lexer.offset));
    }
    return { argument, argumentSpan };
  }

  /** `a, b, c)` and an optional argument, after `name(`. */
  private transformerRemainder(start: number, name: string): TransformerOperand {
    return this.nested(() => {
      const { lexer } = this;
      const nameSpan = span(start, start + name.length);
      lexer.blank();
      const operands: TransformerArgument[] = [];
      do {
        const operand = this.transformerArgument();
        if (operand !== undefined) operands.push(operand);
        lexer.blank();
      } while (lexer.word(','));
      return this.closeTransformer({ kind: 'transformer', name, nameSpan, operands }, start);
    });
  }

  private closeTransformer(
    head: Omit<TransformerOperand, 'span' | 'argument' | 'argumentSpan'>,
    start: number,
  ): TransformerOperand {
    const { lexer } = this;
    lexer.blank();
    if (!lexer.word(')')) {
      this.report(
        'bad-transformer',
        "expected a ')' token closing the transformer",
        lexer.atEnd ? head.nameSpan : this.restOfWord(),
      );
    }
    const argument = this.optionalArgument();
    return { ...head, ...argument, span: span(start, lexer.offset) };
  }

  private transformerArgument(): TransformerArgument | undefined {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      const literal = this.transformerLiteral(start);
      if (literal !== undefined) return literal;
      if (lexer.word('(')) return this.transformerList(start);
      const operand = this.fieldOrTransformer(start);
      if (operand !== undefined) return operand;
      this.report(
        'bad-transformer',
        'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
        this.restOfWord(),
      );
      this.skipWord();
      return undefined;
    });
  }

  private transformerLiteral(start: number): Literal | undefined {
    const { lexer } = this;
    if (lexer.token('hexNumber') || lexer.token('number')) return this.literal(start, false);
    if (this.quotedString()) return this.literal(start, true);
    return undefined;
  }

  /** The rest of a list inside a transformer, after its opening parenthesis. */
  private transformerList(start: number): TransformerList {
    const { lexer } = this;
    const items: TransformerArgument[] = [];
    lexer.blank();
    if (!lexer.word(')')) {
      do {
        lexer.blank();
        const item = this.transformerListItem();
        if (item !== undefined) items.push(item);
        lexer.blank();
      } while (lexer.word(','));
      if (!lexer.word(')')) this.report('bad-transformer', "expected ')'", this.restOfWord());
    }
    return { kind: 'transformer-list', items, span: span(start, lexer.offset) };
  }

  private transformerListItem(): TransformerArgument | undefined {
    const start = this.lexer.offset;
    const item = this.fieldOrTransformer(start) ?? this.transformerLiteral(start);
    if (item !== undefined) return item;
    this.report(
      'bad-transformer',
      'expected transformer list argument: field, transformer, quoted string, or number',
      this.restOfWord(),
    );
    this.skipWord();
    return undefined;
  }

  private comparison(left: Operand): Check {
    return this.nested(() => {
      this.lexer.blank();
      const start = this.lexer.offset;
      const unary = this.lexer.operator(unaryOperators, false);
      if (unary !== undefined) return this.finishCheck(left, this.operatorAt(start, unary));
      const number = this.lexer.operator(numberOperators, false);
      if (number !== undefined) {
        return this.finishCheck(left, this.operatorAt(start, number), this.numberValue());
      }
      const string = this.lexer.operator(stringOperators, true);
      if (string !== undefined) return this.stringComparison(left, start, string);
      const list = this.lexer.operator(listOperators, false);
      if (list !== undefined) return this.finishCheck(left, this.operatorAt(start, list), this.listValue());
      return this.missingOperator(left, start);
    });
  }

  private missingOperator(left: Operand, start: number): Check {
    this.report(
      'missing-operator',
      `expected a valid check operator: one of ${quotedWords(operators)}`,
      this.restOfWord(),
    );
    this.skipToConnective();
    return this.finishCheck(left, { name: '', span: span(start, start) });
  }

  /** A string operator: a quantifier and a list, or one value. */
  private stringComparison(left: Operand, start: number, name: (typeof stringOperators)[number]): Check {
    const { lexer } = this;
    const hadBlank = /^[a-z]/.test(name) || lexer.blank();
    const saved = lexer.save();
    const quantifier = hadBlank ? lexer.operator(quantifiers, true) : undefined;
    if (quantifier !== undefined && this.listFollows() && !this.connectiveFollows()) {
      const operator: Operator = {
        name,
        quantifier,
        span: span(start, saved.offset + quantifier.length),
      };
      return this.finishCheck(left, operator, this.quantifiedList());
    }
    lexer.restore(saved);
    return this.finishCheck(left, this.operatorAt(start, name), this.stringValue());
  }

  private operatorAt(start: number, name: OperatorName): Operator {
    return { name, span: span(start, start + name.length) };
  }

  private finishCheck(left: Operand, operator: Operator, right?: RightHand): Check {
    const end = right?.span.end ?? operator.span.end;
    const checkSpan = span(left.span.start, end);
    return right === undefined
      ? { kind: 'check', span: checkSpan, left, operator }
      : { kind: 'check', span: checkSpan, left, operator, right };
  }

  private listFollows(): boolean {
    const { lexer } = this;
    if (this.text[lexer.offset] === '(') return true;
    const saved = lexer.save();
    const found = lexer.token('identifier');
    lexer.restore(saved);
    return found;
  }

  private connectiveFollows(): boolean {
    return /^(?:and|or|not)(?![a-zA-Z0-9])/.test(this.text.slice(this.lexer.offset, this.lexer.offset + 4));
  }

  private numberValue(): RightHand | undefined {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      const operand = this.rightOperand();
      if (operand !== undefined) return operand;
      if (lexer.token('hexNumber') || lexer.token('number')) return this.literal(start, false);
      return this.missingValue(
        `expected a number value or a field with a valid transformer: ${quotedWords(transformers)}`,
      );
    });
  }

  private stringValue(): RightHand | undefined {
    return this.nested(() => {
      this.lexer.blank();
      const operand = this.rightOperand();
      if (operand !== undefined) return operand;
      return (
        this.stringLiteral() ??
        this.missingValue(
          `expected a string value or a field with a valid transformer: ${quotedWords(transformers)}`,
        )
      );
    });
  }

  private stringLiteral(): Literal | undefined {
    const start = this.lexer.offset;
    if (this.quotedString()) return this.literal(start, true);
    if (this.lexer.token('bareString')) return this.literal(start, false);
    return undefined;
  }

  private listValue(): RightHand | undefined {
    return this.listOr(() => this.rightOperand(), listOrOperand);
  }

  private quantifiedList(): RightHand | undefined {
    return this.listOr(() => undefined, 'expected a list or an identifier');
  }

  /** A list, what `other` reads, or the name of a list. */
  private listOr(other: () => Operand | undefined, engineMessage: string): RightHand | undefined {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      const value = this.literalList() ?? other();
      if (value !== undefined) return value;
      return lexer.token('identifier') ? this.literal(start, false) : this.missingValue(engineMessage);
    });
  }

  /** `(a, "b c", d)`; undefined where no parenthesis opens. */
  private literalList(): LiteralList | undefined {
    const { lexer } = this;
    const start = lexer.offset;
    if (!lexer.word('(')) return undefined;
    const items: Literal[] = [];
    lexer.blank();
    const first = this.firstListItem();
    if (first !== undefined) {
      items.push(first);
      lexer.blank();
      while (lexer.word(',')) {
        lexer.blank();
        const item = this.nested(() => this.stringLiteral());
        if (item === undefined) this.missingValue('expected a string value');
        else items.push(item);
        lexer.blank();
      }
    }
    if (!lexer.word(')')) this.unclosedList(start);
    return { kind: 'list', items, span: span(start, lexer.offset) };
  }

  /**
   * The first item, if there is one. Measured: a bad escape in the first item makes the engine take the list
   * as empty, without a word.
   */
  private firstListItem(): Literal | undefined {
    const { lexer } = this;
    const saved = lexer.offset;
    const item = this.nested(() => this.stringLiteralQuietly());
    if (item === undefined && lexer.offset === saved) return undefined;
    return item;
  }

  private stringLiteralQuietly(): Literal | undefined {
    const { lexer } = this;
    const start = lexer.offset;
    if (lexer.quotedString()) {
      const bad = lexer.badEscape !== undefined;
      lexer.badEscape = undefined;
      return bad ? undefined : this.literal(start, true);
    }
    return lexer.token('bareString') ? this.literal(start, false) : undefined;
  }

  private unclosedList(open: number): void {
    const { lexer } = this;
    const at = lexer.atEnd ? span(open, open + 1) : this.restOfWord();
    this.report('unclosed-parenthesis', "expected a ')' token", at);
    if (lexer.atEnd) return;
    this.skipToConnective();
    lexer.word(')');
  }

  /** `val(field)` or a transformer, on the right-hand side. */
  private rightOperand(): Operand | undefined {
    return this.nested(() => {
      const { lexer } = this;
      lexer.blank();
      const start = lexer.offset;
      if (lexer.word('val(')) return this.valRemainder(start);
      const name = lexer.transformer();
      if (name === undefined) return undefined;
      lexer.blank();
      return this.transformerRemainder(start, name);
    });
  }

  private valRemainder(start: number): TransformerOperand {
    const { lexer } = this;
    const nameSpan = span(start, start + 'val'.length);
    lexer.blank();
    const fieldStart = lexer.offset;
    const operands: TransformerArgument[] = [];
    if (lexer.token('fieldName')) operands.push(this.fieldRemainder(fieldStart, lexer.lastToken));
    else {
      this.report('bad-transformer', "expected a field within 'val' transformer", this.restOfWord());
      this.skipWord();
    }
    return this.closeTransformer({ kind: 'transformer', name: 'val', nameSpan, operands }, start);
  }

  private quotedString(): boolean {
    const { lexer } = this;
    if (!lexer.quotedString()) return false;
    const bad = lexer.badEscape;
    if (bad !== undefined) {
      this.report('bad-escape', bad.engineMessage, span(bad.start, bad.end));
      lexer.badEscape = undefined;
    }
    return true;
  }

  private literal(start: number, quoted: boolean): Literal {
    const { lexer } = this;
    return { kind: 'literal', text: lexer.lastToken, quoted, span: span(start, lexer.offset) };
  }

  private missingValue(engineMessage: string): undefined {
    this.report('missing-value', engineMessage, this.restOfWord());
    this.skipToConnective();
    return undefined;
  }

  /** Counts one level of nesting as the engine does. */
  private nested<Result>(read: () => Result): Result {
    this.depth++;
    if (this.depth >= this.depthLimit) {
      const at = this.lexer.offset;
      this.report('too-deep', `exceeded max depth limit of ${this.depthLimit}`, span(at, at));
      throw new TooDeep();
    }
    const result = read();
    this.depth--;
    return result;
  }

  private report(kind: SyntaxKind, engineMessage: string, where: Span): void {
    this.problems.push({ kind, engineMessage, engineOffset: this.lexer.offset, span: where });
  }

  /** The word that stands at the current place; one character where it is punctuation; empty at the end. */
  private restOfWord(): Span {
    const start = this.lexer.offset;
    return span(start, this.unexpectedEnd(start));
  }

  private unexpectedEnd(start: number): number {
    const word = /[^()\t\n\r ,]+/y;
    word.lastIndex = start;
    const match = word.exec(this.text);
    return match === null ? Math.min(start + 1, this.text.length) : start + match[0].length;
  }

  private skipWord(): void {
    const start = this.lexer.offset;
    const c = this.text[start];
    if (c !== undefined && c !== ')' && c !== ',') this.lexer.offset = this.unexpectedEnd(start);
  }

  /** Skips to the next `and` or `or` that stands alone, or to a parenthesis that closes, or to the end. */
  private skipToConnective(): void {
    const connective = /(?<![^\s()])(?:and|or)(?![^\s(])/y;
    let open = 0;
    let { offset } = this.lexer;
    for (; offset < this.text.length; offset++) {
      const c = this.text[offset];
      if (c === '(') open++;
      else if (c === ')' && open-- === 0) break;
      connective.lastIndex = offset;
      if (open === 0 && connective.test(this.text)) break;
    }
    this.lexer.offset = offset;
  }
}
