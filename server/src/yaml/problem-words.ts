/** What rule authors do wrong most often, by the library's words for it, which speak of YAML's grammar. */
const plainWords: readonly (readonly [RegExp, string])[] = [
  [/^Missing closing ["']quote/, 'the closing quote is missing'],
  [/^Nested mappings are not allowed in compact mappings/, 'a value with `: ` in it needs quotes'],
  [/^Implicit keys need to be on a single line/, 'a key is missing its colon, or a quote is not closed'],
  [/^Implicit map keys need to be followed by map values/, 'a key needs a colon and a blank after it'],
  [/^Plain value cannot start with .*character (.)/, 'a value that begins with `$1` needs quotes'],
  [
    /^Flow sequence in block collection must be/,
    'the list is not closed by `]`, or ends too far to the left',
  ],
  [/^Flow map in block collection must be/, 'the map is not closed by `}`, or ends too far to the left'],
  [
    /^All (?:mapping|sequence) items must start at the same column/,
    'this stands in another column than what comes before it',
  ],
  [/^A block sequence may not be used as an implicit map key/, 'a list begins here in the line of a key'],
];

/** A message of the YAML library in the words of people who write rules; others stay as they are. */
export function inPlainWords(message: string): string {
  for (const [pattern, words] of plainWords) {
    const match = pattern.exec(message);
    if (match !== null) return words.replace('$1', () => match[1] ?? '');
  }
  return message;
}
