import type { And, Condition, FieldOperand, Literal, Operand, Or, TransformerArgument } from './tree.ts';

/**
 * The condition as the engine prints it (`condition_compiled` of `falco -L`): one line, brackets only where
 * `and` and `or` are mixed, values quoted where they need it. Macros must be resolved beforehand where the
 * engine's text is wanted; a macro that is still there is printed by its name.
 */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return printChain(condition);
    case 'not':
      return `not ${printCondition(condition.operand)}`;
    case 'macro':
      return condition.expansion === undefined ? condition.name : printCondition(condition.expansion);
    case 'missing':
      return '';
    case 'check': {
      const { left, operator, right } = condition;
      const words = [printOperand(left), printOperator(operator.name, operator.quantifier)];
      if (right !== undefined) words.push(printRight(right));
      return words.join(' ');
    }
  }
}

function printOperator(name: string, quantifier: string | undefined): string {
  return quantifier === undefined ? name : `${name} ${quantifier}`;
}

/** The engine brackets every chain of operands that stands inside another node. */
function printChain(chain: And | Or): string {
  return `(${chain.operands.map(printCondition).join(` ${chain.kind} `)})`;
}

/** A field or transformer as the engine prints it. */
export function printOperand(operand: Operand): string {
  if (operand.kind === 'field') return printField(operand);
  const inner = operand.operands.map(printArgument).join(',');
  return `${operand.name}(${inner})${printBracket(operand.argument)}`;
}

/** A field as the engine prints it, its argument quoted where a value would be. */
export function printField(field: Pick<FieldOperand, 'name' | 'argument'>): string {
  return `${field.name}${printBracket(field.argument)}`;
}

/** A field with its bare argument: the name under which the engine looks it up and an event carries it. */
export function fieldKey(field: Pick<FieldOperand, 'name' | 'argument'>): string {
  return field.argument === undefined ? field.name : `${field.name}[${field.argument}]`;
}

function printBracket(argument: string | undefined): string {
  if (argument === undefined) return '';
  return argument === '' ? '[""]' : `[${printLiteral({ text: argument })}]`;
}

function printArgument(argument: TransformerArgument): string {
  switch (argument.kind) {
    case 'literal':
      return printLiteral(argument);
    case 'transformer-list':
      return `(${argument.items.map(printArgument).join(',')})`;
    default:
      return printOperand(argument);
  }
}

function printRight(right: Exclude<Extract<Condition, { kind: 'check' }>['right'], undefined>): string {
  if (right.kind === 'literal') return printLiteral(right);
  if (right.kind === 'list') return `(${right.items.map(printLiteral).join(', ')})`;
  return printOperand(right);
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

/** A value, in double quotes only where it holds one of the characters that the engine quotes for. */
export function printLiteral(literal: Pick<Literal, 'text'>): string {
  const { text } = literal;
  if (!/[\b\f\n\r\t =\\"'\0]/.test(text)) return text;
  return `"${text.replace(/[\b\f\n\r\t\\"]/g, (c) => escapes[c] ?? c)}"`;
}
