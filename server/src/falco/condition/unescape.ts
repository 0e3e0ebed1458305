/** The value of a quoted string, or the engine's message and the offset of the bad escape within `quoted`. */
export type Unescaped =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly engineMessage: string; readonly at: number };

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  // Measured: a backslash before a blank stands for a backslash.
  ' ': '\\',
  '\\': '\\',
  '/': '/',
};

/**
 * The value of a quoted string with its quotes on: `"a\tb"`.
 * Escapes and messages are the engine's (ENGINE.md, "Quoted strings"; `\xHH` since engine 0.63.0).
 * A byte above 0x7f written as `\xHH` is kept as the lone surrogate 0xdc00 + byte, since it is no character by
 * itself; the evaluator reads that as the one byte.
 */
export function unescapeQuoted(quoted: string): Unescaped {
  const quote = quoted[0]!;
  const end = quoted.length - 1;
  let text = '';
  for (let i = 1; i < end; i++) {
    const c = quoted[i]!;
    if (c !== '\\') {
      text += c;
      continue;
    }
    const at = i;
    i++;
    // A lone backslash before the closing quote cannot be: the lexer reads on past `\"`.
    if (i >= end) break;
    const escaped = quoted[i]!;
    if (escaped === 'x') {
      const digits = quoted.slice(i + 1, i + 3);
      if (i + 2 >= end) return failure('truncated hex char escape sequence', at);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) {
        return failure(`invalid hex char escape sequence: ${digits}`, at);
      }
      text += byte(Number.parseInt(digits, 16));
      i += 2;
    } else if (escaped === quote) {
      text += quote;
    } else if (escaped === '"' || escaped === "'") {
      return failure(`invalid \\${escaped} escape in ${quote}-quoted string`, at);
    } else {
      const value = simpleEscapes[escaped];
      if (value === undefined) return failure(`unsupported string escape sequence: \\${escaped}`, at);
      text += value;
    }
  }
  return { ok: true, text };
}

function byte(code: number): string {
  return String.fromCharCode(code < 0x80 ? code : 0xdc00 + code);
}

function failure(engineMessage: string, at: number): Unescaped {
  return { ok: false, engineMessage, at };
}
