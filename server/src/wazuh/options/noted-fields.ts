import { type ByteString, lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import type { WazuhEvent } from '../evaluate/event.ts';
import type { OptionReader } from '../load/draft.ts';
import type { IgnoredFields } from '../load/rule.ts';
import type { XmlElement } from '../xml/document.ts';

type Known = IgnoredFields['known'] extends ReadonlySet<infer Name> ? Name : never;

const known: ReadonlySet<string> = new Set<Known>([
  'user',
  'srcip',
  'dstip',
  'id',
  'location',
  'data',
  'name',
]);

/** `<ignore>`: an alert notes the values of these fields, for rules with `check_if_ignored`. */
export const readNotes: OptionReader = (draft, element, { report }) => {
  const fields = readFields(element);
  if (fields === undefined) {
    report('wazuh-ignore-option', element.contentSpan, 'ignore', element.content);
    return 'abort';
  }
  draft.notes = fields;
  return 'next';
};

/** `<check_if_ignored>`: no alert where these values were noted before. */
export const readNoteCheck: OptionReader = (draft, element, { report }) => {
  const fields = readFields(element);
  if (fields === undefined) {
    report('wazuh-ignore-option', element.contentSpan, 'check_if_ignored', element.content);
    return 'abort';
  }
  draft.checksNotes = fields;
  return 'next';
};

/** One text for the values of an event, the same for equal values. */
export function noteOf(fields: IgnoredFields, event: WazuhEvent): ByteString {
  const { statics } = event;
  const values = {
    name: event.decoder,
    id: statics.id,
    user: statics.dstuser,
    srcip: statics.srcip,
    dstip: statics.dstip,
    data: statics.data,
    location: event.location,
  };
  const names = Object.keys(values) as Known[];
  const parts = names.map((name) => (fields.known.has(name) ? (values[name] ?? '') : ''));
  for (const name of fields.others) {
    const value = event.fieldValues.get(name);
    if (value !== undefined) parts.push(value);
  }
  return parts.join(' ');
}

function readFields(element: XmlElement): IgnoredFields | undefined {
  const words = element.content.split(',').map((part) => part.replace(/^ +/, '').split(' ')[0]!);
  if (words.some((word) => word === '')) return undefined;
  return {
    known: new Set(words.filter((word): word is Known => known.has(word))),
    others: words.filter((word) => !known.has(word)).map((word) => lowerAscii(toBytes(word))),
  };
}
