import { unescapeQuoted } from './unescape.ts';
import { leftTransformers } from './words.ts';

const patterns = {
  notBlank: /(not[\t\n\v\f\r ]+)/y,
  identifier: /[a-zA-Z][a-zA-Z0-9_]*/y,
  fieldName: /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y,
  bareArgument: /[^\]["'\t\n\v\f\r ]+/y,
  hexNumber: /0[xX][0-9a-fA-F]+/y,
  number: /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y,
  bareString: /[^()"'\t\n\v\f\r =,]+/y,
} as const;

/** Kinds of token that are read by a pattern. */
export type TokenKind = keyof typeof patterns;

/**
 * Reads a condition from left to right, as the engine's parser does: there is no token stream, what a text
 * means depends on what the grammar expects at that place. `lastToken` is part of the engine's messages.
 */
export class Lexer {
  offset = 0;
  /** The last token read, in its decoded form; blanks do not count. */
  lastToken = '';
  /** Set where the last quoted string held a bad escape: the engine gives up on the whole condition there. */
  badEscape: { engineMessage: string; start: number; end: number } | undefined;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Skips blanks; true where there were any. */
  blank(): boolean {
    const start = this.offset;
    while (isBlank(this.text.charCodeAt(this.offset))) this.offset++;
    return this.offset > start;
  }

  /** Reads `word` if the text goes on with it, whatever follows. */
  word(word: string): boolean {
    if (!this.text.startsWith(word, this.offset)) return false;
    this.take(word, word.length);
    return true;
  }

  /** Reads a token of a kind. */
  token(kind: TokenKind): boolean {
    const pattern = patterns[kind];
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.take(match[0], match[0].length);
    return true;
  }

  /** Reads one of `words`; a word of letters among string operators needs a blank after it, which is read too. */
  operator<Word extends string>(words: readonly Word[], blankAfterWords: boolean): Word | undefined {
    for (const word of words) {
      const saved = this.save();
      if (!this.word(word)) continue;
      if (!blankAfterWords || !isLetter(word) || this.blank()) return word;
      this.restore(saved);
    }
    return undefined;
  }

  /** Reads a transformer's name with its opening parenthesis; returns the name. `val` is not among them. */
  transformer(): string | undefined {
    return leftTransformers.find((name) => this.word(`${name}(`));
  }

  /**
   * Reads a quoted string; its value is in `lastToken`. A string that is never closed is not read, but leaves
   * its text in `lastToken`, as in the engine. A bad escape is read over and noted in `badEscape`.
   */
  quotedString(): boolean {
    const quote = this.text[this.offset];
    if (quote !== '"' && quote !== "'") return false;
    let end = this.offset + 1;
    while (end < this.text.length && !(this.text[end] === quote && this.text[end - 1] !== '\\')) end++;
    if (end >= this.text.length) {
      this.lastToken = this.text.slice(this.offset);
      return false;
    }
    const start = this.offset;
    const quoted = this.text.slice(start, end + 1);
    const value = unescapeQuoted(quoted);
    this.offset = end + 1;
    this.lastToken = value.ok ? value.text : quoted;
    if (!value.ok) {
      this.badEscape = {
        engineMessage: value.engineMessage,
        start: start + value.at,
        end: start + value.at + 2,
      };
    }
    return true;
  }

  save(): { offset: number; lastToken: string } {
    return { offset: this.offset, lastToken: this.lastToken };
  }

  restore(saved: { offset: number; lastToken: string }): void {
    this.offset = saved.offset;
    this.lastToken = saved.lastToken;
  }

  private take(token: string, length: number): void {
    this.lastToken = token;
    this.offset += length;
  }
}

/** The blanks of the condition language: blank, tab, backspace (the engine's own choice) and ends of line. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 8 && code <= 10) || code === 13;
}

function isLetter(word: string): boolean {
  const code = word.charCodeAt(0) | 32;
  return code >= 97 && code <= 122;
}
