import type { CompiledLeaf, CompiledNode } from '../falco/evaluate/evaluate.ts';
import type { CompiledCondition } from '../falco/load/compile.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type FilePlace, placeOf } from './explain-alert.ts';
import type { ReplayRule } from './replay-rules.ts';

/** Where each check of a rule stands in the files: those of macros where the macros are written. */
export function checkPlaces(
  { rule, condition }: ReplayRule,
  { load }: Snapshot,
): ReadonlyMap<CompiledLeaf, FilePlace> {
  const places = new Map<CompiledLeaf, FilePlace>();
  const seen = new Set<CompiledNode>();
  const pending: (readonly [CompiledNode, CompiledCondition])[] = [[condition.root, rule]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, text] = next;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'check') places.set(node, placeOf(text, node.source.span));
    else if (node.kind === 'macro') {
      pending.push([node.part, load.compiled.macros.get(node.source.name) ?? text]);
    } else if ('parts' in node) pending.push(...node.parts.map((part) => [part, text] as const));
    else if ('part' in node) pending.push([node.part, text]);
  }
  return places;
}
