import { RE2JS } from 're2js';
import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { CompileResult } from './compiled-pattern.ts';
import { compileLiterals } from './pcre2-literals.ts';
import { InvalidPcre2, type PatternNode, UnsupportedPcre2 } from './pcre2-nodes.ts';
import { printForRe2 } from './pcre2-print.ts';
import { readPcre2 } from './pcre2-read.ts';

type Test = (subject: ByteString) => boolean;

/**
 * Compiles a pcre2 pattern (bytes) as Wazuh does: case-sensitive, unanchored, bytes instead of characters, no
 * options. It runs on RE2, in linear time; what RE2 cannot say comes back as `unsupported`.
 * Source: SEMANTICS.md "pcre2".
 */
export function compilePcre2(pattern: ByteString): CompileResult {
  try {
    const node = readPcre2(pattern);
    return { matches: compileLiterals(node) ?? compileAlternatives(node) };
  } catch (failure) {
    if (failure instanceof InvalidPcre2) return { reason: failure.message };
    if (failure instanceof UnsupportedPcre2) return { matches: () => false, unsupported: failure.message };
    throw failure;
  }
}

/** A look-ahead right behind `^` is a second question about the same place, so it needs no look-ahead. */
function compileAlternatives(node: PatternNode): Test {
  const alternatives = node.kind === 'choice' ? node.items : [node];
  if (!alternatives.some(startsWithLookahead)) return compileRe2(node);
  const tests = alternatives.map(compileWithLookaheads);
  return (subject) => tests.some((test) => test(subject));
}

function startsWithLookahead(node: PatternNode): boolean {
  return node.kind === 'sequence' && isStart(node.items[0]) && node.items[1]?.kind === 'lookahead';
}

function compileWithLookaheads(node: PatternNode): Test {
  if (node.kind !== 'sequence' || !startsWithLookahead(node)) return compileRe2(node);
  const [start, ...items] = node.items;
  const first = items.findIndex((item) => item.kind !== 'lookahead');
  const rest = first < 0 ? [] : items.slice(first);
  const tests = [compileRe2({ kind: 'sequence', items: [start!, ...rest] })];
  for (const item of first < 0 ? items : items.slice(0, first)) {
    if (item.kind !== 'lookahead') continue;
    const test = compileRe2({ kind: 'sequence', items: [start!, item.item] });
    tests.push(item.negative ? (subject) => !test(subject) : test);
  }
  return (subject) => tests.every((test) => test(subject));
}

function isStart(node: PatternNode | undefined): boolean {
  return node?.kind === 'assertion' && node.where === 'start';
}

/** Compiled when first used: most rules of a ruleset are never reached. */
function compileRe2(node: PatternNode): Test {
  const printed = printForRe2(node);
  let compiled: RE2JS | undefined;
  return (subject) => {
    compiled ??= RE2JS.compile(printed);
    return compiled.test(subject);
  };
}
