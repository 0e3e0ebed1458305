import { RE2JS } from 're2js';

/**
 * A regular expression in RE2's POSIX syntax, compiled; `matches` takes the whole text, not a part of it.
 * Time is linear in the text, whatever the pattern.
 */
export interface PosixRegex {
  matches(text: string): boolean;
}

/**
 * The engine's message on a pattern that `regex` does not take (`invalid regex pattern: missing ]: [a`), or
 * undefined. The syntax is RE2's with `posix_syntax`: POSIX extended expressions with RE2's escapes, without
 * `\d \w \s \b`, `(?…)`, lazy forms, `\p{…}` and back references; messages and limits are RE2's own.
 */
export function checkRegex(pattern: string): string | undefined {
  const parsed = parsePattern(pattern);
  return parsed.ok ? undefined : `invalid regex pattern: ${parsed.error}`;
}

/** Compiles a pattern that `checkRegex` accepts; undefined for any other. */
export function compileRegex(pattern: string): PosixRegex | undefined {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) return undefined;
  const regex = RE2JS.compile(print(parsed.tree), RE2JS.MULTILINE);
  return { matches: (text) => regex.testExact(text) };
}

/**
 * The same pattern in Perl's syntax, as RE2 and its kin read it by default, without anchors: for engines
 * that are to be asked what Falco's `regex` means. Where it holds `^` or `$`, these stand for the borders
 * of lines (`(?m)`); a dot takes no line break. Undefined for a pattern that `checkRegex` refuses.
 */
export function perlPattern(pattern: string): string | undefined {
  const parsed = parsePattern(pattern);
  return parsed.ok ? print(parsed.tree) : undefined;
}

/**
 * What a pattern is made of, as far as limits, printing and examples need it. The text of an atom is `^`, `$`,
 * `.`, a character by itself or as `\x{…}`, or a bracket expression of these, their ranges and named classes.
 */
export type Piece =
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Piece[] }
  | { readonly kind: 'times'; readonly of: Piece; readonly operator: string }
  | { readonly kind: 'counted'; readonly of: Piece; readonly min: number; readonly max: number | undefined };

type Parsed = { readonly ok: true; readonly tree: Piece } | { readonly ok: false; readonly error: string };

/** RE2 repeats nothing more than this often, nested repetitions multiplied. */
const mostRepeats = 1000;
const posixClass =
  /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/;
const controlEscapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, f: 12, v: 11 };

/** No literal is longer than 255 bytes; anything far beyond that is refused before it can nest too deeply. */
const longestPattern = 1000;

/** The pieces of a pattern; the text of an atom is in the matcher's syntax (`\\x{61}`, `[a-z]`, `.`, `^`). */
export function parsePattern(pattern: string): Parsed {
  if (pattern.length > longestPattern) return { ok: false, error: 'pattern too large - compile failed' };
  return new PosixParser(pattern).parse();
}

/** Thrown inside the parser only, with RE2's message. */
class PatternError extends Error {}

/** An open group: the alternatives finished so far and the one being read. */
interface Group {
  readonly choices: Piece[];
  current: Piece[];
}

class PosixParser {
  private readonly pattern: string;
  private at = 0;
  private readonly groups: Group[] = [{ choices: [], current: [] }];

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  parse(): Parsed {
    try {
      while (this.at < this.pattern.length) this.readPiece();
      if (this.groups.length > 1) throw new PatternError(`missing ): ${this.pattern}`);
      return { ok: true, tree: this.closeGroup() };
    } catch (error) {
      if (error instanceof PatternError) return { ok: false, error: error.message };
      throw error;
    }
  }

  private readPiece(): void {
    switch (this.pattern[this.at]) {
      case '(':
        this.at++;
        this.groups.push({ choices: [], current: [] });
        break;
      case '|':
        this.at++;
        this.endChoice();
        break;
      case ')':
        this.readClosing();
        break;
      case '^':
      case '$':
      case '.':
        this.push({ kind: 'atom', text: this.pattern[this.at++]! });
        break;
      case '[':
        this.push({ kind: 'atom', text: this.readClass() });
        break;
      case '*':
      case '+':
      case '?':
        this.readOperator(this.pattern[this.at++]!);
        break;
      case '{':
        this.readCount();
        break;
      default:
        this.push({ kind: 'atom', text: rune(this.readCharacter()) });
    }
  }

  private get group(): Group {
    return this.groups[this.groups.length - 1]!;
  }

  private push(piece: Piece): void {
    this.group.current.push(piece);
  }

  private endChoice(): void {
    const group = this.group;
    group.choices.push({ kind: 'sequence', parts: group.current });
    group.current = [];
  }

  private closeGroup(): Piece {
    this.endChoice();
    const { choices } = this.groups.pop()!;
    return choices.length === 1 ? choices[0]! : { kind: 'choice', parts: choices };
  }

  private readClosing(): void {
    if (this.groups.length === 1) throw new PatternError(`unexpected ): ${this.pattern}`);
    this.at++;
    this.push(this.closeGroup());
  }

  private readOperator(operator: string): void {
    this.push({ kind: 'times', of: this.takeRepeated(operator), operator });
  }

  /** The piece before a repetition operator. */
  private takeRepeated(operator: string): Piece {
    const repeated = this.group.current.pop();
    if (repeated === undefined) throw new PatternError(`no argument for repetition operator: ${operator}`);
    return repeated;
  }

  /** `{2}`, `{2,}` or `{2,4}`; anything else after the brace leaves it a plain character. */
  private readCount(): void {
    const written = /^\{(0|[1-9][0-9]{0,8})(?:(,)(0|[1-9][0-9]{0,8})?)?\}/.exec(this.pattern.slice(this.at));
    if (written === null) {
      this.at++;
      this.push({ kind: 'atom', text: rune(0x7b) });
      return;
    }
    const [operator, least, comma, most] = written;
    const min = Number(least);
    const max = most !== undefined ? Number(most) : comma === undefined ? min : undefined;
    const tooMany = min > mostRepeats || (max !== undefined && (max < min || max > mostRepeats));
    if (tooMany) throw new PatternError(`invalid repetition size: ${operator}`);
    const counted: Piece = { kind: 'counted', of: this.takeRepeated(operator), min, max };
    if ((min >= 2 || (max ?? 0) >= 2) && repeatsLeft(counted, mostRepeats) === 0) {
      throw new PatternError(`invalid repetition size: ${operator}`);
    }
    this.at += operator.length;
    this.push(counted);
  }

  /** A character or an escape; moves behind it. Returns its code point. */
  private readCharacter(): number {
    if (this.pattern[this.at] === '\\') return this.readEscape();
    return this.nextCodePoint();
  }

  private nextCodePoint(): number {
    const codePoint = this.pattern.codePointAt(this.at)!;
    // A lone surrogate stands for a byte that is not UTF-8.
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) throw new PatternError('invalid UTF-8');
    this.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  private readEscape(): number {
    const start = this.at++;
    if (this.at === this.pattern.length) throw new PatternError('trailing \\');
    const codePoint = this.nextCodePoint();
    const character = String.fromCodePoint(codePoint);
    if (/^[0-7]$/.test(character)) return this.readOctal(start, character);
    if (character === 'x') return this.readHexadecimal(start);
    const control = controlEscapes[character];
    if (control !== undefined) return control;
    if (codePoint < 0x80 && !/[0-9A-Za-z]/.test(character)) return codePoint;
    throw this.badEscape(start);
  }

  private badEscape(start: number): PatternError {
    return new PatternError(`invalid escape sequence: ${this.pattern.slice(start, this.at)}`);
  }

  /** Up to three octal digits; a single one other than 0 would be a back reference. */
  private readOctal(start: number, first: string): number {
    const more = /^[0-7]{0,2}/.exec(this.pattern.slice(this.at))![0];
    if (first !== '0' && more === '') throw this.badEscape(start);
    this.at += more.length;
    return Number.parseInt(first + more, 8);
  }

  /** `\x7f` or `\x{10ffff}`; `start` is where the backslash stands. */
  private readHexadecimal(start: number): number {
    const first = this.nextHexadecimal(start);
    if (first === '{') return this.readBracedHexadecimal(start);
    const second = this.nextHexadecimal(start);
    if (!/^[0-9A-Fa-f]{2}$/.test(first + second)) throw this.badEscape(start);
    return Number.parseInt(first + second, 16);
  }

  private readBracedHexadecimal(start: number): number {
    // RE2 reads on here without looking for the end, and then finds no character.
    if (this.at === this.pattern.length) throw new PatternError('invalid UTF-8');
    let digits = '';
    let character = this.nextHexadecimal(start);
    while (/^[0-9A-Fa-f]$/.test(character)) {
      digits += character;
      if (Number.parseInt(digits, 16) > 0x10ffff) throw this.badEscape(start);
      character = this.nextHexadecimal(start);
    }
    if (character !== '}' || digits === '') throw this.badEscape(start);
    return Number.parseInt(digits, 16);
  }

  private nextHexadecimal(start: number): string {
    if (this.at === this.pattern.length) throw this.badEscape(start);
    return String.fromCodePoint(this.nextCodePoint());
  }

  /** A bracket expression, printed for the matcher; moves behind it. */
  private readClass(): string {
    const start = this.at++;
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at++;
    const first = this.at;
    let items = '';
    while (this.at < this.pattern.length && (this.pattern[this.at] !== ']' || this.at === first)) {
      items += this.readClassItem(start, this.at === first);
    }
    if (this.at === this.pattern.length) throw this.missingBracket(start);
    this.at++;
    return `[${negated ? '^' : ''}${items}]`;
  }

  private missingBracket(start: number): PatternError {
    return new PatternError(`missing ]: ${this.pattern.slice(start)}`);
  }

  private readClassItem(start: number, isFirst: boolean): string {
    if (this.pattern[this.at] === '-' && !isFirst && this.pattern[this.at + 1] !== ']')
      throw this.badHyphen();
    return this.readNamedClass() ?? this.readClassRange(start);
  }

  /** A hyphen that is neither first nor last in its class. */
  private badHyphen(): PatternError {
    const start = this.at++;
    if (this.at < this.pattern.length) this.nextCodePoint();
    else return new PatternError('invalid UTF-8');
    return new PatternError(`invalid character class range: ${this.pattern.slice(start, this.at)}`);
  }

  /** `[:alpha:]` inside a class, or undefined where no such thing stands here. */
  private readNamedClass(): string | undefined {
    if (!this.pattern.startsWith('[:', this.at)) return undefined;
    const end = this.pattern.indexOf(':]', this.at + 2);
    if (end < 0) return undefined;
    const name = this.pattern.slice(this.at, end + 2);
    if (!posixClass.test(name)) throw new PatternError(`invalid character class range: ${name}`);
    this.at = end + 2;
    return name;
  }

  private readClassRange(start: number): string {
    const from = this.at;
    const low = this.readCharacter();
    const next = this.pattern[this.at + 1];
    if (this.pattern[this.at] !== '-' || next === undefined || next === ']') return rune(low);
    this.at++;
    if (this.at === this.pattern.length) throw this.missingBracket(start);
    const high = this.readCharacter();
    if (high < low) {
      throw new PatternError(`invalid character class range: ${this.pattern.slice(from, this.at)}`);
    }
    return `${rune(low)}-${rune(high)}`;
  }
}

/** How often the innermost thing may still be repeated, 0 where the repetitions multiply to too many. */
function repeatsLeft(piece: Piece, budget: number): number {
  switch (piece.kind) {
    case 'atom':
      return budget;
    case 'times':
      return repeatsLeft(piece.of, budget);
    case 'counted': {
      const times = piece.max ?? piece.min;
      return repeatsLeft(piece.of, times > 0 ? Math.floor(budget / times) : budget);
    }
    default:
      return piece.parts.reduce((least, part) => Math.min(least, repeatsLeft(part, budget)), budget);
  }
}

/** The pattern in the syntax of the matcher, which is Perl's: odd characters as `\x{…}`, groups not captured. */
function print(piece: Piece): string {
  switch (piece.kind) {
    case 'atom':
      return piece.text;
    case 'sequence':
      return piece.parts.map(print).join('');
    case 'choice':
      return `(?:${piece.parts.map(print).join('|')})`;
    case 'times':
      return `${printRepeated(piece.of)}${piece.operator}`;
    case 'counted': {
      const { min, max } = piece;
      return `${printRepeated(piece.of)}{${max === min ? min : `${min},${max ?? ''}`}}`;
    }
  }
}

/** A single character or class, or anything else in a group: `a*+` and `a*?` would mean something else. */
function printRepeated(piece: Piece): string {
  const isAnchor = piece.kind === 'atom' && (piece.text === '^' || piece.text === '$');
  return piece.kind === 'atom' && !isAnchor ? piece.text : `(?:${print(piece)})`;
}

/** A character that means the same in and outside of brackets as it is, any other by its number. */
function rune(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /^[0-9A-Za-z_/ ,:;=@%"'<>]$/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}
