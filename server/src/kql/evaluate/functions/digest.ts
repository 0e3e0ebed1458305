/** The MD5 digest of bytes in hexadecimal. Source: RFC 1321. */
export function md5(bytes: readonly number[]): string {
  const words = paddedWords(bytes, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < words.length; block += 16) md5Block(state, words, block);
  return state.map((word) => hexadecimal(reverseBytes(word))).join('');
}

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

function md5Block(state: number[], words: readonly number[], block: number): void {
  let [a, b, c, d] = state as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mix = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]!;
    const place = [i, 5 * i + 1, 3 * i + 5, 7 * i][round]! % 16;
    const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32);
    const sum = (a + mix + constant + words[block + place]!) | 0;
    [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, md5Shifts[round * 4 + (i % 4)]!)) | 0];
  }
  addInto(state, [a, b, c, d]);
}

/** The SHA-1 digest of bytes in hexadecimal. Source: FIPS 180-4. */
export function sha1(bytes: readonly number[]): string {
  const words = paddedWords(bytes, false);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < words.length; block += 16) sha1Block(state, words, block);
  return state.map(hexadecimal).join('');
}

function sha1Block(state: number[], words: readonly number[], block: number): void {
  const schedule = words.slice(block, block + 16);
  for (let i = 16; i < 80; i++) {
    schedule.push(rotateLeft(schedule[i - 3]! ^ schedule[i - 8]! ^ schedule[i - 14]! ^ schedule[i - 16]!, 1));
  }
  let [a, b, c, d, e] = state as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const round = Math.floor(i / 20);
    const mix = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][round]!;
    const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round]!;
    const next = (rotateLeft(a, 5) + mix + e + constant + schedule[i]!) | 0;
    [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
  }
  addInto(state, [a, b, c, d, e]);
}

const sha256Primes = firstPrimes(64);
const sha256Constants = sha256Primes.map((prime) => fractionBits(Math.cbrt(prime)));

/** The SHA-256 digest of bytes in hexadecimal. Source: FIPS 180-4. */
export function sha256(bytes: readonly number[]): string {
  const words = paddedWords(bytes, false);
  const state = sha256Primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));
  for (let block = 0; block < words.length; block += 16) sha256Block(state, words, block);
  return state.map(hexadecimal).join('');
}

function sha256Block(state: number[], words: readonly number[], block: number): void {
  const schedule = words.slice(block, block + 16);
  for (let i = 16; i < 64; i++) {
    const [x, y] = [schedule[i - 15]!, schedule[i - 2]!];
    const s0 = rotateLeft(x, 25) ^ rotateLeft(x, 14) ^ (x >>> 3);
    const s1 = rotateLeft(y, 15) ^ rotateLeft(y, 13) ^ (y >>> 10);
    schedule.push((schedule[i - 16]! + s0 + schedule[i - 7]! + s1) | 0);
  }
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = rotateLeft(e, 26) ^ rotateLeft(e, 21) ^ rotateLeft(e, 7);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + sha256Constants[i]! + schedule[i]!) | 0;
    const s0 = rotateLeft(a, 30) ^ rotateLeft(a, 19) ^ rotateLeft(a, 10);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  addInto(state, [a, b, c, d, e, f, g, h]);
}

function paddedWords(bytes: readonly number[], littleEndian: boolean): number[] {
  const padded = [...bytes, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  const length = BigInt(bytes.length) * 8n;
  for (let i = 0n; i < 8n; i++)
    padded.push(Number((length >> (littleEndian ? 8n * i : 56n - 8n * i)) & 255n));
  const words: number[] = [];
  for (let i = 0; i < padded.length; i += 4) {
    const [a, b, c, d] = [padded[i]!, padded[i + 1]!, padded[i + 2]!, padded[i + 3]!];
    words.push(littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d);
  }
  return words;
}

function addInto(state: number[], values: readonly number[]): void {
  values.forEach((value, i) => {
    state[i] = (state[i]! + value) | 0;
  });
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function reverseBytes(word: number): number {
  return ((word & 255) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 32 bits of the fraction. */
function fractionBits(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) | 0;
}
