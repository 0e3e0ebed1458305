import { tactics, techniqueIds, techniqueOf } from '../../falco/tables/attack.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { CompletionItem } from './item.ts';

/** Tags: those that rules have already, the most used first, then those of MITRE ATT&CK. */
export function tagItems(snapshot: Snapshot): CompletionItem[] {
  const used = usedTags(snapshot);
  const others = attackTags.filter(({ label }) => !used.includes(label));
  return [
    ...used.map((label, rank): CompletionItem => ({ ...tagItem(label), rank: Math.min(rank, 80) })),
    ...others,
  ];
}

/** Tactics as Falco's rules write them, and techniques by their ids. */
const attackTags: readonly CompletionItem[] = [
  ...[...tactics.values()].map((tactic) => tagItem(`mitre_${tactic}`)),
  ...techniqueIds().map(tagItem),
];

/** A technique is also found by its name. */
function tagItem(label: string): CompletionItem {
  const technique = techniqueOf(label);
  return {
    label,
    kind: 'value',
    ...(technique === undefined ? {} : { detail: technique.name, filter: `${label} ${technique.name}` }),
    ...(label.startsWith('mitre_') ? { detail: 'MITRE ATT&CK tactic' } : {}),
    topic: { kind: 'tag', name: label },
    rank: 90,
  };
}

function usedTags({ loadOrder }: Snapshot): string[] {
  const counts = new Map<string, number>();
  for (const { read } of loadOrder) {
    for (const { item } of read.items) {
      for (const step of item.steps) {
        if (step.do !== 'define-rule') continue;
        for (const tag of step.rule.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      }
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([tag]) => tag);
}
