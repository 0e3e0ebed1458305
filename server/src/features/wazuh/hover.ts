import { span } from '../../text/span.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { describeTopic } from '../describe-topic.ts';
import type { Hover } from '../hover.ts';
import { type WazuhCursor, wazuhCursor } from './cursor.ts';
import { describeWazuhRule } from './describe-rule.ts';
import { groupAt, ruleNameAt } from './rules.ts';
import { attributesOf, elementsIn } from './words.ts';

/** What there is to say of the rule, option, attribute, field or group at an offset of a rules file. */
export function wazuhHover(snapshot: Snapshot, file: WazuhFile, offset: number): Hover | undefined {
  const name = ruleNameAt(snapshot, file, offset);
  if (name !== undefined) return hoverOf(describeWazuhRule(name.manager, name.id), name.span);
  const group = groupAt(snapshot, file, offset);
  if (group !== undefined) return hoverOf(describeGroup(group.name, group.rules.length), group.span);
  const cursor = wazuhCursor(file.text, offset);
  return hoverOf(describeWord(snapshot, file, cursor), cursor.whole);
}

function hoverOf(markdown: string | undefined, { start, end }: Hover['span']): Hover | undefined {
  return markdown === undefined ? undefined : { markdown, span: span(start, end) };
}

function describeGroup(name: string, rules: number): string {
  const count = rules === 1 ? '1 rule' : `${rules} rules`;
  return `**${name.replace(/[*_`\\[\]<]/g, '\\$&')}** — group of ${count} in this workspace`;
}

function describeWord(
  snapshot: Snapshot,
  { text }: WazuhFile,
  { place, open, attribute, whole }: WazuhCursor,
): string | undefined {
  const word = text.slice(whole.start, whole.end);
  const element = open.at(-1)?.name ?? '';
  if (place === 'element') return describe(word, elementsIn(open.at(-2)?.name));
  if (place === 'closing') return describe(word, elementsIn(open.at(-2)?.name));
  if (place === 'attribute') return describe(word, attributesOf(element));
  if (place !== 'value' || attribute !== 'name' || element !== 'field') return undefined;
  return describeField(snapshot, word) ?? describe('name', attributesOf(element));
}

function describe(name: string, words: ReturnType<typeof elementsIn>): string | undefined {
  const word = words.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (word === undefined) return undefined;
  const values =
    word.values === undefined ? '' : `\n\nValues: ${word.values.map((v) => `\`${v}\``).join(', ')}`;
  return `**${word.name}**\n\n${word.description}${values}`;
}

/** A field of Falco by the name that it has in an alert. */
function describeField(snapshot: Snapshot, name: string): string | undefined {
  const field = /^output_fields\.([^[]+)/i.exec(name)?.[1];
  if (field === undefined) return undefined;
  for (const source of snapshot.tables.sources) {
    const described = describeTopic(snapshot, { kind: 'field', name: field, source });
    if (described !== undefined) return described;
  }
  return undefined;
}
