import type { Check, Literal, RightHand } from '../condition/tree.ts';
import { scanInteger } from './integer.ts';

/**
 * What a check of `evt.num` comes to where that is certain whatever the event: the engine numbers events
 * from 1, so `evt.num=0` (the usual way to write "never") cannot hold and `evt.num>=0` always does.
 * Undefined for every other check. Follows libsinsp's own static evaluation (filter/ppm_codes.cpp).
 */
export function certainOutcome({ left, operator, right }: Check): boolean | undefined {
  if (left.kind !== 'field' || left.name !== 'evt.num' || left.argument !== undefined) return undefined;
  if (operator.quantifier !== undefined) return undefined;
  if (operator.name === 'in') return isListOf(right, isZero) ? false : undefined;
  if (right?.kind !== 'literal') return undefined;
  const atMostOne = isZero(right) || number(right) === 1;
  switch (operator.name) {
    case '=':
    case '==':
    case '<=':
      return isZero(right) ? false : undefined;
    case '!=':
    case '>':
      return isZero(right) ? true : undefined;
    case '<':
      return atMostOne ? false : undefined;
    case '>=':
      return atMostOne ? true : undefined;
    default:
      return undefined;
  }
}

function isListOf(right: RightHand | undefined, test: (item: Literal) => boolean): boolean {
  return right?.kind === 'list' && right.items.every(test);
}

function isZero(literal: Literal): boolean {
  return number(literal) === 0;
}

function number({ text }: Literal): number | bigint | undefined {
  return scanInteger(text, { bits: 64, signed: false });
}
