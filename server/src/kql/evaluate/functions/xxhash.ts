const prime1 = 11400714785074694791n;
const prime2 = 14029467366897019727n;
const prime3 = 1609587929392839161n;
const prime4 = 9650029242287828579n;
const prime5 = 2870177450012600261n;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => u64((value << by) | (value >> (64n - by)));

/** The XXH64 hash of bytes with seed 0, as an unsigned 64-bit number. Source: the xxHash specification. */
export function xxhash64(bytes: readonly number[]): bigint {
  let at = 0;
  let hash = prime5;
  if (bytes.length >= 32) {
    const lanes = [u64(prime1 + prime2), prime2, 0n, u64(-prime1)];
    for (; at + 32 <= bytes.length; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, word(bytes, at + lane * 8, 8));
    }
    hash = u64(
      rotate(lanes[0]!, 1n) + rotate(lanes[1]!, 7n) + rotate(lanes[2]!, 12n) + rotate(lanes[3]!, 18n),
    );
    for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * prime1 + prime4);
  }
  return avalanche(mixRest(u64(hash + BigInt(bytes.length)), bytes, at));
}

function mixRest(start: bigint, bytes: readonly number[], from: number): bigint {
  let hash = start;
  let at = from;
  for (; at + 8 <= bytes.length; at += 8) {
    hash = u64(rotate(hash ^ round(0n, word(bytes, at, 8)), 27n) * prime1 + prime4);
  }
  if (at + 4 <= bytes.length) {
    hash = u64(rotate(hash ^ u64(word(bytes, at, 4) * prime1), 23n) * prime2 + prime3);
    at += 4;
  }
  for (; at < bytes.length; at++) {
    hash = u64(rotate(hash ^ u64(BigInt(bytes[at]!) * prime5), 11n) * prime1);
  }
  return hash;
}

function round(lane: bigint, input: bigint): bigint {
  return u64(rotate(u64(lane + input * prime2), 31n) * prime1);
}

function avalanche(start: bigint): bigint {
  let hash = start;
  hash = u64((hash ^ (hash >> 33n)) * prime2);
  hash = u64((hash ^ (hash >> 29n)) * prime3);
  return hash ^ (hash >> 32n);
}

function word(bytes: readonly number[], at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]!);
  return value;
}
