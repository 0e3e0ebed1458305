import { type ByteString, lowerAscii } from './byte-string.ts';

/** True where a glob pattern covers the whole of `text`. */
export type Glob = (text: ByteString) => boolean;

/**
 * Compiles a pattern of `glob` or `iglob`: `*`, `?`, `[a-z]`, `[!a]`, `[[:alpha:]]` and `\` before a special
 * character, `*` crossing slashes, on bytes. The engine calls C's `fnmatch` in the C locale; this follows
 * glibc's, odd patterns included (compared with it on random patterns). Time is at most pattern times text.
 */
export function compileGlob(pattern: ByteString, ignoreCase: boolean): Glob {
  const fold = ignoreCase ? lowerAscii : (bytes: ByteString) => bytes;
  const steps = Array.from(pattern, (_, at) => readStep(pattern, at, fold));
  return (text) => matchSteps(steps, text, fold);
}

/** One byte of the text, as it is and with its case folded where case does not count. */
interface Byte {
  readonly plain: string;
  readonly folded: string;
  readonly fold: (bytes: ByteString) => ByteString;
}

/**
 * What stands at one place of a pattern. It takes one byte and answers where the pattern goes on, or -1
 * where the byte does not match; `star` takes any number of bytes.
 */
type Step = 'star' | ((byte: Byte) => number);

function readStep(pattern: ByteString, at: number, fold: Byte['fold']): Step {
  const character = pattern[at]!;
  if (character === '*') return 'star';
  if (character === '?') return () => at + 1;
  if (character === '[') return bracketStep(pattern, at);
  const escaped = character === '\\' ? 1 : 0;
  const literal = pattern[at + escaped];
  // A backslash at the end matches nothing.
  if (literal === undefined) return () => -1;
  const wanted = fold(literal);
  return (byte) => (byte.folded === wanted ? at + escaped + 1 : -1);
}

/** A bracket expression, read once for each byte value that comes along. */
function bracketStep(pattern: ByteString, at: number): Step {
  const answers = new Map<string, number>();
  return (byte) => {
    const known = answers.get(byte.plain);
    if (known !== undefined) return known;
    const answer = matchBracket(pattern, at, byte);
    answers.set(byte.plain, answer);
    return answer;
  };
}

/** Walks pattern and text together; where it fails, the last star takes one byte more. */
function matchSteps(steps: readonly Step[], text: ByteString, fold: Byte['fold']): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = steps[step];
    if (current === 'star') {
      star = ++step;
      starAt = at;
      continue;
    }
    const plain = text[at]!;
    const next = current === undefined ? -1 : current({ plain, folded: fold(plain), fold });
    if (next >= 0) {
      step = next;
      at++;
    } else if (star >= 0) {
      step = star;
      at = ++starAt;
    } else return false;
  }
  while (steps[step] === 'star') step++;
  return step === steps.length;
}

const classTests: ReadonlyMap<string, RegExp> = new Map([
  ['alpha', /[A-Za-z]/],
  ['upper', /[A-Z]/],
  ['lower', /[a-z]/],
  ['digit', /[0-9]/],
  ['alnum', /[0-9A-Za-z]/],
  ['xdigit', /[0-9A-Fa-f]/],
  ['space', /[\t-\r ]/],
  ['blank', /[\t ]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['print', /[ -~]/],
  ['graph', /[!-~]/],
  ['cntrl', /[\x00-\x1f\x7f]/],
]);

/** Where the pattern goes on after the bracket expression at `start` took a byte, or -1 where it does not. */
function matchBracket(pattern: ByteString, start: number, byte: Byte): number {
  const negated = pattern[start + 1] === '!' || pattern[start + 1] === '^';
  let at = start + (negated ? 2 : 1);
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    // Without a closing bracket the opening one is a plain character.
    if (at >= pattern.length) return byte.folded === '[' ? start + 1 : -1;
    const item = readItem(pattern, at, byte);
    if (item === undefined) return -1;
    if (item.matches) return negated ? -1 : skipBracket(pattern, item.next);
    at = item.next;
  }
  return negated ? at + 1 : -1;
}

/** One item of a bracket expression: whether it takes the byte, and where it ends. */
interface Item {
  readonly matches: boolean;
  readonly next: number;
}

/** The item at `at`: a class, a character or a range; undefined where malformed, which matches nothing. */
function readItem(pattern: ByteString, at: number, byte: Byte): Item | undefined {
  const className = /^\[:([a-y]{0,255}):\]/.exec(pattern.slice(at));
  if (className !== null) {
    const test = classTests.get(className[1]!);
    return test && { matches: test.test(byte.plain), next: at + className[0].length };
  }
  const low = readSymbol(pattern, at, byte.fold);
  if (low === undefined) return undefined;
  if (!isRange(pattern, low)) {
    const wanted = low.form === 'plain' ? byte.folded : byte.plain;
    return { matches: low.character === wanted, next: low.next };
  }
  const high = readSymbol(pattern, low.next + 1, byte.fold);
  if (high === undefined) return undefined;
  return { matches: low.character <= byte.folded && byte.folded <= high.character, next: high.next };
}

/** A character of a bracket expression, folded unless it is written as `[.a.]` or `[=a=]`. */
interface BracketSymbol {
  readonly character: string;
  readonly form: 'plain' | '.' | '=';
  readonly next: number;
}

function readSymbol(pattern: ByteString, at: number, fold: Byte['fold']): BracketSymbol | undefined {
  const named = /^\[([.=])(.)\1\]/s.exec(pattern.slice(at));
  if (named !== null) return { character: named[2]!, form: named[1] as '.' | '=', next: at + 5 };
  const escaped = pattern[at] === '\\' ? 1 : 0;
  const character = pattern[at + escaped];
  if (character === undefined || pattern.startsWith('[.', at)) return undefined;
  return { character: fold(character), form: 'plain', next: at + escaped + 1 };
}

function isRange(pattern: ByteString, low: BracketSymbol): boolean {
  const end = pattern[low.next + 1];
  return low.form !== '=' && pattern[low.next] === '-' && end !== undefined && end !== ']';
}

/** The place behind the bracket that closes the expression, from inside it; -1 where there is none. */
function skipBracket(pattern: ByteString, inside: number): number {
  let at = inside;
  while (at < pattern.length) {
    if (pattern[at] === ']') return at + 1;
    const named = /^\[(?::[a-y]*:|=.=|\..*?\.)\]/s.exec(pattern.slice(at));
    if (named === null && /^\[[.=]/.test(pattern.slice(at))) return -1;
    at += named?.[0].length ?? (pattern[at] === '\\' ? 2 : 1);
  }
  return -1;
}
