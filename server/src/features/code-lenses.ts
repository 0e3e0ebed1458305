import type { ReadFile } from '../falco/load/read-file.ts';
import { type Span, shift } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { isNameKind, type NameKind } from '../workspace/names.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** What stands above the definition of a rule, macro or list, or above a detection. */
export interface CodeLens {
  /** The name that it stands above. */
  readonly span: Span;
  readonly action:
    | { readonly kind: 'references'; readonly count: number }
    | { readonly kind: 'preview-kql' | 'preview-wazuh' }
    | { readonly kind: 'replay'; readonly rule: string };
}

/** Which lenses are wanted. */
export interface LensChoice {
  readonly references: boolean;
  /** What can be done with a rule: its previews, and the replay of alerts. */
  readonly previews: boolean;
}

const previews = [{ kind: 'preview-kql' }, { kind: 'preview-wazuh' }] as const;

/** The lenses of a file: how often each name is used or changed elsewhere, and what can be done with a rule. */
export function codeLenses(snapshot: Snapshot, file: RulesFile, wanted: LensChoice): CodeLens[] {
  const counts = wanted.references ? referenceCounts(snapshot) : undefined;
  return file.read.items.flatMap(({ item, start }): CodeLens[] => {
    const { nameSpan, isUpdate } = factsOf(item);
    const span = shift(nameSpan, start);
    if (item.kind === 'detection' && item.name !== '' && wanted.previews) {
      return previews.map((action) => ({ span, action }));
    }
    if (!isNameKind(item.kind) || item.name === '' || isUpdate) return [];
    const count = counts?.get(keyOf(item.kind, item.name)) ?? 0;
    // Nobody refers to most rules.
    const references = counts !== undefined && (count > 0 || item.kind !== 'rule');
    const ofRule = [...previews, { kind: 'replay', rule: item.name } as const];
    return [
      ...(references ? [{ span, action: { kind: 'references', count } as const }] : []),
      ...(wanted.previews && item.kind === 'rule' ? ofRule.map((action) => ({ span, action })) : []),
    ];
  });
}

/** Equal files have equal counts, so this memory changes no answer; it goes with the files. */
const known = new WeakMap<ReadFile, ReadonlyMap<string, number>>();

/** How many places use or change each name, as `references` finds them, in one pass over all items. */
function referenceCounts({ loadOrder }: Snapshot): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const { read } of loadOrder) {
    const counts = known.get(read) ?? countFile(read);
    known.set(read, counts);
    for (const [key, count] of counts) add(total, key, count);
  }
  return total;
}

function countFile({ items }: ReadFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { item } of items) {
    const { macros, words, isUpdate } = factsOf(item);
    for (const [name, places] of macros) add(counts, keyOf('macro', name), places.length);
    for (const [name, places] of words) add(counts, keyOf('list', name), places.length);
    if (isUpdate && isNameKind(item.kind)) add(counts, keyOf(item.kind, item.name), 1);
  }
  return counts;
}

function keyOf(kind: NameKind, name: string): string {
  return `${kind} ${name}`;
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
