const shortestMatch = 4;
/** Matches reach back this far at most: their offsets have two bytes. */
const farthest = 0xffff;
const hashBits = 14;

/**
 * Bytes in fewer bytes, in the block format of LZ4 (github.com/lz4/lz4, lz4_Block_format.md): sequences of
 * literals and of matches with what stands before. A log shrinks to a fraction, at some hundred megabytes a second.
 */
export function packBytes(bytes: Uint8Array): Uint8Array {
  const out = new Output(bytes.length);
  const seen = new Int32Array(1 << hashBits).fill(-1);
  let literals = 0;
  let at = 0;
  while (at + shortestMatch <= bytes.length) {
    const hash = hashAt(bytes, at);
    const before = seen[hash]!;
    seen[hash] = at;
    if (before === -1 || at - before > farthest || !sameFour(bytes, before, at)) {
      at += 1 + ((at - literals) >> 6); // where nothing matches, look less closely
      continue;
    }
    let end = at + shortestMatch;
    while (end < bytes.length && bytes[end] === bytes[before + end - at]) end++;
    out.sequence(bytes.subarray(literals, at), at - before, end - at);
    at = end;
    literals = end;
  }
  out.sequence(bytes.subarray(literals), 0, 0);
  return out.taken();
}

/**
 * What `packBytes` was given.
 * @param length of it
 */
export function unpackBytes(packed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let from = 0;
  let to = 0;
  const extended = (start: number) => {
    let count = start;
    if (start === 15) {
      let more = 255;
      while (more === 255) count += more = packed[from++]!;
    }
    return count;
  };
  for (;;) {
    const token = packed[from++]!;
    const literals = extended(token >> 4);
    bytes.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from >= packed.length) return bytes;
    const offset = packed[from]! | (packed[from + 1]! << 8);
    from += 2;
    const end = to + extended(token & 15) + shortestMatch;
    for (; to < end; to++) bytes[to] = bytes[to - offset]!; // may overlap
  }
}

/** Packed bytes as they grow; they are never much longer than what is packed. */
class Output {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length + Math.ceil(length / 255) + 16);
  }

  /** Literals, then a match; without one where `match` is 0, which only the last sequence is. */
  sequence(literals: Uint8Array, offset: number, match: number): void {
    const matched = match === 0 ? 0 : match - shortestMatch;
    this.bytes[this.at++] = (Math.min(literals.length, 15) << 4) | Math.min(matched, 15);
    this.extend(literals.length);
    this.bytes.set(literals, this.at);
    this.at += literals.length;
    if (match === 0) return;
    this.bytes[this.at++] = offset & 0xff;
    this.bytes[this.at++] = offset >> 8;
    this.extend(matched);
  }

  /** A copy of its own, so that the room that was not needed is free again. */
  taken(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  private extend(count: number): void {
    if (count < 15) return;
    let rest = count - 15;
    for (; rest >= 255; rest -= 255) this.bytes[this.at++] = 255;
    this.bytes[this.at++] = rest;
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return Math.imul(four, 0x9e3779b1) >>> (32 - hashBits);
}

function sameFour(bytes: Uint8Array, one: number, other: number): boolean {
  for (let i = 0; i < shortestMatch; i++) if (bytes[one + i] !== bytes[other + i]) return false;
  return true;
}
