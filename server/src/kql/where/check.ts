import type { Check, Literal } from '../../falco/condition/tree.ts';
import { quirkOf } from '../../falco/evaluate/field-quirks.ts';
import { parseValue } from '../../falco/evaluate/parse-value.ts';
import type { FieldType } from '../../falco/tables/fields.ts';
import { comparedAs, operatorFits } from '../../falco/tables/operators.ts';
import { addressTest } from './address-test.ts';
import { decodedTest } from './base64-test.ts';
import { compareFields } from './field-comparison.ts';
import { listTest } from './list-test.ts';
import { booleanTest, numberTest } from './number-test.ts';
import { cannotExpress } from './problem.ts';
import type { Source, WhereOptions } from './source.ts';
import { translateOperand, wellFormed } from './source.ts';
import { textTest } from './text-test.ts';
import type { KqlExpression } from './tree.ts';
import { and, never } from './tree.ts';

/** A test with its literals, ready to be said in KQL. */
export interface LiteralTest {
  readonly operator: string;
  readonly quantifier?: string | undefined;
  readonly wanted: readonly string[];
}

/** A check in KQL, and the names of the fields that it reads. */
export interface TranslatedCheck {
  readonly expression: KqlExpression;
  readonly fields: readonly string[];
}

/**
 * One check in KQL, with Falco's meaning: false where a value is missing, `!=` included. Throws
 * Inexpressible for what KQL or the transport cannot say.
 */
export function translateCheck(check: Check, options: WhereOptions): TranslatedCheck {
  const left = translateOperand(check.left, options);
  const { operator, right } = check;
  if (operator.name === 'exists') return { expression: existence(left), fields: left.fields };
  if (operator.name === '' || right === undefined)
    return cannotExpress('a check that is not complete', 'a part is missing');
  if (!operatorFits(operator.name, left.type as FieldType, left.list)) {
    return cannotExpress(`\`${operator.name}\` here`, 'Falco does not load it either', operator.span);
  }
  if (right.kind === 'field' || right.kind === 'transformer') {
    const other = translateOperand(right, options);
    const expression = compareFields(operator, left, other);
    return { expression, fields: [...left.fields, ...other.fields] };
  }
  const literals = right.kind === 'list' ? right.items : [right];
  const test = {
    operator: operator.name,
    quantifier: operator.quantifier,
    wanted: textsOf(check, left, literals),
  };
  return { expression: literalTest(check, left, test), fields: left.fields };
}

function existence(source: Source): KqlExpression {
  if (source.transformer === 'b64') return decodedTest(source, { operator: 'exists', wanted: [] });
  return source.list ? listTest(source, { operator: 'exists', wanted: [] }) : source.present;
}

/** The texts of the literals; Falco must be able to read them for this type. */
function textsOf({ operator }: Check, { type }: Source, literals: readonly Literal[]): string[] {
  const isHexadecimal = operator.name === 'bcontains' || operator.name === 'bstartswith';
  return literals.map(({ text, span }) => {
    const parsed = isHexadecimal ? undefined : parseValue(type, text);
    if (parsed?.ok === false) return cannotExpress(`\`${text}\``, 'Falco does not load it either', span);
    return wellFormed(text);
  });
}

function literalTest(check: Check, left: Source, test: LiteralTest): KqlExpression {
  const quirk = quirkOf(check, left.type);
  if (quirk?.effect === 'never') return never;
  if (quirk?.effect === 'first')
    return testOf(left, { operator: test.operator, wanted: test.wanted.slice(0, 1) });
  return testOf(left, test);
}

function testOf(left: Source, test: LiteralTest): KqlExpression {
  if (left.transformer === 'b64') return decodedTest(left, test);
  if (left.transformer === 'len') return and([numberTest(left, test)]);
  if (left.list) return listTest(left, test);
  switch (comparedAs(left.type as FieldType)) {
    case 'text':
    case 'bytes':
      return textTest(left, test);
    case 'number':
      return numberTest(left, test);
    case 'boolean':
      return booleanTest(left, test);
    case 'address':
      return addressTest(left, test);
    default:
      return cannotExpress(`values of the type ${left.type}`, 'Falco does not compare them', undefined);
  }
}
