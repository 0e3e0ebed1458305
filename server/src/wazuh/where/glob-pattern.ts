import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { compileGlob } from '../../falco/evaluate/glob.ts';
import {
  anyText,
  type BytePattern,
  bytes,
  bytesWhere,
  choice,
  everyByte,
  sequence,
  text,
} from './byte-pattern.ts';

/** A bracket expression without the odd forms in which C libraries differ. */
const bracket = /^\[[!^]?\]?(?:\[:[a-z]+:\]|\\.|[^\]\\[])*\]/s;

/**
 * The texts that a pattern of `glob` or `iglob` covers; undefined for a bracket expression that is written in
 * an odd way. Source: ENGINE.md "Conditions", and `compileGlob`, which is asked what a bracket takes.
 */
export function globPattern(glob: ByteString, ignoreCase: boolean): BytePattern | undefined {
  const items: BytePattern[] = [];
  for (let at = 0; at < glob.length; ) {
    const piece = pieceAt(glob, at, ignoreCase);
    if (piece === undefined) return undefined;
    items.push(piece.pattern);
    at += piece.length;
  }
  return sequence(...items);
}

function pieceAt(
  glob: ByteString,
  at: number,
  ignoreCase: boolean,
): { readonly pattern: BytePattern; readonly length: number } | undefined {
  switch (glob[at]) {
    case '*':
      return { pattern: anyText, length: 1 };
    case '?':
      return { pattern: bytes(everyByte), length: 1 };
    case '[': {
      const written = bracket.exec(glob.slice(at))?.[0];
      return written === undefined
        ? undefined
        : { pattern: bracketSet(written, ignoreCase), length: written.length };
    }
    case '\\': {
      const literal = glob[at + 1];
      // A backslash at the end covers nothing.
      if (literal === undefined) return { pattern: choice(), length: 1 };
      return { pattern: text(literal, ignoreCase), length: 2 };
    }
    default:
      return { pattern: text(glob[at]!, ignoreCase), length: 1 };
  }
}

function bracketSet(written: ByteString, ignoreCase: boolean): BytePattern {
  const covers = compileGlob(written, ignoreCase);
  return bytesWhere((byte) => covers(String.fromCharCode(byte)));
}
