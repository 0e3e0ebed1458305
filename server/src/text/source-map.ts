import type { Span } from './span.ts';

/**
 * How a text was made from another one: a row of stretches, each either copied character by character or
 * put in for a stretch of the source. Leads from offsets in the derived text back to the source.
 */
export class SourceMap {
  constructor(
    private readonly stretches: readonly Stretch[],
    private readonly end: Span,
  ) {}

  /** The source characters from which `derived` was made. An empty span stays empty. */
  toSource(derived: Span): Span {
    if (derived.end <= derived.start) {
      const at = this.sourceStart(derived.start);
      return { start: at, end: at };
    }
    const start = this.sourceStart(derived.start);
    return { start, end: Math.max(start, this.sourceEnd(derived.end)) };
  }

  /** The first place in the derived text that stems from the source offset or from what follows it. */
  toDerived(source: number): number {
    let best = 0;
    for (const s of this.stretches) {
      if (s.source.start > source) break;
      if (source < s.source.end) return s.copied ? s.start + source - s.source.start : s.start;
      best = s.start + s.length;
    }
    return best;
  }

  /**
   * This map, which leads into a text that was itself derived, as one that leads to where that text came from.
   * @param outer leads from the text between to its source.
   */
  through(outer: SourceMap): SourceMap {
    const stretches = this.stretches.flatMap((s) =>
      s.copied ? outer.cut(s.source, s.start) : { ...s, source: outer.toSource(s.source) },
    );
    return new SourceMap(stretches, outer.toSource(this.end));
  }

  /** The stretches of a span of the derived text, of which the first is to start at `at`. */
  private cut({ start, end }: Span, at: number): Stretch[] {
    const cut: Stretch[] = [];
    for (let i = this.indexOf(start); i < this.stretches.length; i++) {
      const s = this.stretches[i]!;
      if (s.start >= end) break;
      const from = Math.max(s.start, start);
      const length = Math.min(s.start + s.length, end) - from;
      if (length <= 0) continue;
      const sourceStart = s.source.start + from - s.start;
      const source = s.copied ? { start: sourceStart, end: sourceStart + length } : s.source;
      cut.push({ start: at + from - start, length, source, copied: s.copied });
    }
    return cut;
  }

  private sourceStart(offset: number): number {
    const s = this.find(offset);
    if (s === undefined || offset >= s.start + s.length) return this.end.end;
    return s.copied ? s.source.start + offset - s.start : s.source.start;
  }

  private sourceEnd(offset: number): number {
    const s = this.find(offset - 1);
    if (s === undefined) return this.end.end;
    return s.copied ? s.source.start + Math.min(offset - s.start, s.length) : s.source.end;
  }

  /** The last stretch that starts at or before `offset`. */
  private find(offset: number): Stretch | undefined {
    return this.stretches[this.indexOf(offset)];
  }

  private indexOf(offset: number): number {
    let low = 0;
    let high = this.stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.stretches[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

interface Stretch {
  /** Offset in the derived text. */
  readonly start: number;
  length: number;
  /** Where it comes from; of the same length where `copied`. */
  source: Span;
  readonly copied: boolean;
}

/** Builds a derived text and its map, from left to right. */
export class DerivedText {
  private readonly parts: string[] = [];
  private readonly stretches: Stretch[] = [];
  private length = 0;

  constructor(private readonly source: string) {}

  /** Appends the source characters from `start` to `end`. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    const last = this.stretches.at(-1);
    this.parts.push(this.source.slice(start, end));
    if (last?.copied && last.source.end === start) {
      last.length += end - start;
      last.source = { start: last.source.start, end };
    } else {
      this.stretches.push({
        start: this.length,
        length: end - start,
        source: { start, end },
        copied: true,
      });
    }
    this.length += end - start;
  }

  /** Appends `text`, which stands for the source characters under `source`. */
  put(text: string, source: Span): void {
    if (text === '') return;
    this.parts.push(text);
    this.stretches.push({ start: this.length, length: text.length, source, copied: false });
    this.length += text.length;
  }

  /** Takes characters off the end of what was built. */
  trimEnd(count: number): void {
    let left = count;
    while (left > 0) {
      const last = this.stretches.at(-1);
      if (last === undefined) return;
      const cut = Math.min(left, last.length);
      const part = this.parts.pop()!;
      if (part.length > cut) this.parts.push(part.slice(0, part.length - cut));
      last.length -= Math.min(cut, part.length);
      if (last.copied) last.source = { start: last.source.start, end: last.source.start + last.length };
      if (last.length === 0) this.stretches.pop();
      this.length -= Math.min(cut, part.length);
      left -= Math.min(cut, part.length);
    }
  }

  /** The text and its map; `whole` is the stretch of the source that the text stands for altogether. */
  finish(whole: Span): { text: string; map: SourceMap } {
    return { text: this.parts.join(''), map: new SourceMap(this.stretches, whole) };
  }
}
