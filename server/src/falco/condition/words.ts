import type { OperatorName, Quantifier } from './tree.ts';

/**
 * The words of the condition language, in the order in which the engine tries them (the order decides:
 * `==` before `=`, `<=` before `<`). ENGINE.md, "Conditions".
 */
export const unaryOperators = ['exists'] as const;
export const numberOperators = ['<=', '<', '>=', '>'] as const;
export const stringOperators = [
  '==',
  '=',
  '!=',
  'glob',
  'iglob',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'regex',
] as const;
export const quantifiers = ['oneof', 'anyof', 'allof'] as const satisfies readonly Quantifier[];
export const listOperators = ['intersects', 'in', 'pmatch'] as const;

/** Every operator, in the order of the engine's own message. */
export const operators: readonly OperatorName[] = [
  ...unaryOperators,
  ...numberOperators,
  ...stringOperators,
  ...listOperators,
];

/** Transformers that may stand on either side. `val` stands on the right only. */
export const leftTransformers = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
] as const;
export const transformers: readonly string[] = ['val', ...leftTransformers];

/** `'a', 'b'`: how the engine lists words in its messages. */
export function quotedWords(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
