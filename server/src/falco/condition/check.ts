import { parseHexValue, parseValue } from '../evaluate/parse-value.ts';
import { checkRegex } from '../evaluate/posix-regex.ts';
import { engineError, engineWarning, type Finding, finding } from '../problems/index.ts';
import { isEventType } from '../tables/events.ts';
import { matchField } from '../tables/field-reference.ts';
import type { FieldTable, FieldType } from '../tables/fields.ts';
import { type ComparedAs, comparedAs, operatorFits } from '../tables/operators.ts';
import { isFault, type OperandFault, type OperandType, operandType } from './operand-type.ts';
import { fieldKey, printOperand } from './print.ts';
import { hexReason, typeInWords, valueReason } from './reasons.ts';
import type { Check, Condition, Literal, Operand, Operator } from './tree.ts';
import { transformers } from './words.ts';

/** What a condition is checked against. */
export interface ConditionContext {
  /** The fields of the rule's source. */
  readonly table: FieldTable;
  /** Event types that loaded plugins add. */
  readonly asyncEvents: readonly string[];
}

/**
 * Checks every comparison of a condition: fields, transformers, operators, values. Macros are not looked
 * into. Findings come in the order in which the engine would meet them; it stops at the first error.
 * Spans count in the text that was parsed.
 */
export function checkCondition(condition: Condition, context: ConditionContext): Finding[] {
  const findings: Finding[] = [];
  visitChecks(condition, (check) => findings.push(...checkComparison(check, context)));
  return findings;
}

/** Calls `visit` for each comparison, from left to right. */
export function visitChecks(condition: Condition, visit: (check: Check) => void): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const operand of condition.operands) visitChecks(operand, visit);
      break;
    case 'not':
      visitChecks(condition.operand, visit);
      break;
    case 'check':
      visit(condition);
  }
}

/** As `checkCondition`, for one comparison. */
export function checkComparison(check: Check, context: ConditionContext): Finding[] {
  const { left, operator, right } = check;
  const type = operandType(left, context.table);
  if (isFault(type)) return [operandFinding(left, type)];
  if (operator.name === '') return [];
  const incompatible = operatorFinding(check, operator, type);
  if (incompatible !== undefined) return [incompatible];
  if (right === undefined) return [];
  if (right.kind === 'field' || right.kind === 'transformer') {
    return rightOperandFindings(right, operator, type, context);
  }
  const literals = right.kind === 'list' ? right.items : [right];
  return literals.flatMap((literal) => valueFindings(check, literal, type, context));
}

/** A field or transformer that does not exist or cannot be used so. */
function operandFinding(operand: Operand, fault: OperandFault): Finding {
  const engine = engineError('LOAD_ERR_COMPILE_CONDITION', fault.engineMessage);
  if (fault.kind !== 'unknown-field') {
    return finding(fault.kind, fault.span, [fault.reason], engine);
  }
  const name = operand.kind === 'field' ? fieldKey(operand) : /field (.*)$/.exec(fault.engineMessage)?.[1];
  return finding('unknown-field', fault.span, [name ?? printOperand(operand)], engine);
}

/** What the engine calls what is compared in one way. */
const comparisonNames: Readonly<Record<ComparedAs | 'list', string>> = {
  number: 'for numeric filters',
  boolean: 'for numeric filters',
  text: 'for string filters',
  bytes: 'for buffer filters',
  address: 'for ip address and network filters',
  list: 'list filters',
};

/** An operator that the operand's type does not take. */
function operatorFinding(check: Check, operator: Operator, { type, list }: OperandType): Finding | undefined {
  if (operator.name === '' || operatorFits(operator.name, type, list)) return undefined;
  const kind = list ? listKind(type) : comparedAs(type);
  return finding(
    'operator-type',
    operator.span,
    [operator.name, printOperand(check.left), typeInWords(type, list)],
    engineError('LOAD_ERR_COMPILE_CONDITION', `filter error: ${operatorMessage(operator, type, list, kind)}`),
  );
}

/** Lists of some types cannot be compared at all. */
function listKind(type: FieldType): 'list' | undefined {
  return operatorFits('in', type, true) ? 'list' : undefined;
}

function operatorMessage(
  operator: Operator,
  type: FieldType,
  list: boolean,
  kind: ComparedAs | 'list' | undefined,
): string {
  const name = operator.name === '==' ? '=' : operator.name;
  if (kind === undefined) {
    return list
      ? `list filters are not supported for type '${type}'`
      : `'${name}' operator not supported for type '${type}'`;
  }
  if (kind === 'address' && operator.quantifier !== undefined) {
    return `'${name}' with modifier not supported for ip address and network filters`;
  }
  return `'${name}' operator not supported ${comparisonNames[kind]}`;
}

/** Numbers of the engine's operators, as one of its messages prints them. */
const operatorNumbers: Readonly<Record<string, number>> = { pmatch: 13, regex: 19 };

/** A field or transformer on the right: not every pair can be compared. */
function rightOperandFindings(
  right: Operand,
  operator: Operator,
  left: OperandType,
  context: ConditionContext,
): Finding[] {
  const type = operandType(right, context.table);
  if (isFault(type)) return [operandFinding(right, type)];
  const fault = rightOperandFault(operator, left, type);
  if (fault === undefined) return [];
  const engine = engineError('LOAD_ERR_COMPILE_CONDITION', fault.engineMessage);
  return [finding('bad-right-hand-field', right.span, [fault.reason], engine)];
}

interface RightOperandFault {
  readonly engineMessage: string;
  readonly reason: string;
}

function rightOperandFault(
  operator: Operator,
  left: OperandType,
  right: OperandType,
): RightOperandFault | undefined {
  const number = operatorNumbers[operator.name];
  if (number !== undefined) {
    return {
      engineMessage: `operator '${number}' doesn't support right-hand side fields`,
      reason: `\`${operator.name}\` compares with values only`,
    };
  }
  if (/^IP(?:V[46])?NET$/.test(left.type)) {
    return {
      engineMessage: "field type 'IPNET' doesn't support right-hand side fields",
      reason: 'networks are compared with values only',
    };
  }
  if (left.noRightHand) {
    return {
      engineMessage: `field '${left.name}' doesn't support right-hand side fields`,
      reason: `\`${left.name}\` is compared with values only`,
    };
  }
  if (right.noRightHand) {
    return {
      engineMessage: `field '${right.name}' can't be used as a right-hand side field`,
      reason: `\`${right.name}\` has to stand on the left`,
    };
  }
  return left.type === right.type && left.list === right.list ? undefined : typesDiffer(left, right);
}

function typesDiffer(left: OperandType, right: OperandType): RightOperandFault {
  const words = [typeInWords(left.type, left.list), typeInWords(right.type, right.list)];
  return {
    engineMessage: `field '${left.name}' has type '${typeName(left)}' while the right-hand side field '${right.name}' has incompatible type '${typeName(right)}'`,
    reason:
      words[0] === words[1]
        ? `\`${left.name}\` has type ${typeName(left)}, \`${right.name}\` type ${typeName(right)}`
        : `\`${left.name}\` is ${words[0]}, \`${right.name}\` is ${words[1]}`,
  };
}

function typeName({ type, list }: OperandType): string {
  return list ? `${type} (list)` : type;
}

/** One constant on the right: its own form, then what it may have been meant to be. */
function valueFindings(
  check: Check,
  literal: Literal,
  type: OperandType,
  context: ConditionContext,
): Finding[] {
  const warnings = suspiciousValueFindings(check, literal, context);
  const fault = valueFault(check, literal, type, context);
  return fault === undefined ? warnings : [...warnings, fault];
}

function valueFault(
  check: Check,
  literal: Literal,
  type: OperandType,
  context: ConditionContext,
): Finding | undefined {
  const { text, span } = literal;
  const operator = check.operator.name;
  const hex = operator === 'bcontains' || operator === 'bstartswith';
  const parsed = hex ? parseHexValue(text) : parseValue(type.type, text);
  if (!parsed.ok) {
    const engine = engineError('LOAD_ERR_COMPILE_CONDITION', parsed.error);
    const reason = hex ? hexReason : valueReason(type.type);
    return finding('bad-value', span, [text, printOperand(check.left), reason], engine);
  }
  if (type.field?.name === 'evt.type' && !isKnownEventType(text, context)) {
    const engine = engineError('LOAD_ERR_COMPILE_CONDITION', `unknown event type ${text}`);
    return finding('unknown-event-type', span, [text], engine);
  }
  if (type.field?.name === 'evt.around') return aroundFault(check, literal);
  const regex = operator === 'regex' ? checkRegex(text) : undefined;
  if (regex === undefined) return undefined;
  const engine = engineError('LOAD_ERR_COMPILE_CONDITION', regex);
  return finding('invalid-regex', span, [regex.replace('invalid regex pattern: ', '')], engine);
}

function isKnownEventType(text: string, { asyncEvents }: ConditionContext): boolean {
  return isEventType(text) || asyncEvents.includes(text);
}

function aroundFault({ operator }: Check, { text, span }: Literal): Finding | undefined {
  if (operator.name === '=' || operator.name === '==') return undefined;
  const message = "evt.around supports only '=' comparison operator";
  return finding(
    'bad-value',
    span,
    [text, 'evt.around', 'it takes `=` only'],
    engineError('LOAD_ERR_COMPILE_CONDITION', message),
  );
}

/** Values that look like something else: a trivial regex, a field or a transformer without `val()`. */
function suspiciousValueFindings(
  { operator }: Check,
  literal: Literal,
  { table }: ConditionContext,
): Finding[] {
  const { text } = literal;
  const compact = /[\t\n\v\f\r ]/.test(text) ? text.replace(/[\t\n\v\f\r ]/g, '') : text;
  const found: Finding[] = [];
  if (operator.name === 'regex' && isTrivialRegex(text)) found.push(trivialRegex(literal));
  const field = fieldLike(compact, table);
  if (field === 'field') found.push(fieldAsText(literal, compact));
  // Measured: a text that starts like a field but breaks off in its argument keeps the engine from looking on.
  if (field === 'broken' || !compact.endsWith(')')) return found;
  for (const name of transformers) {
    if (compact.length < name.length + 2 || !compact.startsWith(`${name}(`)) continue;
    found.push(transformerAsText(literal));
  }
  return found;
}

function trivialRegex(literal: Literal): Finding {
  const engineMessage = `regex check with '${literal.text}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`;
  const reason = `the pattern \`${literal.text}\` needs no regular expression, use \`=\`, \`contains\`, \`startswith\` or \`endswith\``;
  return suspicious(literal, engineMessage, reason);
}

function fieldAsText(literal: Literal, field: string): Finding {
  const engineMessage = `'${literal.text}' may be a valid field misused as a const string value`;
  const reason = `\`${literal.text}\` is compared as a text, use \`val(${field})\` for its value`;
  return suspicious(literal, engineMessage, reason);
}

function transformerAsText(literal: Literal): Finding {
  const engineMessage = `'${literal.text}' may be a valid field transformer misused as a const string value`;
  const reason = `\`${literal.text}\` is compared as a text, leave the quotes out for its value`;
  return suspicious(literal, engineMessage, reason);
}

function suspicious({ span }: Literal, engineMessage: string, reason: string): Finding {
  const engine = engineWarning('LOAD_COMPILE_CONDITION', engineMessage);
  return finding('suspicious-value', span, [reason], engine);
}

function fieldLike(text: string, table: FieldTable): 'field' | 'broken' | 'none' {
  const match = matchField(table, text);
  if (!('fault' in match)) return match.length === text.length ? 'field' : 'none';
  return match.fault === 'unknown-field' ? 'none' : 'broken';
}

/** The engine's own heuristic: no special character other than anchors and `.*` at either end. */
function isTrivialRegex(pattern: string): boolean {
  const last = pattern.length - 1;
  for (let i = 0; i <= last; i++) {
    const c = pattern[i]!;
    if ((i === 0 && c === '^') || (i === last && c === '$')) continue;
    const atEitherEnd = (i === 0 && last > 0) || i === last - 1;
    if (atEitherEnd && c === '.' && '+*?'.includes(pattern[i + 1] ?? ' ')) {
      i++;
      continue;
    }
    if ('.+*?^$()[]{}|\\'.includes(c)) return false;
  }
  return true;
}
