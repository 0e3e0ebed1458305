import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import type { SemanticToken, TokenKind } from '../features/semantic-tokens.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { rangeOf } from './ranges.ts';

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

/** The kinds of tokens by the numbers that stand for them. */
export const tokenLegend: SemanticTokensLegend = {
  tokenTypes: kinds.map((kind) => types[kind]),
  tokenModifiers: [],
};

/** The tokens of a document's rules texts in the protocol's form: numbers, each place relative to the one before. */
export function toSemanticTokens(
  files: readonly (readonly [file: RulesFile, tokens: readonly SemanticToken[]])[],
): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const [file, tokens] of files) {
    for (const { span, kind } of tokens) {
      const { start, end } = rangeOf(file, span);
      // Folding can spread a token over lines, which the protocol cannot say.
      if (start.line !== end.line) continue;
      builder.push(start.line, start.character, end.character - start.character, kinds.indexOf(kind), 0);
    }
  }
  return builder.build();
}
