/**
 * A text as YAML writes it after a key: plain where that is safe, folded where it is long, else in quotes.
 * @param indent blanks before the lines of a folded text.
 */
export function textValue(text: string, indent: number): string {
  if (isPlain(text) && text.length <= 100) return text;
  const foldable = text.trim() === text && !/[\r\n\t]|[^\P{Cc}]/u.test(text) && text.length > 100;
  return foldable ? `>-\n${' '.repeat(indent)}${text}` : JSON.stringify(text);
}

/** A text as YAML writes it between the brackets of a list. */
export function flowValue(text: string): string {
  return isPlain(text) && !/[,[\]{}]/.test(text) ? text : JSON.stringify(text);
}

/** Plain YAML text that is read as this very text. */
function isPlain(text: string): boolean {
  return (
    text !== '' &&
    text.trim() === text &&
    !/^[-?:,[\]{}#&*!|>'"%@`]|: |:$| #|[^\P{Cc}]/u.test(text) &&
    !/^(?:~|null|true|false|yes|no|on|off|y|n)$/i.test(text)
  );
}
