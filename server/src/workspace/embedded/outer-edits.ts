import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { type Span, span } from '../../text/span.ts';
import { type EmbeddedText, findEmbedded } from './find-embedded.ts';
import { actionWord } from './template-actions.ts';

/**
 * Edits of an embedded text as edits of the file that holds it: lines get their indentation, quotes and
 * backslashes their escapes. Undefined where the file cannot hold the result: what would be read from the
 * edited file is compared with what the edits make of the text.
 * @param outer the text that `embedded` was found in.
 */
export function outerEdits(
  outer: string,
  embedded: EmbeddedText,
  edits: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  if (edits.some((edit) => touchesAction(embedded, edit))) return undefined;
  const translated: TextEdit[] = [];
  for (const edit of edits) {
    const inOuter = outerEdit(outer, embedded, edit);
    if (inOuter === undefined) return undefined;
    translated.push(inOuter);
  }
  const expected = applyEdits(embedded.text, edits);
  const result = findEmbedded(applyEdits(outer, translated)).find(({ path }) =>
    isSamePath(path, embedded.path),
  );
  return result !== undefined && sameButForEnd(result.text, expected) ? translated : undefined;
}

/**
 * Text to insert into an embedded text, as it is written in the file that holds it; without indentation, which
 * editors add to completions themselves. Undefined where it cannot be written there.
 */
export function outerText({ form }: EmbeddedText, text: string): string | undefined {
  if (form === 'double') return JSON.stringify(text).slice(1, -1);
  if (form === 'single') return text.includes('\n') ? undefined : text.replaceAll("'", "''");
  return text;
}

/** What a template action writes is not known, so nothing of it is moved, copied or replaced. */
function touchesAction({ actions, text }: EmbeddedText, { span: where, newText }: TextEdit): boolean {
  if (actions.length === 0) return false;
  const copies = actionWord.test(newText) && actionWord.test(text);
  return copies || actions.some(({ span: action }) => action.start < where.end && where.start < action.end);
}

function outerEdit(outer: string, embedded: EmbeddedText, edit: TextEdit): TextEdit | undefined {
  const { form, text } = embedded;
  const newText = outerText(embedded, edit.newText);
  if (newText === undefined) return undefined;
  if (form === 'single' || form === 'double' || form === 'flow') {
    return { span: embedded.map.toSource(edit.span), newText };
  }
  const atEnd = edit.span.start === text.length && text.endsWith('\n');
  const where = atEnd ? endOfLastLine(embedded) : embedded.map.toSource(edit.span);
  const lineEnd = outer.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(indentation(outer, embedded));
  const rest = text.slice(edit.span.end, lineEndFrom(text, edit.span.end));
  const startsLine = atEnd && /[\r\n]$/.test(outer.slice(0, where.start));
  const lines = newText.split(/\r?\n/);
  const indented = lines.map((line, i) => {
    const isLast = i === lines.length - 1;
    const isBlank = line === '' && !(isLast && rest !== '');
    return (i === 0 && !startsLine) || isBlank ? line : indent + line;
  });
  return { span: where, newText: indented.join(lineEnd) };
}

/** Behind the end of the last line, which for the text is its end. */
function endOfLastLine({ text, map }: EmbeddedText): Span {
  const { end } = map.toSource({ start: text.length - 1, end: text.length });
  return span(end, end);
}

/** How many blanks stand before the lines of the text in the file that holds it. */
function indentation(outer: string, { text, map, form, span: where }: EmbeddedText): number {
  const first = form === 'list' ? 0 : Math.max(0, text.search(/[^\n]/));
  const { start } = text === '' ? { start: where.start } : map.toSource(span(first, first));
  const lineStart = outer.lastIndexOf('\n', start - 1) + 1;
  if (text !== '') return start - lineStart;
  return /^[ ]*/.exec(outer.slice(lineStart))![0].length + 2;
}

function lineEndFrom(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function isSamePath(a: EmbeddedText['path'], b: EmbeddedText['path']): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** How many line ends there are at the end is the scalar's own affair. */
function sameButForEnd(a: string, b: string): boolean {
  return a.trimEnd() === b.replaceAll('\r\n', '\n').trimEnd();
}
