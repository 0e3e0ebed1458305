import { quoteName } from '../kusto/analyse.ts';
import { kqlString } from '../string-literal.ts';
import type { Comparison, KqlExpression } from './tree.ts';

/** How tightly KQL binds; a looser operand of a tighter operator stands in brackets. */
const precedence = { or: 1, and: 2, equality: 3, order: 4, sum: 5, string: 6, primary: 7 } as const;

/** The expression as KQL on one line. */
export function printExpression(expression: KqlExpression): string {
  return print(expression, precedence.or);
}

/** The operands of a condition that must all hold, each on its own: one `where` line each. */
export function printConjuncts(expression: KqlExpression): string[] {
  const operands = expression.kind === 'and' ? expression.operands : [expression];
  return operands.map(printExpression);
}

function print(expression: KqlExpression, least: number): string {
  const written = writtenOut(expression);
  return bindingOf(expression) < least ? `(${written})` : written;
}

function writtenOut(expression: KqlExpression): string {
  switch (expression.kind) {
    case 'name':
      return /^[A-Za-z_]\w*$/.test(expression.name) ? expression.name : quoteName(expression.name);
    case 'text':
      return kqlString(expression.text);
    case 'pattern':
      return verbatim(expression.pattern);
    case 'constant':
      return expression.text;
    case 'index': {
      const key = typeof expression.key === 'number' ? String(expression.key) : kqlString(expression.key);
      return `${print(expression.of, precedence.primary)}[${key}]`;
    }
    case 'call':
      return `${expression.name}(${expression.operands.map(printExpression).join(', ')})`;
    case 'comparison':
      return printComparison(expression);
    case 'sum':
      return expression.operands.map((each) => print(each, precedence.sum)).join(' + ');
    default:
      return expression.operands
        .map((each) => print(each, precedence[expression.kind] + 1))
        .join(` ${expression.kind} `);
  }
}

function printComparison(comparison: Comparison): string {
  const { operator, left, right } = comparison;
  const tighter = bindingOf(comparison) + 1;
  const written = isList(right) ? `(${right.map(printExpression).join(', ')})` : print(right, tighter);
  return `${print(left, tighter)} ${operator} ${written}`;
}

function isList(right: Comparison['right']): right is readonly KqlExpression[] {
  return Array.isArray(right);
}

function bindingOf(expression: KqlExpression): number {
  switch (expression.kind) {
    case 'or':
    case 'and':
    case 'sum':
      return precedence[expression.kind];
    case 'comparison':
      return precedence[kindOfOperator(expression.operator)];
    default:
      return precedence.primary;
  }
}

function kindOfOperator(operator: Comparison['operator']): 'equality' | 'order' | 'string' {
  if (/^(==|!=|!?in)$/.test(operator)) return 'equality';
  return /^[<>]/.test(operator) ? 'order' : 'string';
}

/** A pattern between `@"` and `"`, where nothing in it needs an escape. */
function verbatim(pattern: string): string {
  const plain = kqlString(pattern.replaceAll('\\', '')) === `"${pattern.replaceAll('\\', '')}"`;
  return plain ? `@"${pattern}"` : kqlString(pattern);
}
