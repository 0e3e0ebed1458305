import type { LiteralTest } from './check.ts';
import { quantified } from './quantified.ts';
import type { Source } from './source.ts';
import type { KqlExpression } from './tree.ts';
import { and, call, compare, not, text } from './tree.ts';

/** A test of an address, or of an address in networks (`fd.snet = 10.0.0.0/8`). */
export function addressTest(source: Source, test: LiteralTest): KqlExpression {
  const isNetwork = source.type !== 'IPADDR' && source.type !== 'IPV4ADDR';
  const one = isNetwork ? inNetwork : isAddress;
  const any =
    test.operator === 'in' || test.operator === 'intersects' ? { ...test, quantifier: 'anyof' } : test;
  const expression = quantified(any, (literal) => {
    const same = one(source.text, literal);
    return test.operator === '!=' ? not(same) : same;
  });
  return test.operator === '!=' || test.quantifier === 'oneof'
    ? and([source.present, expression])
    : expression;
}

/** An address of version 4 has one spelling; of version 6 many, and none of them equals one of version 4. */
function isAddress(subject: KqlExpression, literal: string): KqlExpression {
  if (!literal.includes(':')) return compare(subject, '==', text(literal));
  return versionSix(subject, call('ipv6_is_match', subject, text(literal)));
}

function inNetwork(subject: KqlExpression, literal: string): KqlExpression {
  if (!literal.includes(':')) return call('ipv4_is_in_range', subject, text(literal));
  return versionSix(subject, call('ipv6_is_in_range', subject, text(literal)));
}

/** KQL's functions for version 6 take addresses of version 4 for mapped ones, Falco does not. */
function versionSix(subject: KqlExpression, test: KqlExpression): KqlExpression {
  return and([compare(subject, 'contains_cs', text(':')), test]);
}
