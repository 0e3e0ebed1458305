import type { Span } from '../../text/span.ts';
import type { Item } from '../items/item.ts';

/** An item where it stands: the same item can stand in several places. */
export interface PlacedItem {
  readonly file: string;
  /** Offset of the item's text in the file. */
  readonly start: number;
  readonly item: Item;
}

/** Characters of a placed item; `span` counts in the item's text. */
export interface Place {
  readonly placed: PlacedItem;
  readonly span: Span;
}

/** The characters of a place as offsets in its file. */
export function fileSpan({ placed, span }: Place): Span {
  return { start: placed.start + span.start, end: placed.start + span.end };
}
