import { type Span, span } from '../../text/span.ts';

/** A Go template action, `{{ … }}`, in the file of a Helm chart. */
export interface TemplateAction {
  readonly span: Span;
  /** True where its lines hold nothing but actions: what it does can concern all that stands round it. */
  readonly ownLines: boolean;
  /** True where text comes out of it, false for `if`, `range`, `end`, comments and the like. */
  readonly writes: boolean;
}

/** A text without actions, as long as the original, so that every offset stays. */
export interface WithoutActions {
  readonly text: string;
  /** In the order of their places. */
  readonly actions: readonly TemplateAction[];
}

/**
 * Puts text that YAML can read in place of Go template actions: blanks where an action has its lines for
 * itself, and a word elsewhere. What Helm would write there is not known.
 */
export function withoutActions(text: string): WithoutActions {
  const spans = actionSpans(text);
  if (spans.length === 0) return { text, actions: [] };
  const blanked = replaceAll(text, spans, (action) => blank(action));
  const actions = spans.map((where): TemplateAction => {
    const ownLines =
      blanked.slice(lineStart(blanked, where.start), lineEnd(blanked, where.end)).trim() === '';
    return { span: where, ownLines, writes: writes(text.slice(where.start, where.end)) };
  });
  const ownLines = new Map(actions.map((action) => [action.span, action.ownLines]));
  const filled = replaceAll(text, spans, (action, where) => {
    if (!ownLines.get(where)) return word(action);
    return startsBlock(blanked, where.start) ? commentLike(action, blanked, where) : blank(action);
  });
  return { text: filled, actions };
}

/** A word that stands for an action in what `withoutActions` returns. */
export const actionWord = /z{4}/;

/** The places of all actions; one that is never closed, and what follows it, is left alone. */
function actionSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const comment = /\{\{(?:- )?\/\*/y;
    comment.lastIndex = start;
    const from = comment.test(text) ? text.indexOf('*/', start) : start;
    const end = from === -1 ? -1 : text.indexOf('}}', from);
    if (end === -1) break;
    spans.push(span(start, end + 2));
    start = text.indexOf('{{', end + 2);
  }
  return spans;
}

function replaceAll(
  text: string,
  spans: readonly Span[],
  by: (action: string, where: Span) => string,
): string {
  const parts: string[] = [];
  let position = 0;
  for (const where of spans) {
    parts.push(text.slice(position, where.start), by(text.slice(where.start, where.end), where));
    position = where.end;
  }
  return parts.join('') + text.slice(position);
}

function blank(action: string): string {
  return action.replace(/[^\r\n]/g, ' ');
}

function word(action: string): string {
  return action.replace(/[^\r\n]/g, 'z');
}

/** Blanks right after the head of a block would say how far it is indented: there a comment stands instead. */
function commentLike(action: string, blanked: string, where: Span): string {
  const next = /\S/.exec(blanked.slice(where.end, where.end + mostLookedAt));
  const at = next === null ? where.end : where.end + next.index;
  const column = at - lineStart(blanked, at) - (where.start - lineStart(blanked, where.start));
  return action
    .split(/(\r?\n)/)
    .map((line) => (/^\r?\n$/.test(line) ? line : asComment(line, Math.max(0, column))))
    .join('');
}

/** How far on the next text may stand; blanks of hostile length are not worth a look at each action. */
const mostLookedAt = 1000;

function asComment(line: string, column: number): string {
  return line.length <= column
    ? ' '.repeat(line.length)
    : `${' '.repeat(column)}${'#'.repeat(line.length - column)}`;
}

/** Whether the last line before an offset that is not blank opens a block scalar. */
function startsBlock(blanked: string, offset: number): boolean {
  const before = blanked.slice(Math.max(0, offset - mostLookedAt), offset).trimEnd();
  return /[|>][-+0-9]*$/.test(before);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function writes(action: string): boolean {
  return !/^\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w*\s*:?=)/.test(
    action,
  );
}
