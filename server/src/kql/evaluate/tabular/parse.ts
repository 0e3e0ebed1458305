import type { RE2JS } from 're2js';
import type { Expression, LiteralNode, NameNode, ParseNode, TypedNameNode } from '../../kusto/syntax.ts';
import { listItems } from '../../kusto/syntax.ts';
import type { Session } from '../scope.ts';
import { failAt } from '../scope.ts';
import type { Table } from '../table.ts';
import { converter } from '../value/convert.ts';
import { compileRegex } from '../value/regex.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { extendFromText } from './extend-from-text.ts';
import { parameterText } from './output.ts';

/** `parse`: columns out of a text by a pattern; a row that does not match gets nulls. */
export const parse: Operator = (node, context) => parseRows(node as ParseNode, context, false);

/** `parse-where`: the same, and rows that do not match are left out. */
export const parseWhere: Operator = (node, context) => parseRows(node as ParseNode, context, true);

type Part =
  | { readonly kind: 'star' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly name: string; readonly type: ScalarType };

type Column = Extract<Part, { kind: 'column' }>;

/** Gives the values of the pattern's columns, or undefined where the text does not match. */
type Matcher = (text: string) => readonly Value[] | undefined;

function parseRows(node: ParseNode, context: OperatorContext, onlyMatching: boolean): Table {
  const parts = listItems(node.Patterns).map((pattern) => partOf(pattern, context.session));
  const columns = parts.filter((part) => part.kind === 'column');
  const valuesOf = matcherOf(node, parts, columns);
  return extendFromText(node, context, node.Expression, { columns, valuesOf, onlyMatching });
}

function partOf(node: Expression, { kusto }: Session): Part {
  switch (kusto.kindName(node)) {
    case 'StarExpression':
      return { kind: 'star' };
    case 'NameDeclaration':
      return { kind: 'column', name: (node as NameNode).SimpleName, type: 'string' };
    case 'NameAndTypeDeclaration': {
      const { Name, Type } = node as TypedNameNode;
      return {
        kind: 'column',
        name: Name.SimpleName,
        type: scalarTypeNamed(Type.toString().trim()) ?? 'string',
      };
    }
    default:
      return { kind: 'text', text: String((node as LiteralNode).LiteralValue) };
  }
}

function matcherOf(node: ParseNode, parts: readonly Part[], columns: readonly Column[]): Matcher {
  const kind = parameterText(node.Parameters, 'kind')?.toLowerCase() ?? 'simple';
  if (kind !== 'simple' && kind !== 'relaxed' && kind !== 'regex') {
    throw failAt(node, `This engine does not know the parse kind '${kind}'`);
  }
  const flags = parameterText(node.Parameters, 'flags') ?? '';
  const regex = compileRegex(patternText(parts, kind === 'regex'), kind === 'regex' ? flags : 's');
  return (text) => captured(regex, text, columns, kind === 'relaxed');
}

/** Groups of the columns have names, so that groups inside the query's own regexes do not count. */
function groupName(column: number): string {
  return `column${column}`;
}

/** The whole pattern as one regular expression with a group for each column. */
function patternText(parts: readonly Part[], textIsRegex: boolean): string {
  let columns = 0;
  const body = parts.map((part, i) => {
    if (part.kind === 'star') return '.*?';
    if (part.kind === 'text') return textIsRegex ? `(?:${part.text})` : quote(part.text);
    const pattern = textIsRegex ? greedyPattern(part) : columnPattern(part, parts[i + 1]);
    return `(?P<${groupName(columns++)}>${pattern})`;
  });
  const open = parts.at(-1)?.kind === 'star' || textIsRegex;
  const end = open && parts.at(-1)?.kind !== 'column' ? '' : '$';
  return `^${body.join('')}${end}`;
}

const typedPatterns: Partial<Record<ScalarType, string>> = {
  long: '[+-]?\\d+',
  int: '[+-]?\\d+',
  real: '[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?',
  decimal: '[+-]?\\d+(?:\\.\\d+)?',
  bool: 'true|false|0|1',
};

/** Before a `*` only a typed column can end by itself; elsewhere the text up to the next part counts. */
function columnPattern(column: Column, next: Part | undefined): string {
  return (next?.kind === 'star' && typedPatterns[column.type]) || '.*?';
}

/** In regex mode texts are taken greedily; the flag `U` turns that round (KQL, "parse operator"). */
function greedyPattern(column: Column): string {
  return typedPatterns[column.type] ?? '.*';
}

function captured(
  regex: RE2JS,
  text: string,
  columns: readonly Column[],
  relaxed: boolean,
): readonly Value[] | undefined {
  const matcher = regex.matcher(text);
  if (!matcher.find()) return undefined;
  const values: Value[] = [];
  for (let i = 0; i < columns.length; i++) {
    const part = matcher.group(groupName(i)) ?? '';
    const value = converter('string', columns[i]!.type)(part);
    if (value === null && !relaxed) return undefined;
    values.push(value);
  }
  return values;
}

function quote(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
