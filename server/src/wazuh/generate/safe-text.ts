import { toBytes } from '../../falco/evaluate/byte-string.ts';

const replacements: ReadonlyMap<string, string> = new Map([
  ['<', '('],
  ['>', ')'],
  ['&', '+'],
  ['\\', '/'],
  ['$', 'S'],
]);

/**
 * A text for a description: nothing in it means anything to Wazuh's XML, to real XML or to `$(…)`, and it is
 * at most `maxBytes` long, cut at a character. Source: SEMANTICS.md "Loading" 3 and "Description".
 */
export function safeText(text: string, maxBytes: number): string {
  const safe = [...text].map(safeCharacter).join('').replace(/ +/g, ' ').trim();
  if (toBytes(safe).length <= maxBytes) return safe;
  let cut = '';
  let bytes = toBytes('…').length;
  for (const character of safe) {
    bytes += toBytes(character).length;
    if (bytes > maxBytes) break;
    cut += character;
  }
  return `${cut}…`;
}

function safeCharacter(character: string): string {
  if (/[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u.test(character)) return ' ';
  return replacements.get(character) ?? character;
}
