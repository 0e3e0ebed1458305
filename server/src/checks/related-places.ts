import { fileSpan, type PlacedItem } from '../falco/load/placed-item.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { isNameKind, type NameKind } from '../workspace/names.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding } from './check.ts';
import type { RelatedPlace } from './collect.ts';

/** Places that explain a finding: where the thing stands that it misses, or contradicts. */
export function relatedPlaces({ names }: Snapshot, { file, finding }: FileFinding): RelatedPlace[] {
  const { code, args, span } = finding;
  const [first, second] = args.map(String);
  const places = (kind: NameKind, name: string | undefined, message: string): RelatedPlace[] =>
    names.definitionsOf(kind, name ?? '').map((placed) => relatedPlace(placed, message));
  switch (code) {
    case 'undefined-macro':
    case 'macro-defined-later':
      return places('macro', first, 'It is defined here, but loaded later.');
    case 'macro-loop':
      return places('macro', first, 'The macro is defined here.');
    case 'append-without-target':
      return isNameKind(first) ? places(first, second, 'It is defined here, but loaded later.') : [];
    case 'override-without-target':
    case 'enable-without-target':
      return places('rule', first, 'It is defined here, but loaded later.');
    case 'source-changed':
      return places('rule', first, 'The rule is defined here.');
    case 'duplicate-name':
    case 'redefined-elsewhere':
      if (!isNameKind(first)) return [];
      return places(first, second, 'It is defined here, too.').filter(
        (place) => place.file !== file || place.span.start !== span.start,
      );
    default:
      return [];
  }
}

function relatedPlace(placed: PlacedItem, message: string): RelatedPlace {
  const span = fileSpan({ placed, span: factsOf(placed.item).nameSpan });
  return { file: placed.file, span, message };
}
