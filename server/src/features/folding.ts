import type { Span } from '../text/span.ts';
import { shift } from '../text/span.ts';
import { itemSpan } from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { YamlNode } from '../yaml/node.ts';

/** Lines that can be folded: the first stays to be seen. 0-based, both included. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind?: 'comment';
}

/** Items, their values of several lines, and blocks of comments. */
export function foldingRanges(file: RulesFile): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const placed of file.read.items) {
    ranges.push(...linesOf(file, itemSpan(placed)));
    for (const value of valuesOf(placed.item.node, 3))
      ranges.push(...linesOf(file, shift(value, placed.start)));
  }
  return [...ranges, ...commentBlocks(file)];
}

/** From the key of each value to its end. */
function valuesOf(node: YamlNode, depth: number): Span[] {
  if (depth === 0 || node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item) => valuesOf(item, depth - 1));
  return node.entries.flatMap(({ key, value }) => [
    { start: key.span.start, end: value.span.end },
    ...valuesOf(value, depth - 1),
  ]);
}

/** The lines of a span without the blank ones at its end; nothing for a single line. */
function linesOf({ lines, text }: RulesFile, { start, end }: Span): FoldingRange[] {
  const startLine = lines.at(start).line;
  const endLine = lines.at(start + text.slice(start, end).trimEnd().length).line;
  return endLine > startLine ? [{ startLine, endLine }] : [];
}

function commentBlocks({ lines }: RulesFile): FoldingRange[] {
  const blocks: FoldingRange[] = [];
  let first: number | undefined;
  for (let line = 0; line <= lines.starts.length; line++) {
    const isComment = /^\s*#/.test(lines.lineText(line));
    if (isComment) first ??= line;
    else if (first !== undefined) {
      if (line - 1 > first) blocks.push({ startLine: first, endLine: line - 1, kind: 'comment' });
      first = undefined;
    }
  }
  return blocks;
}
