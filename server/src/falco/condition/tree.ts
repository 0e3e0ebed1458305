import type { Span } from '../../text/span.ts';

/**
 * The tree of a condition. Spans are offsets in the text that was parsed (the decoded condition, or the
 * condition after list expansion; the caller knows which and maps them back to the file).
 */
export type Condition = And | Or | Not | MacroReference | Check | MissingCheck;

/** `a and b and c`: two operands or more. */
export interface And {
  readonly kind: 'and';
  readonly span: Span;
  readonly operands: readonly Condition[];
}

/** `a or b or c`: two operands or more. */
export interface Or {
  readonly kind: 'or';
  readonly span: Span;
  readonly operands: readonly Condition[];
}

/** `not a`; an even number of `not`s leaves no node at all, as in the engine. */
export interface Not {
  readonly kind: 'not';
  readonly span: Span;
  readonly operand: Condition;
}

/** A bare name: the engine looks it up among the macros. */
export interface MacroReference {
  readonly kind: 'macro';
  readonly span: Span;
  readonly name: string;
  /**
   * What the name stands for, in conditions whose macros are resolved. Spans in there count in the macro's
   * own text. A reference with an expansion means just what its expansion means.
   */
  readonly expansion?: Condition;
  /** How large the expansion is; there where the expansion is. */
  readonly weight?: Weight;
}

/** How large a resolved condition is, counting what macros stand for every time. */
export interface Weight {
  readonly nodes: number;
  /** How many macros stand within one another. */
  readonly macros: number;
}

/** A place where a check should stand and does not; only in trees of conditions with syntax problems. */
export interface MissingCheck {
  readonly kind: 'missing';
  readonly span: Span;
}

/** One comparison: a field or transformer, an operator, and (unless `exists`) a right-hand side. */
export interface Check {
  readonly kind: 'check';
  readonly span: Span;
  readonly left: Operand;
  readonly operator: Operator;
  /** Absent for `exists`, and where parsing recovered from a missing value. */
  readonly right?: RightHand;
}

/** Operators as written in rules; the modifiers are `Quantifier`s. */
export type OperatorName =
  | 'exists'
  | '<'
  | '<='
  | '>'
  | '>='
  | '='
  | '=='
  | '!='
  | 'glob'
  | 'iglob'
  | 'contains'
  | 'icontains'
  | 'bcontains'
  | 'startswith'
  | 'bstartswith'
  | 'endswith'
  | 'regex'
  | 'in'
  | 'intersects'
  | 'pmatch';

/** What may follow a string operator before a list: `startswith anyof (a, b)`. */
export type Quantifier = 'oneof' | 'anyof' | 'allof';

/** An operator where it stands; `name` is empty where parsing recovered from a missing operator. */
export interface Operator {
  readonly name: OperatorName | '';
  readonly quantifier?: Quantifier;
  readonly span: Span;
}

/** What can stand left of an operator. */
export type Operand = FieldOperand | TransformerOperand;

/** `proc.name`, `evt.arg[0]`, `proc.aname[2]`; `name` is the longest dotted word, `argument` what stands between brackets, unquoted. */
export interface FieldOperand {
  readonly kind: 'field';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly argument?: string;
  /** The argument without its brackets, with its quotes. */
  readonly argumentSpan?: Span;
}

/** `tolower(proc.name)`, `val(proc.pname)`, `concat(a, "-", b)`. */
export interface TransformerOperand {
  readonly kind: 'transformer';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly operands: readonly TransformerArgument[];
  /** `getopt(…)[-f]`: a bracket after the closing parenthesis. */
  readonly argument?: string;
  readonly argumentSpan?: Span;
}

/** What can stand between a transformer's parentheses. */
export type TransformerArgument = Operand | Literal | TransformerList;

/** A parenthesised list inside a transformer: `join(",", (a, b))`. */
export interface TransformerList {
  readonly kind: 'transformer-list';
  readonly span: Span;
  readonly items: readonly TransformerArgument[];
}

/** What can stand right of an operator. */
export type RightHand = Literal | LiteralList | Operand;

/** A word, a quoted string or a number; `text` is unescaped and without quotes. */
export interface Literal {
  readonly kind: 'literal';
  readonly span: Span;
  readonly text: string;
  readonly quoted: boolean;
}

/** `(a, "b c", d)`. */
export interface LiteralList {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly Literal[];
}
