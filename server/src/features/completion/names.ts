import type { NameKind } from '../../workspace/names.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { CompletionItem } from './item.ts';

/** The names of all rules, macros or lists. */
export function nameItems({ names }: Snapshot, kind: NameKind): CompletionItem[] {
  return [...names.all(kind).keys()].map((name) => ({
    label: name,
    kind: kind === 'rule' ? 'value' : kind,
    detail: kind,
    topic: { kind, name },
    rank: kind === 'macro' ? 1 : 3,
  }));
}
