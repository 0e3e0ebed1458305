import type { Operator } from '../../falco/condition/tree.ts';
import type { FieldType } from '../../falco/tables/fields.ts';
import { comparedAs } from '../../falco/tables/operators.ts';
import { cannotExpress } from './problem.ts';
import type { Source } from './source.ts';
import { lowerAscii } from './source.ts';
import type { ComparisonOperator, KqlExpression } from './tree.ts';
import { and, call, compare } from './tree.ts';

/** Two fields compared: `proc.name = val(proc.pname)`. Both must have a value. */
export function compareFields({ name, span }: Operator, left: Source, right: Source): KqlExpression {
  const sides = [left, right];
  if (sides.some(({ list, transformer }) => list || transformer === 'b64')) {
    return cannotExpress(`\`${name}\` here`, 'it has no comparison of this kind for two fields', span);
  }
  const present = sides.map((side) => side.present);
  const operator = operators[name];
  if (operator === undefined)
    return cannotExpress(`\`${name}\` here`, 'its right side must be a literal', span);
  const isEquality = operator === '==' || operator === '!=';
  switch (comparedAs(left.type as FieldType)) {
    case 'text':
    case 'bytes':
      return and([...present, textComparison(name, operator, left, right)]);
    case 'number':
      return and([...present, compare(number(left), isEquality ? operator : '==', number(right))]);
    case 'boolean':
      return and([...present, compare(call('tobool', left.raw), operator, call('tobool', right.raw))]);
    default:
      return isEquality && left.type !== 'IPNET'
        ? and([...present, compare(left.text, operator, right.text)])
        : cannotExpress(`\`${name}\` here`, 'it has no comparison of this kind for two fields', span);
  }
}

const operators: Readonly<Record<string, ComparisonOperator>> = {
  '=': '==',
  '==': '==',
  '!=': '!=',
  contains: 'contains_cs',
  icontains: 'contains_cs',
  startswith: 'startswith_cs',
  endswith: 'endswith_cs',
};

function textComparison(
  name: string,
  operator: ComparisonOperator,
  left: Source,
  right: Source,
): KqlExpression {
  const [a, b] =
    name === 'icontains' ? [lowerAscii(left.text), lowerAscii(right.text)] : [left.text, right.text];
  return compare(a, operator, b);
}

/** Numbers of 64 bits without sign are rounded in Kusto's JSON from 2^63 on, so two cannot be compared. */
function number(source: Source): KqlExpression {
  if (source.transformer === 'len') return call('string_size', source.text);
  if (source.type === 'DOUBLE') return call('toreal', source.raw);
  if (/^(UINT64|RELTIME|ABSTIME)$/.test(source.type)) {
    return cannotExpress(
      `the comparison of two fields of the type ${source.type}`,
      'it rounds numbers from 2^63 on',
    );
  }
  return call('tolong', source.raw);
}
