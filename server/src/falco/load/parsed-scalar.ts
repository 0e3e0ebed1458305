import type { YamlScalar } from '../../yaml/node.ts';
import { type ParsedCondition, parseCondition } from '../condition/parse.ts';

const known = new WeakMap<YamlScalar, ParsedCondition>();

/** The condition that a scalar is, parsed once: what looks at items and what loads them share the tree. */
export function parsedScalar(scalar: YamlScalar): ParsedCondition {
  let parsed = known.get(scalar);
  if (parsed === undefined) {
    parsed = parseCondition(scalar.value);
    known.set(scalar, parsed);
  }
  return parsed;
}
