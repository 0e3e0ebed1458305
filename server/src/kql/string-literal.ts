/**
 * A text as a KQL string literal. Besides quotes and backslashes, all that is invisible or ends a line is
 * escaped, so that the literal stays on its line and shows what it holds, in a comment too.
 */
export function kqlString(text: string): string {
  const inner = text.replace(/["\\]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
  return `"${inner}"`;
}

function escaped(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  return Array.from({ length: character.length }, (_, i) => {
    const hex = character.charCodeAt(i).toString(16).toUpperCase();
    return `\\u${hex.padStart(4, '0')}`;
  }).join('');
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
