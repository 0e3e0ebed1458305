import { knownPlugins } from '../falco/tables/fields.ts';
import {
  logicalWords,
  operatorNamed,
  priorities,
  quantifiers,
  transformerNamed,
} from '../falco/tables/operators.ts';
import { type SinceKind, sinceOf } from '../falco/tables/since.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { describeEventType } from './describe/event-type.ts';
import { describeFieldInfo, sinceText } from './describe/field.ts';
import { describeList } from './describe/list.ts';
import { describeMacro } from './describe/macro.ts';
import { describeRule } from './describe/rule.ts';
import { describeTag } from './describe/tag.ts';
import { keysOf } from './keys.ts';
import type { Topic } from './topic.ts';

/** What there is to say of a topic, in Markdown; undefined where nothing is known. */
export function describeTopic(snapshot: Snapshot, topic: Topic): string | undefined {
  switch (topic.kind) {
    case 'field':
      return describeField(snapshot, topic.name, topic.source);
    case 'operator':
      return titled(topic.name, operatorNamed(topic.name)?.description, 'operator', topic.name);
    case 'quantifier':
      return titled(topic.name, quantifiers.find(({ name }) => name === topic.name)?.description);
    case 'word':
      return titled(topic.name, logicalWords.find(({ name }) => name === topic.name)?.description);
    case 'transformer':
      return describeTransformer(topic.name);
    case 'event-type':
      return describeEventType(topic.name);
    case 'tag':
      return describeTag(topic.name);
    case 'priority':
      return titled(topic.name, priorities.find(({ name }) => name === topic.name)?.description);
    case 'key':
      return titled(topic.name, keysOf[topic.owner].find(({ name }) => name === topic.name)?.description);
    case 'rule':
      return describeRule(snapshot, topic.name);
    case 'macro':
      return describeMacro(snapshot, topic.name);
    case 'list':
      return describeList(snapshot, topic.name);
  }
}

function describeField({ tables }: Snapshot, name: string, source: string): string | undefined {
  const field =
    tables.forSource(source)?.find(name) ??
    [...knownPlugins.values()].flatMap((plugin) => plugin.fields).find((each) => each.name === name);
  return field && describeFieldInfo(field);
}

function describeTransformer(name: string): string | undefined {
  const transformer = transformerNamed(name);
  return transformer && titled(transformer.signature, transformer.description, 'transformer', name);
}

function titled(
  title: string,
  description: string | undefined,
  kind?: SinceKind,
  name = title,
): string | undefined {
  if (description === undefined) return undefined;
  const since = kind === undefined ? undefined : sinceOf(kind, name);
  const dated = since === undefined || since.orEarlier ? '' : `\n\n${sinceText(since)}`;
  return `**${title}**\n\n${description}${dated}`;
}
