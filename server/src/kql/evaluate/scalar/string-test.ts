/** A test of a text against one pattern, with the work on the pattern already done. */
export type TextTest = (text: string) => boolean;

/** Prepares a test for a pattern. */
export type TextTestMaker = (pattern: string) => TextTest;

/**
 * The string operators of KQL by their positive form. Without `_cs` case does not matter, save for `==`,
 * `in` and the regex. A term is a maximal run of ASCII letters and digits or of non-ASCII characters
 * (KQL, "String operators"; SENTINEL.md).
 */
export const stringTests: Readonly<Record<string, TextTestMaker>> = {
  '=~': folded((pattern) => (text) => text === pattern),
  contains: folded(contains),
  contains_cs: contains,
  startswith: folded(startsWith),
  startswith_cs: startsWith,
  endswith: folded(endsWith),
  endswith_cs: endsWith,
  has: folded((pattern) => termTest(pattern, true, true)),
  has_cs: (pattern) => termTest(pattern, true, true),
  hasprefix: folded((pattern) => termTest(pattern, true, false)),
  hasprefix_cs: (pattern) => termTest(pattern, true, false),
  hassuffix: folded((pattern) => termTest(pattern, false, true)),
  hassuffix_cs: (pattern) => termTest(pattern, false, true),
};

function contains(pattern: string): TextTest {
  return (text) => text.includes(pattern);
}

function startsWith(pattern: string): TextTest {
  return (text) => text.startsWith(pattern);
}

function endsWith(pattern: string): TextTest {
  return (text) => text.endsWith(pattern);
}

function folded(make: TextTestMaker): TextTestMaker {
  return (pattern) => {
    const test = make(pattern.toLowerCase());
    return (text) => test(text.toLowerCase());
  };
}

/**
 * True where the pattern occurs with a term border before it (`atStart`) and after it (`atEnd`); an end of
 * the pattern that is itself no term character has its border already.
 */
function termTest(pattern: string, atStart: boolean, atEnd: boolean): TextTest {
  if (pattern === '') return () => true;
  const needsStart = atStart && isTermUnit(pattern.charCodeAt(0));
  const needsEnd = atEnd && isTermUnit(pattern.charCodeAt(pattern.length - 1));
  return (text) => {
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
      const end = at + pattern.length;
      const startsFree = !needsStart || at === 0 || !isTermUnit(text.charCodeAt(at - 1));
      const endsFree = !needsEnd || end === text.length || !isTermUnit(text.charCodeAt(end));
      if (startsFree && endsFree) return true;
    }
    return false;
  };
}

/** ASCII letters and digits and everything beyond ASCII belong to terms. */
function isTermUnit(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code > 0x7f
  );
}

/** Keeps the test of the last pattern, so that a constant pattern is prepared once. */
export function rememberTest(make: TextTestMaker): (text: string, pattern: string) => boolean {
  let last: string | undefined;
  let test: TextTest = () => false;
  return (text, pattern) => {
    if (pattern !== last) {
      test = make(pattern);
      last = pattern;
    }
    return test(text);
  };
}
