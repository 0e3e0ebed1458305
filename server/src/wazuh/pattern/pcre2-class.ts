import { type PatternText, readByteEscape, readOctal } from './pcre2-escape.ts';
import { type ByteSet, bothCases, complement, InvalidPcre2 } from './pcre2-nodes.ts';
import { posixClasses, setEscapes } from './pcre2-sets.ts';

/** A member of a class: one byte, which may start or end a range, or a whole set. */
type Member = { readonly byte: number } | { readonly set: ByteSet };

/**
 * Reads a character class; the position is behind its `[`.
 * @throws InvalidPcre2 where pcre2 refuses it.
 */
export function readClass(text: PatternText, ignoreCase: boolean): ByteSet {
  const negated = text.pattern[text.position] === '^';
  if (negated) text.position++;
  const set = new Uint8Array(256);
  let quoting = false;
  for (let first = true; ; first = false) {
    const quote = readQuoteMark(text, quoting);
    if (quote !== undefined) {
      quoting = quote;
      first = true;
    }
    if (text.position >= text.pattern.length) throw new InvalidPcre2('a ] is missing');
    if (quote !== undefined) continue;
    if (!quoting && !first && text.pattern[text.position] === ']') break;
    const member = readMember(text, quoting);
    add(set, member, quoting ? undefined : rangeEnd(text, member));
  }
  text.position++;
  const whole = ignoreCase ? bothCases(set) : set;
  return negated ? complement(whole) : whole;
}

/** `\Q` and `\E`: whether quoting is on behind it, or undefined where none stands here. */
function readQuoteMark(text: PatternText, quoting: boolean): boolean | undefined {
  const mark = text.pattern.startsWith('\\E', text.position)
    ? false
    : !quoting && text.pattern.startsWith('\\Q', text.position)
      ? true
      : undefined;
  if (mark !== undefined) text.position += 2;
  return mark;
}

function readMember(text: PatternText, quoting: boolean): Member {
  const character = text.pattern[text.position++]!;
  if (quoting) return { byte: character.charCodeAt(0) };
  if (character === '[') return readPosixClass(text) ?? { byte: character.charCodeAt(0) };
  return character === '\\' ? readEscape(text) : { byte: character.charCodeAt(0) };
}

function readPosixClass(text: PatternText): Member | undefined {
  const rest = /^([:.=])(\^?)([a-z]*)\1\]/.exec(text.pattern.slice(text.position, text.position + 20));
  if (rest === null) return undefined;
  const set = posixClasses.get(rest[3]!);
  if (rest[1] !== ':' || set === undefined) throw new InvalidPcre2(`pcre2 has no class [${rest[0]}`);
  text.position += rest[0].length;
  return { set: rest[2] === '^' ? complement(set) : set };
}

function readEscape(text: PatternText): Member {
  const letter = text.pattern[text.position++];
  if (letter === undefined) throw new InvalidPcre2('a backslash ends the pattern');
  if (letter === 'b') return { byte: 0x08 };
  if ('BRXN'.includes(letter)) throw new InvalidPcre2(`\\${letter} cannot stand in a class`);
  const set = setEscapes.get(letter);
  if (set !== undefined) return { set };
  if (/[1-7]/.test(letter)) return { byte: readOctal(text, letter) };
  if (/[89]/.test(letter)) return { byte: letter.charCodeAt(0) };
  return { byte: readByteEscape(text, letter) };
}

/** The member behind a `-` that makes a range, or undefined. */
function rangeEnd(text: PatternText, start: Member): number | undefined {
  const { pattern, position } = text;
  if (pattern[position] !== '-' || pattern[position + 1] === ']' || position + 1 >= pattern.length) {
    return undefined;
  }
  if ('set' in start) throw new InvalidPcre2('a range cannot start with a set of characters');
  text.position++;
  const end = readMember(text, false);
  if ('set' in end) throw new InvalidPcre2('a range cannot end with a set of characters');
  if (end.byte < start.byte) throw new InvalidPcre2('a range is out of order');
  return end.byte;
}

function add(set: ByteSet, member: Member, end: number | undefined): void {
  if (!('set' in member)) {
    set.fill(1, member.byte, (end ?? member.byte) + 1);
    return;
  }
  for (let byte = 0; byte < 256; byte++) if (member.set[byte] === 1) set[byte] = 1;
}
