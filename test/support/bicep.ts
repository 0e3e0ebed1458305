/** A string literal of Bicep and the text that it stands for. */
export interface BicepString {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * The string literals of a Bicep text in order, read by the rules of the language: escapes in `'…'`, none in
 * `'''…'''`, whose first line break is not part of it. Throws for a literal that does not end, an escape that
 * there is not, or an interpolation.
 */
export function bicepStrings(text: string): BicepString[] {
  const strings: BicepString[] = [];
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('//', at)) at = endOfLine(text, at);
    else if (text[at] !== "'") at++;
    else {
      const read = text.startsWith("'''", at) ? multiLine(text, at) : singleLine(text, at);
      strings.push(read);
      at = read.end;
    }
  }
  return strings;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function multiLine(text: string, start: number): BicepString {
  const close = text.indexOf("'''", start + 3);
  if (close < 0 || text[close + 3] === "'") throw new Error(`''' at ${start} does not end clearly`);
  return { start, end: close + 3, value: text.slice(start + 3, close).replace(/^\r?\n/, '') };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '\\': '\\', $: '$' };

function singleLine(text: string, start: number): BicepString {
  let value = '';
  for (let at = start + 1; at < text.length; ) {
    const character = text[at]!;
    if (character === "'") return { start, end: at + 1, value };
    if (character === '\n' || character === '\r') break;
    if (text.startsWith('${', at)) throw new Error(`interpolation at ${at}`);
    if (character !== '\\') {
      value += character;
      at++;
      continue;
    }
    const point = /^\\u\{([0-9a-f]+)\}/i.exec(text.slice(at, at + 12));
    const simple = escapes[text[at + 1] ?? ''];
    if (point !== null) value += String.fromCodePoint(Number.parseInt(point[1]!, 16));
    else if (simple === undefined) throw new Error(`no such escape at ${at}`);
    else value += simple;
    at += point === null ? 2 : point[0].length;
  }
  throw new Error(`' at ${start} does not end on its line`);
}
