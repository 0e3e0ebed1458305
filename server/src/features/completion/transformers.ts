import { transformers } from '../../falco/tables/operators.ts';
import type { CompletionItem } from './item.ts';

/** The transformers; those that stand right of an operator only where `rightHand` is true. */
export function transformerItems(rightHand: boolean): CompletionItem[] {
  return transformers
    .filter(({ rightHandOnly }) => rightHand || !rightHandOnly)
    .map(({ name, signature }) => ({
      label: name,
      kind: 'transformer',
      detail: signature,
      insert: `${name}($1)`,
      snippet: true,
      topic: { kind: 'transformer', name },
      rank: 6,
    }));
}
