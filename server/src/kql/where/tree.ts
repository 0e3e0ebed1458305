/**
 * An expression of KQL, as far as translated conditions need it. `printExpression` writes it out.
 */
export type KqlExpression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A text that is a regular expression; printed without doubled backslashes where that can be. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** `5`, `true`, `dynamic(["a"])`: KQL that stands as it is. */
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'index'; readonly of: KqlExpression; readonly key: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly KqlExpression[] }
  | Comparison
  | { readonly kind: 'sum'; readonly operands: readonly KqlExpression[] }
  | KqlGroup;

/** `a and b and c` or `a or b or c`. */
export interface KqlGroup {
  readonly kind: 'and' | 'or';
  readonly operands: readonly KqlExpression[];
}

/** Two sides and the operator between them; right of `in` and `!in` stands a list. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: KqlExpression;
  readonly right: KqlExpression | readonly KqlExpression[];
}

/** The comparisons that translated conditions use. */
export type ComparisonOperator =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | '!in'
  | 'contains'
  | 'contains_cs'
  | 'startswith_cs'
  | 'endswith_cs'
  | 'matches regex';

/** A column or variable of that name. */
export function name(of: string): KqlExpression {
  return { kind: 'name', name: of };
}

/** A text. */
export function text(value: string): KqlExpression {
  return { kind: 'text', text: value };
}

/** A number or truth value, as it is written. */
export function constant(written: string | number | bigint | boolean): KqlExpression {
  return { kind: 'constant', text: String(written) };
}

/** A call of a function. */
export function call(called: string, ...operands: readonly KqlExpression[]): KqlExpression {
  return { kind: 'call', name: called, operands };
}

/** A member of a dynamic value, by key or place. */
export function index(of: KqlExpression, key: string | number): KqlExpression {
  return { kind: 'index', of, key };
}

/** A comparison; right of `in` and `!in` give a list. */
export function compare(
  left: KqlExpression,
  operator: ComparisonOperator,
  right: Comparison['right'],
): KqlExpression {
  return { kind: 'comparison', operator, left, right };
}

/** `matches regex` with a pattern of RE2. */
export function matches(subject: KqlExpression, pattern: string): KqlExpression {
  return compare(subject, 'matches regex', { kind: 'pattern', pattern });
}

/** What is true of every row. */
export const always: KqlExpression = constant(true);
/** What is true of no row. */
export const never: KqlExpression = constant(false);

/** All of the operands; what is certain is left out, nothing gives `true`. */
export function and(operands: readonly KqlExpression[]): KqlExpression {
  return group('and', operands, always, never);
}

/** Any of the operands; nothing gives `false`. */
export function or(operands: readonly KqlExpression[]): KqlExpression {
  return group('or', operands, never, always);
}

/** The contrary. A test of a null is null in KQL, and must be false before it is turned round. */
export function not(operand: KqlExpression): KqlExpression {
  if (operand === always) return never;
  if (operand === never) return always;
  if (operand.kind === 'call' && operand.name === 'not') return operand.operands[0]!;
  return call('not', mayBeNull(operand) ? call('coalesce', operand, never) : operand);
}

function group(
  kind: KqlGroup['kind'],
  operands: readonly KqlExpression[],
  neutral: KqlExpression,
  deciding: KqlExpression,
): KqlExpression {
  const flat = operands.flatMap((each) => (each.kind === kind ? each.operands : [each]));
  if (flat.includes(deciding)) return deciding;
  const left = flat.filter((each) => each !== neutral);
  if (left.length === 0) return neutral;
  return left.length === 1 ? left[0]! : { kind, operands: left };
}

/** Conversions that give null for what they cannot read. */
const conversions = new Set(['tolong', 'toreal', 'tobool', 'array_length']);
const addressTests = /^ipv[46]_/;

/** True for a test that is null where a value is missing: an order of numbers, a test of addresses. */
function mayBeNull(expression: KqlExpression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.some(mayBeNull);
    case 'call':
      return addressTests.test(expression.name);
    case 'comparison':
      return isConversion(expression.left) && expression.operator !== '==' && expression.operator !== '!=';
    default:
      return false;
  }
}

function isConversion(expression: KqlExpression): boolean {
  return expression.kind === 'call' && conversions.has(expression.name);
}
