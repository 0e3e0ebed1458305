import { fileSpan } from '../falco/load/placed-item.ts';
import type { Span } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { itemSpan } from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { nameAt } from './name-at.ts';
import type { FilePlace } from './place.ts';

/** Where a name is defined. */
export interface Definition extends FilePlace {
  /** The whole item. */
  readonly item: Span;
  /** The characters from which the question came. */
  readonly origin: Span;
}

/**
 * The items that define the rule, macro or list at an offset, the one that counts for the engine (the last)
 * first. On the only definition itself there is nowhere to go but there.
 */
export function definitions(snapshot: Snapshot, file: RulesFile, offset: number): Definition[] {
  const name = nameAt(snapshot, file, offset);
  if (name === undefined) return [];
  const items = [...snapshot.names.definitionsOf(name.kind, name.name)].reverse();
  return items.map((placed) => ({
    file: placed.file,
    span: fileSpan({ placed, span: factsOf(placed.item).nameSpan }),
    item: itemSpan(placed),
    origin: name.span,
  }));
}
