import type {
  Expression,
  JsonArrayNode,
  JsonObjectNode,
  LiteralNode,
  WrapperNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { converter, parseGuid, parseLong, parseReal } from '../value/convert.ts';
import { parseDecimal } from '../value/decimal.ts';
import { parseJson } from '../value/json.ts';
import { parseDatetime } from '../value/parse-datetime.ts';
import { parseTimespan } from '../value/timespan.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { typeOfNode } from './types.ts';

/** Compiles a literal of any type. Throws KqlFailure for a node that is none. */
export function compileLiteral(node: Expression, scope: Scope): Scalar {
  const kind = scope.session.kusto.kindName(node);
  if (kind === 'DynamicExpression' || kind.startsWith('Json'))
    return constant('dynamic', dynamicLiteral(node, scope));
  if (kind === 'NullLiteralExpression') return constant('dynamic', null);
  const read = readers[kind];
  if (read === undefined) throw failAt(node, `This engine does not know ${describe(kind)}`);
  return constant(typeOfNode(node), literalValue(node as LiteralNode, kind, read, scope));
}

function constant(type: ScalarType, value: Value): Scalar {
  return { type, constant: true, run: () => value };
}

function describe(kind: string): string {
  return `the construct '${kind.replace(/Expression$|Operator$/, '')}'`;
}

type Reader = (text: string, scope: Scope, node: LiteralNode) => Value | undefined;

const readString: Reader = (_text, _scope, node) => String(node.LiteralValue);

const readers: Readonly<Record<string, Reader>> = {
  LongLiteralExpression: (text) => parseLong(text),
  IntLiteralExpression: (text) => parseLong(text),
  RealLiteralExpression: (text) => parseReal(text),
  DecimalLiteralExpression: (text) => parseDecimal(text),
  StringLiteralExpression: readString,
  CompoundStringLiteralExpression: readString,
  BooleanLiteralExpression: (text) => converter('string', 'bool')(text),
  DateTimeLiteralExpression: (text, scope) =>
    text === 'now'
      ? scope.session.now
      : parseDatetime(text.replace(/^(\d{4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})$/, '$1-$2-$3')),
  TimespanLiteralExpression: (text) => parseTimespan(text),
  GuidLiteralExpression: (text) => parseGuid(text),
};

function literalValue(node: LiteralNode, kind: string, read: Reader, scope: Scope): Value {
  if (read === readString) return read('', scope, node) ?? null;
  const text = literalText(node);
  if (text === 'null' || text === '') return null;
  const value = read(text, scope, node);
  if (value === undefined && kind === 'DateTimeLiteralExpression') {
    throw failAt(node, `'${text}' is not a date that this engine can read`);
  }
  return value ?? null;
}

/** The text inside `long( … )` and its kin, or the whole token. */
function literalText(node: LiteralNode): string {
  const text = node.Token.Text;
  const inside = /^[a-z]+\s*\(\s*(.*?)\s*\)$/is.exec(text);
  return (inside?.[1] ?? text).replace(/^(["'])(.*)\1$/s, '$2');
}

/** The value of `dynamic(…)`, whose inside is JSON with KQL's own literals allowed. */
function dynamicLiteral(node: Expression, scope: Scope): Value {
  const kind = scope.session.kusto.kindName(node);
  if (kind === 'DynamicExpression') return insideDynamic((node as WrapperNode).Expression, scope);
  return jsonValue(node, scope);
}

/** `dynamic("text")` reads its text as JSON where it is JSON, else keeps it. */
function insideDynamic(node: Expression, scope: Scope): Value {
  const value = jsonValue(node, scope);
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  return parsed === undefined ? value : parsed;
}

function jsonValue(node: Expression, scope: Scope): Value {
  switch (scope.session.kusto.kindName(node)) {
    case 'JsonObjectExpression':
      return new Map(
        elements((node as JsonObjectNode).Pairs).map((pair) => [
          pair.Name.ValueText,
          jsonValue(pair.Value, scope),
        ]),
      );
    case 'JsonArrayExpression':
      return elements((node as JsonArrayNode).Values).map((item) => jsonValue(item, scope));
    default: {
      const scalar = scope.session.compile(node, scope);
      return converter(scalar.type, 'dynamic')(scalar.run([]));
    }
  }
}
