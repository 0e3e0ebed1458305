import type { PlacedItem } from '../falco/load/placed-item.ts';
import { attackTag, mayBeNewer, tactics } from '../falco/tables/attack.ts';
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
  const read = attackTag(tag);
  if (read?.is !== 'unknown') return undefined;
  return read.what === 'technique' && mayBeNewer(tag) ? undefined : read.what;
}

function* disagreements(placed: PlacedItem, tags: readonly YamlScalar[]): Iterable<FileFinding> {
  const read = tags.map((tag) => ({ tag, attack: attackTag(tag.value) }));
  const named = new Set(read.flatMap(({ attack }) => (attack?.is === 'tactic' ? [attack.tactic] : [])));
  if (named.size === 0) return;
  for (const { tag, attack } of read) {
    if (attack?.is !== 'technique') continue;
    const { name, tactics: own } = attack.technique;
    if (own.some((tactic) => named.has(tactic))) continue;
    const list = own.map((tactic) => `\`mitre_${tactic}\``).join(', ');
    yield itemFinding(placed, tag.span, 'attack-tags-disagree', [`${tag.value} (${name})`, list]);
  }
}
