import { cString, toBytes } from '../../falco/evaluate/byte-string.ts';

/** A longer pattern does not fit into an element. */
const maxPatternBytes = 20_000;

/** Characters that Wazuh's XML, real XML and a quoted piece of pcre2 all take as they are. */
const plainRun = /[ !-%'-;=?-[\]-~\u00a0-\ud7ff\ue000-\ufffd]+/y;

/** The name of a rule as Wazuh sees it in an alert: its bytes up to a zero byte. */
export function nameForWazuh(name: string): string {
  return cString(toBytes(name));
}

/**
 * A pcre2 pattern that finds exactly this name: `^\Qname\E$`, with everything that is special to XML, to
 * Wazuh or inside `\Q…\E` written as the numbers of its bytes. `strictEnd` uses `\z`, for the case that
 * another name is this one and a line feed. Undefined for a name too long or empty.
 * Source: SEMANTICS.md "Loading" 3 and "pcre2".
 */
export function namePattern(name: string, strictEnd: boolean): string | undefined {
  const visible = name.split('\0')[0]!;
  let pattern = '^';
  for (let position = 0; position < visible.length; ) {
    plainRun.lastIndex = position;
    const run = plainRun.exec(visible)?.[0];
    const piece = run ?? String.fromCodePoint(visible.codePointAt(position)!);
    pattern += run === undefined ? numbers(piece) : `\\Q${run}\\E`;
    position += piece.length;
  }
  pattern += strictEnd ? '\\z' : '$';
  return visible !== '' && toBytes(pattern).length <= maxPatternBytes ? pattern : undefined;
}

function numbers(character: string): string {
  return [...toBytes(character)]
    .map((byte) => `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
