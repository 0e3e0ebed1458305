import type { OperatorName, Quantifier } from './tree.ts';

/**
 * The words of the condition language, in the order in which the engine tries them (the order decides:
 * `==` before `=`, `<=` before `<`). ENGINE.md, "Conditions".
 */
export const unaryOperators = ['exists'] as const;
/** Operators that want a number on their right. */
export const numberOperators = ['<=', '<', '>=', '>'] as const;
/** Operators that want one text on their right, or a quantifier and a list. */
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
/** What may stand between a text operator and a list. */
export const quantifiers = ['oneof', 'anyof', 'allof'] as const satisfies readonly Quantifier[];
/** Operators that want a list on their right. */
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
/** Every transformer, in the order in which the engine tries them. */
export const transformers: readonly string[] = ['val', ...leftTransformers];

/** `'a', 'b'`: how the engine lists words in its messages. */
export function quotedWords(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
