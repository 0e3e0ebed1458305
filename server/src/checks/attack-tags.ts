import type { PlacedItem } from '../falco/load/placed-item.ts';
import { mayBeNewer, tactics, techniqueOf } from '../falco/tables/attack.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { type Check, type FileFinding, itemFinding } from './check.ts';
import { nearestNames } from './nearest-name.ts';
import { withQuestion } from './question.ts';
import { tagFixes, tagsOf } from './tags.ts';

const tacticTags = [...tactics.values()].map((name) => `mitre_${name}`);

/** Tags of MITRE ATT&CK that name nothing, and techniques none of whose tactics is among the tags. */
export const attackTags: Check = {
  of: 'item',
  inDetections: true,
  *find(placed) {
    const tags = tagsOf(placed);
    for (const tag of tags) {
      const unknown = unknownFinding(placed, tag);
      if (unknown !== undefined) yield unknown;
    }
    yield* disagreements(placed, tags);
  },
};

function unknownFinding(placed: PlacedItem, tag: YamlScalar): FileFinding | undefined {
  const { value, span } = tag;
  const what = unknownKind(value);
  if (what === undefined) return undefined;
  const near = what === 'tactic' && value.startsWith('mitre_') ? nearestNames(value, tacticTags) : [];
  const fixes = tagFixes(placed, tag, near);
  return withQuestion(itemFinding(placed, span, 'unknown-attack-tag', [value, what], fixes), near);
}

function unknownKind(tag: string): string | undefined {
  if (/^mitre_/.test(tag)) return tacticTags.includes(tag) ? undefined : 'tactic';
  if (/^TA\d{4}$/.test(tag)) return tactics.has(tag) ? undefined : 'tactic';
  if (!/^T\d{4}(?:\.\d{3})?$/.test(tag)) return undefined;
  return techniqueOf(tag) !== undefined || mayBeNewer(tag) ? undefined : 'technique';
}

function* disagreements(placed: PlacedItem, tags: readonly YamlScalar[]): Iterable<FileFinding> {
  const named = new Set(tags.flatMap(({ value }) => tacticOf(value) ?? []));
  if (named.size === 0) return;
  for (const { value, span } of tags) {
    const technique = techniqueOf(value);
    if (technique === undefined || technique.tactics.some((tactic) => named.has(tactic))) continue;
    const { name, tactics: own } = technique;
    const list = own.map((tactic) => `\`mitre_${tactic}\``).join(', ');
    yield itemFinding(placed, span, 'attack-tags-disagree', [`${value} (${name})`, list]);
  }
}

function tacticOf(tag: string): string | undefined {
  return tactics.get(tag) ?? (tacticTags.includes(tag) ? tag.slice('mitre_'.length) : undefined);
}
