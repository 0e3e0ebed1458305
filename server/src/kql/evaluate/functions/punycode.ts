import type { FunctionTable } from './define.ts';
import { strict } from './define.ts';

/** Parameters of Punycode (RFC 3492, section 5). */
const base = 36;
const [least, most, skew, damp, startBias, startCode] = [1, 26, 38, 700, 72, 128];
const lastCode = 0x10ffff;

/** Longer texts are not converted: the work grows with the square of the length, and labels have 63 characters. */
const longest = 2048;

/**
 * Text beyond ASCII in letters, digits and hyphens. What cannot be read or written gives the empty text. For
 * domains `from` and `to` stand the other way round: the documentation's examples show it so.
 */
export const punycodeFunctions: FunctionTable = {
  punycode_from_string: strict(['string'], (text: string) => encode(text)),
  punycode_to_string: strict(['string'], (text: string) => decode(text) ?? ''),
  punycode_domain_to_string: strict(['string'], (domain: string) =>
    labelsOf(domain)
      .map((label) => (isAscii(label) ? label : `xn--${encode(label)}`))
      .join('.'),
  ),
  punycode_domain_from_string: strict(['string'], decodeDomain),
};

/** The labels of a domain: a full stop of any of the kinds that IDNA knows parts them. */
function labelsOf(domain: string): string[] {
  return domain.split(/[.\u3002\uff0e\uff61]/);
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function decodeDomain(domain: string): string {
  const labels = labelsOf(domain).map((label) =>
    label.toLowerCase().startsWith('xn--') ? decode(label.slice(4)) : label,
  );
  return labels.includes(undefined) ? '' : labels.join('.');
}

/** ASCII characters as they are, then for each of the others, in their order, how far on it stands. */
function encode(text: string): string {
  if (text.length > longest) return '';
  const codes = [...text].map((character) => character.codePointAt(0)!);
  const plain = codes.filter((code) => code < startCode);
  const kept = plain.map((code) => String.fromCharCode(code)).join('');
  let result = plain.length > 0 ? `${kept}-` : '';
  let [code, delta, bias, written] = [startCode, 0, startBias, plain.length];
  while (written < codes.length) {
    const next = nextCode(codes, code);
    delta += (next - code) * (written + 1);
    code = next;
    for (const each of codes) {
      if (each < code) delta++;
      if (each !== code) continue;
      result += digitsOf(delta, bias);
      bias = adapted(delta, written + 1, written === plain.length);
      delta = 0;
      written++;
    }
    delta++;
    code++;
  }
  return result;
}

/** The lowest of the codes that is not below `from`. */
function nextCode(codes: readonly number[], from: number): number {
  let next = lastCode + 1;
  for (const code of codes) if (code >= from && code < next) next = code;
  return next;
}

/** A number in digits whose weights depend on their place: each says itself whether it is the last. */
function digitsOf(number: number, bias: number): string {
  let digits = '';
  let rest = number;
  for (let place = base; ; place += base) {
    const threshold = thresholdAt(place, bias);
    if (rest < threshold) return digits + digit(rest);
    digits += digit(threshold + ((rest - threshold) % (base - threshold)));
    rest = Math.floor((rest - threshold) / (base - threshold));
  }
}

function digit(value: number): string {
  return 'abcdefghijklmnopqrstuvwxyz0123456789'[value]!;
}

function decode(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const border = text.lastIndexOf('-');
  const codes = [...text.slice(0, Math.max(0, border))].map((character) => character.codePointAt(0)!);
  if (codes.some((code) => code >= startCode)) return undefined;
  const plain = codes.length;
  let [code, place, bias, at] = [startCode, 0, startBias, border < 0 ? 0 : border + 1];
  while (at < text.length) {
    const number = readNumber(text, at, bias);
    if (number === undefined) return undefined;
    at = number.end;
    const length = codes.length + 1;
    bias = adapted(number.value, length, codes.length === plain);
    place += number.value;
    code += Math.floor(place / length);
    place %= length;
    if (code > lastCode) return undefined;
    codes.splice(place++, 0, code);
  }
  return codes.map((each) => String.fromCodePoint(each)).join('');
}

function readNumber(text: string, from: number, bias: number): { value: number; end: number } | undefined {
  let [value, weight] = [0, 1];
  for (let i = from, place = base; i < text.length; i++, place += base) {
    const found = digitValue(text.charCodeAt(i));
    if (found === undefined) return undefined;
    value += found * weight;
    if (value > 2 ** 31) return undefined;
    const threshold = thresholdAt(place, bias);
    if (found < threshold) return { value, end: i + 1 };
    weight *= base - threshold;
  }
  return undefined;
}

/** The value of a digit: `a` to `z` in either case are 0 to 25, `0` to `9` are 26 to 35. */
function digitValue(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 26 ? letter : undefined;
}

function thresholdAt(place: number, bias: number): number {
  return Math.min(Math.max(place - bias, least), most);
}

/** The bias for the next number (RFC 3492, section 6.1). */
function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? damp : 2));
  rest += Math.floor(rest / length);
  let bias = 0;
  for (; rest > ((base - least) * most) / 2; bias += base) rest = Math.floor(rest / (base - least));
  return bias + Math.floor(((base - least + 1) * rest) / (rest + skew));
}
