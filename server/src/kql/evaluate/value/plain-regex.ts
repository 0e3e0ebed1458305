/**
 * Patterns that a backtracking engine runs in linear time, turned into its syntax: sequences of characters,
 * classes and groups in which, after every repetition or optional part, the next character alone says how
 * to go on, and in which the first character can stand nowhere else. So one attempt has one way to go, and
 * no two attempts read the same text. Everything else is left to the engine that is linear by construction.
 */
export function plainRegex(pattern: string): RegExp | undefined {
  const parser = new Parser(pattern);
  const items = parser.sequence(0);
  if (items === undefined || parser.at !== pattern.length || items.length === 0) return undefined;
  const [first, ...rest] = items;
  if (first!.kind !== 'set' || first!.repeat !== '') return undefined;
  if (!isDeterministic(items, nothing) || rest.some((item) => holdsAny(item, first!.set))) return undefined;
  return new RegExp(items.map(print).join(''), 'gu');
}

/** ASCII characters by their codes; the last place stands for all others. */
type CharacterSet = readonly boolean[];

type Item = (
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'group'; readonly items: readonly Item[]; readonly captured: boolean }
) & { readonly repeat: '' | '?' | '*' | '+' };

const size = 129;
const beyondAscii = 128;
const nothing: CharacterSet = Array.from({ length: size }, () => false);

class Parser {
  readonly pattern: string;
  at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  /** Items up to a closing bracket or the end; undefined for what this does not read. */
  sequence(depth: number): Item[] | undefined {
    const items: Item[] = [];
    while (this.at < this.pattern.length && this.pattern[this.at] !== ')') {
      const item = depth > 20 ? undefined : this.item(depth);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  private item(depth: number): Item | undefined {
    const character = this.pattern[this.at]!;
    if (character === '(') return this.group(depth);
    const set = character === '[' ? this.characterClass() : this.single();
    return set && { kind: 'set', set, repeat: this.repeat() };
  }

  private group(depth: number): Item | undefined {
    const captured = !this.pattern.startsWith('(?:', this.at);
    if (captured && this.pattern[this.at + 1] === '?') return undefined;
    this.at += captured ? 1 : 3;
    const items = this.sequence(depth + 1);
    if (items === undefined || this.pattern[this.at] !== ')') return undefined;
    this.at++;
    return { kind: 'group', items, captured, repeat: this.repeat() };
  }

  /** A repetition; a lazy or doubled one is left where it is, and stops the reading there. */
  private repeat(): Item['repeat'] {
    const found = this.pattern[this.at];
    if (found !== '?' && found !== '*' && found !== '+') return '';
    this.at++;
    return found;
  }

  private single(): CharacterSet | undefined {
    const code = this.code(/[.^$|?*+{}()[\]]/);
    return code === undefined ? undefined : setOf((each) => each === code);
  }

  /** One ASCII character or an escape of one; undefined where it is special. */
  private code(special: RegExp): number | undefined {
    const character = this.pattern[this.at]!;
    if (character !== '\\') {
      if (special.test(character) || character > '\x7f') return undefined;
      this.at++;
      return character.charCodeAt(0);
    }
    const rest = this.pattern.slice(this.at, this.at + 4);
    const hexadecimal = /^\\x([0-7][0-9a-fA-F])/.exec(rest);
    const escaped = hexadecimal ?? /^\\([!-/:-@[-`{-~])/.exec(rest);
    if (escaped === null) return undefined;
    this.at += escaped[0].length;
    return hexadecimal ? Number.parseInt(escaped[1]!, 16) : escaped[1]!.charCodeAt(0);
  }

  private characterClass(): CharacterSet | undefined {
    this.at++;
    const negated = this.pattern[this.at] === '^';
    if (negated) this.at++;
    const taken = new Set<number>();
    while (this.pattern[this.at] !== ']') {
      if (this.at >= this.pattern.length || !this.range(taken)) return undefined;
    }
    this.at++;
    return taken.size === 0 ? undefined : setOf((each) => taken.has(each) !== negated);
  }

  private range(taken: Set<number>): boolean {
    const low = this.code(/[[\]^&~-]/);
    if (low === undefined) return false;
    let high: number | undefined = low;
    if (this.pattern[this.at] === '-') {
      this.at++;
      high = this.at < this.pattern.length ? this.code(/[[\]^&~-]/) : undefined;
    }
    if (high === undefined || high < low) return false;
    for (let code = low; code <= high; code++) taken.add(code);
    return true;
  }
}

function setOf(holds: (code: number) => boolean): CharacterSet {
  return Array.from({ length: size }, (_, code) => holds(code));
}

function overlaps(a: CharacterSet, b: CharacterSet): boolean {
  return a.some((holds, i) => holds && b[i] === true);
}

function union(a: CharacterSet, b: CharacterSet): CharacterSet {
  return a.map((holds, i) => holds || b[i] === true);
}

function holdsAny(item: Item, set: CharacterSet): boolean {
  return item.kind === 'set' ? overlaps(item.set, set) : item.items.some((each) => holdsAny(each, set));
}

/** The characters that the items can begin with, and go on with where all of them can be left out. */
function firstOf(items: readonly Item[], follow: CharacterSet): CharacterSet {
  return items.reduceRight((after, item) => {
    const own = item.kind === 'set' ? item.set : firstOf(item.items, nothing);
    return canBeEmpty(item) ? union(own, after) : own;
  }, follow);
}

function canBeEmpty(item: Item): boolean {
  if (item.repeat === '?' || item.repeat === '*') return true;
  return item.kind === 'group' && item.items.every(canBeEmpty);
}

function isDeterministic(items: readonly Item[], follow: CharacterSet): boolean {
  return items.every((item, i) => {
    const after = firstOf(items.slice(i + 1), follow);
    const own = item.kind === 'set' ? item.set : firstOf(item.items, nothing);
    if (item.repeat !== '' && overlaps(own, after)) return false;
    if (item.kind === 'set') return true;
    if (item.items.every(canBeEmpty)) return false;
    const repeats = item.repeat === '*' || item.repeat === '+';
    return isDeterministic(item.items, repeats ? union(after, own) : after);
  });
}

function print(item: Item): string {
  if (item.kind === 'set') return printSet(item.set) + item.repeat;
  return `(${item.captured ? '' : '?:'}${item.items.map(print).join('')})${item.repeat}`;
}

function printSet(set: CharacterSet): string {
  const negated = set[beyondAscii] === true;
  const codes = set.flatMap((holds, code) => (code < beyondAscii && holds !== negated ? [code] : []));
  const listed = codes.map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('');
  return `[${negated ? '^' : ''}${listed}]`;
}
