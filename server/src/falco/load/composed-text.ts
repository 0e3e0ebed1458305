import type { SourceMap } from '../../text/source-map.ts';
import type { Span } from '../../text/span.ts';
import { decodeScalar } from '../../yaml/decode-scalar.ts';
import type { YamlScalar } from '../../yaml/node.ts';
import type { Place, PlacedItem } from './placed-item.ts';

/** A scalar where it stands. */
export interface PlacedScalar {
  readonly placed: PlacedItem;
  readonly scalar: YamlScalar;
  /** Take the text without blanks at its ends. */
  readonly trim?: boolean;
}

/** A stretch of a composed text: a scalar's text, or text that stands for some characters of an item. */
interface Part {
  readonly start: number;
  readonly length: number;
  readonly placed: PlacedItem;
  readonly scalar?: YamlScalar;
  /** How many of the scalar's first characters were left out. */
  readonly skipped: number;
  readonly span: Span;
}

/**
 * A text put together from several places: a condition with what was appended to it and its exceptions.
 * Leads from offsets in it back to the files.
 */
export class ComposedText {
  /** Maps of the parts that were asked for: many findings can stand in one. */
  private readonly maps = new Map<Part, SourceMap>();

  constructor(
    readonly text: string,
    private readonly parts: readonly Part[],
  ) {}

  /** Where the characters under `span` come from; text in between belongs to the part before it. */
  locate(span: Span): Place {
    const part = this.partAt(span.start);
    if (part.scalar === undefined) return { placed: part.placed, span: part.span };
    const map = this.maps.get(part) ?? decodeScalar(part.placed.item.text, part.scalar).map;
    this.maps.set(part, map);
    const end = Math.min(span.end, part.start + part.length);
    const shift = part.skipped - part.start;
    return {
      placed: part.placed,
      span: map.toSource({ start: span.start + shift, end: Math.max(end, span.start) + shift }),
    };
  }

  /** The last part that starts at or before an offset, else the first. */
  private partAt(offset: number): Part {
    let low = 0;
    let high = this.parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.parts[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.parts[low]!;
  }
}

/** The scalar that a text stands in alone; undefined where it was put together. */
export function onlyScalar(parts: readonly PlacedScalar[]): YamlScalar | undefined {
  return parts.length === 1 ? parts[0]!.scalar : undefined;
}

/** Puts a text together from left to right. */
export class TextComposer {
  private text = '';
  private readonly parts: Part[] = [];

  /** Appends the text of a scalar. */
  scalar({ placed, scalar, trim = false }: PlacedScalar): void {
    const { value, span } = scalar;
    const text = trim ? value.trim() : value;
    const skipped = trim ? value.length - value.trimStart().length : 0;
    this.parts.push({ start: this.text.length, length: text.length, placed, scalar, skipped, span });
    this.text += text;
  }

  /** Appends `text`, which stands for the characters of a place. */
  standing(text: string, { placed, span }: Place): void {
    this.parts.push({ start: this.text.length, length: text.length, placed, skipped: 0, span });
    this.text += text;
  }

  /** Appends text that nobody wrote. */
  glue(text: string): void {
    this.text += text;
  }

  /** Puts text round all that was appended so far. */
  wrap(before: string, after: string): void {
    this.text = before + this.text + after;
    for (const [i, part] of this.parts.entries()) {
      this.parts[i] = { ...part, start: part.start + before.length };
    }
  }

  finish(): ComposedText {
    return new ComposedText(this.text, this.parts);
  }
}

/** The texts of scalars joined by one blank, as the engine joins what is appended. */
export function joinScalars(scalars: readonly PlacedScalar[]): TextComposer {
  const composer = new TextComposer();
  for (const [i, scalar] of scalars.entries()) {
    if (i > 0) composer.glue(' ');
    composer.scalar(scalar);
  }
  return composer;
}
