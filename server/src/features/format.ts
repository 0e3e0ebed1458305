import type { TextEdit } from '../text/edit.ts';
import { editsBetween } from '../text/line-diff.ts';
import { type Span, shift, span } from '../text/span.ts';
import { cutItems } from '../yaml/cut.ts';
import { type LayoutStyle, layoutYaml } from '../yaml/layout.ts';
import { parseYaml } from '../yaml/parse.ts';
import { spacedHead, spacedItem } from './format/blank-lines.ts';
import { conditionLines } from './format/condition-lines.ts';

/** How to format a text. */
export interface Formatting {
  /** They leave alone what stays; in the order of their places. */
  readonly edits: readonly TextEdit[];
  /** What cannot be formatted, and why. */
  readonly leftAlone: readonly LeftAlone[];
}

/** A stretch of a text that stays as it is. */
export interface LeftAlone {
  readonly span: Span;
  readonly reason: string;
}

/**
 * Formats a rules file: indentation, blanks and empty lines, conditions and lists that are too long. Every value
 * of the YAML, every comment and the order of everything stay, so the engine loads the same; an item of which
 * that cannot be shown is left alone.
 * @param width columns that lines should not go beyond.
 */
export function formatRules(text: string, width: number): Formatting {
  const style = styleOf(width);
  return formatInPieces(text, style) ?? formatWhole(text, style);
}

/** The edits of a formatting that touch the lines of a stretch of the text. */
export function editsInLines(text: string, edits: readonly TextEdit[], { start, end }: Span): TextEdit[] {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const last = lineEnd === -1 ? text.length : lineEnd + 1;
  return edits.filter((edit) => first <= edit.span.start && edit.span.end <= last);
}

function styleOf(width: number): LayoutStyle {
  return {
    width,
    textLines: (key, lines, room, indents) => {
      if (key === 'condition') return conditionLines(lines, room, indents);
      return key === 'output' || key === 'desc' ? lines : undefined;
    },
  };
}

/** Formats item by item, so that a broken one costs only itself; undefined where only the whole is YAML. */
function formatInPieces(text: string, style: LayoutStyle): Formatting | undefined {
  const cut = cutItems(text);
  if (cut === undefined) return undefined;
  const result = new FormattedText(text);
  result.replace(cut.head, spacedHead);
  for (const [i, { start, text: piece }] of cut.pieces.entries()) {
    const isLast = i === cut.pieces.length - 1;
    const where = span(start, start + piece.length);
    result.replace(where, (before) => {
      const laidOut = layoutYaml(before, style);
      return laidOut === undefined ? undefined : spacedItem(laidOut, isLast);
    });
  }
  return result.isBrokenByCutting() ? undefined : result;
}

function formatWhole(text: string, style: LayoutStyle): Formatting {
  const result = new FormattedText(text);
  result.replace(span(0, text.length), (before) => layoutYaml(before, style));
  return result;
}

class FormattedText implements Formatting {
  readonly edits: TextEdit[] = [];
  readonly leftAlone: LeftAlone[] = [];
  private readonly lineEnd: string;

  constructor(private readonly text: string) {
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** True where something is no YAML that is YAML within the whole text: a quoted text with a dash at the margin. */
  isBrokenByCutting(): boolean {
    const broken = this.leftAlone.some(({ span: where }) => !isYaml(this.text.slice(where.start, where.end)));
    return broken && isYaml(this.text);
  }

  /** Formats a stretch; `format` sees and gives `\n` at the ends of lines, and undefined for what it leaves alone. */
  replace(where: Span, format: (before: string) => string | undefined): void {
    const before = this.text.slice(where.start, where.end);
    const after = format(before.replaceAll('\r\n', '\n'))?.replaceAll('\n', this.lineEnd);
    if (after === undefined) {
      this.leftAlone.push({ span: where, reason: reasonFor(before) });
      return;
    }
    for (const edit of editsBetween(before, after)) {
      this.edits.push({ ...edit, span: shift(edit.span, where.start) });
    }
  }
}

function isYaml(text: string): boolean {
  return parseYaml(text, false).problems.length === 0;
}

function reasonFor(text: string): string {
  const { problems, documents } = parseYaml(text, false);
  const [problem] = problems;
  if (problem !== undefined) return `It is no YAML: ${problem.message}.`;
  if (documents.length !== 1) return 'It holds several YAML documents.';
  return 'Another layout would change what the YAML says.';
}
