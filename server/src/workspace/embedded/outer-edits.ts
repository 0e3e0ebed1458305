import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
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
  const translated = translate(outer, embedded, edits);
  if (translated === undefined) return undefined;
  const expected = applyEdits(embedded.text, edits);
  const result = findEmbedded(applyEdits(outer, translated)).find(({ path }) =>
    isSamePath(path, embedded.path),
  );
  return result !== undefined && isSameText(result.text, expected, embedded.form) ? translated : undefined;
}

/** The edits in the file, without a proof; from text to text where one is embedded in another. */
function translate(
  outer: string,
  embedded: EmbeddedText,
  edits: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  if (embedded.nested !== undefined) {
    const { holder, inner } = embedded.nested;
    const between = translate(holder.text, inner, edits);
    return between && translate(outer, holder, between);
  }
  const translated: TextEdit[] = [];
  for (const edit of edits) {
    const inOuter = outerEdit(outer, embedded, edit);
    if (inOuter === undefined) return undefined;
    translated.push(inOuter);
  }
  return translated;
}

/**
 * Text to insert into an embedded text, as it is written in the file that holds it; without indentation, which
 * editors add to completions themselves. Undefined where it cannot be written there.
 */
export function outerText({ form, nested }: EmbeddedText, text: string): string | undefined {
  if (nested !== undefined) {
    const between = outerText(nested.inner, text);
    return between === undefined ? undefined : outerText(nested.holder, between);
  }
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
  const { form, text, map } = embedded;
  const newText = outerText(embedded, edit.newText);
  if (newText === undefined || text === '') return undefined;
  if (form === 'single' || form === 'double' || form === 'flow')
    return { span: map.toSource(edit.span), newText };
  return editOfLines(outer, embedded, beforeLastEnd(text, { ...edit, newText }));
}

/** The last end of line stays as it is: behind it the file goes on with something else. */
function beforeLastEnd(text: string, { span: { start, end }, newText }: TextEdit): TextEdit {
  if (end < text.length || !text.endsWith('\n')) return { span: span(start, end), newText };
  const last = text.length - 1;
  if (start <= last) return { span: span(start, last), newText: newText.replace(/\r?\n$/, '') };
  return { span: span(last, last), newText: `\n${newText.replace(/\r?\n$/, '')}` };
}

/** Each line but the first gets the indentation; that of a line which goes on behind the edit is left, too. */
function editOfLines(outer: string, { text, map, indent }: EmbeddedText, edit: TextEdit): TextEdit {
  const { start, end } = edit.span;
  const lineEnd = outer.includes('\r\n') ? '\r\n' : '\n';
  const isRestBlank = end === text.length || text[end] === '\n';
  const lines = edit.newText.split(/\r?\n/).map((line, i, all) => {
    const isBlank = line === '' && !(i === all.length - 1 && !isRestBlank);
    return i === 0 || isBlank ? line : ' '.repeat(indent) + line;
  });
  const where = span(map.toSource(span(start, start)).start, map.toSource(span(end, end)).start);
  return { span: where, newText: lines.join(lineEnd) };
}

function isSamePath(a: EmbeddedText['path'], b: EmbeddedText['path']): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** How many ends of line there are at the end is the scalar's own affair; comments before a list are not in it. */
function isSameText(a: string, b: string, form: EmbeddedText['form']): boolean {
  const [found, expected] = [a, b.replaceAll('\r\n', '\n')].map((text) => {
    const trimmed = text.trimEnd();
    return form === 'list' ? trimmed.replace(/^(?:[ \t]*(?:#.*)?\n)*/, '') : trimmed;
  });
  return found === expected;
}
