import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import type { SemanticToken, TokenKind } from '../features/semantic-tokens.ts';
import type { RulesFile } from '../workspace/rules-file.ts';

/** The protocol's word for each kind of token; the editor's themes colour by it. */
const types: Readonly<Record<TokenKind, string>> = {
  field: 'property',
  macro: 'function',
  list: 'variable',
  transformer: 'method',
  operator: 'operator',
  word: 'keyword',
  string: 'string',
  number: 'number',
  value: 'enumMember',
};

const kinds = Object.keys(types) as TokenKind[];

export const tokenLegend: SemanticTokensLegend = {
  tokenTypes: kinds.map((kind) => types[kind]),
  tokenModifiers: [],
};

/** Tokens in the protocol's form: numbers, each place relative to the one before. */
export function toSemanticTokens({ lines }: RulesFile, tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, kind } of tokens) {
    const { line, column } = lines.at(span.start);
    builder.push(line, column, span.end - span.start, kinds.indexOf(kind), 0);
  }
  return builder.build();
}
