import type { Span } from '../../server/src/text/span.ts';

/** A text with its marks taken out. */
export interface MarkedText {
  readonly text: string;
  /** Offsets of `<|>`, in their order. */
  readonly cursors: readonly number[];
  /** What stood between `<|` and `|>`, in their order. */
  readonly ranges: readonly Span[];
}

/** Reads a text in which `<|>` marks a cursor and `<|text|>` a range; a bare `|` is left to YAML. */
export function markedText(marked: string): MarkedText {
  let text = '';
  let open: number | undefined;
  const cursors: number[] = [];
  const ranges: Span[] = [];
  for (const part of marked.split(/(<\|>|<\||\|>)/)) {
    if (part === '<|>') cursors.push(text.length);
    else if (part === '<|') open = text.length;
    else if (part === '|>' && open !== undefined) ranges.push({ start: open, end: text.length });
    else text += part;
  }
  return { text, cursors, ranges };
}

/** A text with its only cursor. @throws where it has none. */
export function withCursor(marked: string): { readonly text: string; readonly cursor: number } {
  const { text, cursors } = markedText(marked);
  const [cursor] = cursors;
  if (cursor === undefined) throw new Error(`No <|> in ${marked}`);
  return { text, cursor };
}

/** Files in one text, split at lines `#- name`; without such a line one file `rules.yaml`. */
export function splitFiles(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^#- (.*)\n/m);
  if (parts.length === 1) return new Map([['rules.yaml', text]]);
  const files = new Map<string, string>();
  for (let i = 1; i < parts.length; i += 2) files.set(parts[i]!.trim(), parts[i + 1] ?? '');
  return files;
}
