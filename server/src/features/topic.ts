import type { NameKind } from '../workspace/names.ts';
import type { TestKeyOwner } from './test-keys.ts';

/** Something that rules are written with and that can be described. */
export type Topic =
  | { readonly kind: 'field'; readonly name: string; readonly source: string }
  | {
      readonly kind: 'operator' | 'quantifier' | 'word' | 'transformer' | 'event-type' | 'priority' | 'tag';
      readonly name: string;
    }
  | { readonly kind: 'key'; readonly owner: KeyOwner; readonly name: string }
  | { readonly kind: NameKind; readonly name: string };

/** What has keys. */
export type KeyOwner =
  | 'rule'
  | 'macro'
  | 'list'
  | 'exception'
  | 'override'
  | 'plugin'
  | 'version'
  | 'detection'
  | 'sentinel'
  | TestKeyOwner;
