import type { Scalar } from '../scope.ts';
import type { Row } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { readAs } from './define.ts';
import { md5, sha1, sha256 } from './digest.ts';
import { utf8Bytes } from './encoding.ts';
import { xxhash64 } from './xxhash.ts';

/** Hash functions; values that are no text are hashed by their text. */
export const hashFunctions: FunctionTable = {
  hash_md5: digest(md5),
  hash_sha1: digest(sha1),
  hash_sha256: digest(sha256),
  hash: numericHash,
  hash_xxhash64: numericHash,
};

/** Text by its UTF-8 bytes; numbers and times by the eight bytes that hold them, the lowest first. */
function hashedBytes(argument: Scalar): (row: Row) => readonly number[] {
  const whole = argument.type === 'int' || argument.type === 'long';
  if (!whole && argument.type !== 'datetime' && argument.type !== 'timespan') {
    const text = readAs(argument, 'string');
    return (row) => utf8Bytes(text(row) as string);
  }
  return (row) => {
    const bits = BigInt.asUintN(64, BigInt((argument.run(row) ?? 0) as number | bigint));
    return Array.from({ length: 8 }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
  };
}

function digest(apply: (bytes: readonly number[]) => string): FunctionCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'string');
    return (row) => apply(utf8Bytes(read(row) as string));
  };
}

/** With a second argument the hash modulo that number. */
function numericHash({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const [bytesOf, modulus] = [hashedBytes(args[0]!), args[1] && readAs(args[1], 'long')];
  return (row) => {
    const hash = xxhash64(bytesOf(row));
    const divisor = modulus?.(row);
    if (modulus && !divisor) return null;
    return longOf(divisor ? hash % BigInt(divisor as number) : BigInt.asIntN(64, hash));
  };
}
