import { type ByteString, lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import type { StaticField, WazuhEvent } from '../evaluate/event.ts';
import type { OptionContext, OptionReader } from '../load/draft.ts';
import { compileOsMatch } from '../pattern/osmatch.ts';
import type { XmlAttribute, XmlElement } from '../xml/document.ts';
import { type Condition, ranks } from './condition.ts';

type Entries = ReadonlyMap<ByteString, ByteString>;
type Value = (event: WazuhEvent) => ByteString | undefined;

/** Whether a key of the event is found; `check` is what the entry's value must be like. */
type Lookup = (entries: Entries, key: ByteString, check: ValueCheck) => boolean;
type ValueCheck = ((value: ByteString) => boolean) | undefined;

/** What the attributes of a `<list>` say. */
interface ListAttributes {
  lookup: Lookup;
  lookupName: string;
  field: string;
  valueIn: Value | undefined;
  check: ValueCheck;
}

/**
 * `address_match_key_value` is the wrong way round in Wazuh: it holds where the value does not fit, and where
 * there is no such key. Source: SEMANTICS.md "Loading" 12.
 */
const lookups: ReadonlyMap<string, Lookup> = new Map<string, Lookup>([
  ['match_key', (entries, key) => entries.has(key)],
  ['not_match_key', (entries, key) => !entries.has(key)],
  ['match_key_value', (entries, key, check) => fits(entries.get(key), check)],
  ['address_match_key', (entries, key) => addressEntry(entries, key) !== undefined],
  ['not_address_match_key', (entries, key) => addressEntry(entries, key) === undefined],
  ['address_match_key_value', (entries, key, check) => !fits(addressEntry(entries, key), check)],
]);

/** The ways to look into a list. */
export const lookupNames: readonly string[] = [...lookups.keys()];

/**
 * `<list field="…" lookup="…" check_value="…">path</list>`: looks the field up in a CDB list. A list that is
 * not declared leaves the rule out; of three and more lists in a rule only the last two count.
 * Source: SEMANTICS.md "Loading" 12.
 */
export const readList: OptionReader = (draft, element, context) => {
  const { report, settings } = context;
  if (element.attributes.length === 0) {
    report('wazuh-list-attributes', element.nameSpan);
    refuse(element, context);
    return 'abort';
  }
  const attributes = readAttributes(element, context);
  if (attributes === undefined) return 'abort';
  const entries = settings.lists.get(element.content);
  if (entries === undefined) {
    report('wazuh-list-not-loaded', element.contentSpan, element.content, draft.attributes.id!);
    return 'skip';
  }
  draft.lists = [...draft.lists.slice(-1), conditionOf(element, attributes, entries)];
  return 'next';
};

function readAttributes(element: XmlElement, context: OptionContext): ListAttributes | undefined {
  const attributes: ListAttributes = {
    lookup: lookups.get('match_key')!,
    lookupName: 'match_key',
    field: '',
    valueIn: undefined,
    check: undefined,
  };
  for (const attribute of element.attributes) {
    if (!readAttribute(attributes, attribute, element, context)) return undefined;
  }
  if (attributes.valueIn !== undefined) return attributes;
  context.report('wazuh-list-field', element.nameSpan);
  refuse(element, context);
  return undefined;
}

function readAttribute(
  attributes: ListAttributes,
  { name, value, nameSpan, valueSpan }: XmlAttribute,
  element: XmlElement,
  context: OptionContext,
): boolean {
  switch (lowerAscii(name)) {
    case 'lookup': {
      const lookup = lookups.get(lowerAscii(value));
      if (lookup === undefined) {
        refuse(element, context);
        context.report('wazuh-list-lookup', valueSpan, value);
        return false;
      }
      attributes.lookup = lookup;
      attributes.lookupName = lowerAscii(value);
      return true;
    }
    case 'field':
      attributes.field = value;
      attributes.valueIn = fieldValue(value);
      return true;
    case 'check_value':
      attributes.check = compileOsMatch(toBytes(value)).matches;
      return true;
    default:
      context.report('wazuh-list-attribute', nameSpan, value);
      refuse(element, context);
      return false;
  }
}

function refuse(element: XmlElement, { report }: OptionContext): void {
  report('wazuh-invalid-configuration', element.contentSpan, element.name, element.content);
}

const statics: ReadonlySet<string> = new Set<StaticField>([
  'srcip',
  'srcport',
  'dstip',
  'dstport',
  'url',
  'id',
  'status',
  'action',
  'protocol',
  'system_name',
  'data',
  'extra_data',
]);

/** The value that a `field` attribute names; unlike `<user>`, `user` is the source user first. */
function fieldValue(name: string): Value {
  const low = lowerAscii(name);
  if (statics.has(low)) return (event) => event.statics[low as StaticField];
  if (low === 'user') return (event) => event.statics.srcuser ?? event.statics.dstuser;
  if (low === 'hostname') return (event) => event.hostname;
  if (low === 'program_name') return (event) => event.programName;
  const key = lowerAscii(toBytes(name.replace(/^ +/, '').split(' ')[0]!));
  return (event) => event.fieldValues.get(key);
}

function conditionOf(element: XmlElement, attributes: ListAttributes, entries: Entries): Condition {
  const { lookup, lookupName, field, check } = attributes;
  const valueIn = attributes.valueIn!;
  return {
    option: 'list',
    subject: field,
    wanted: `${lookupName} ${element.content}`,
    negated: false,
    span: element.span,
    rank: ranks.list,
    valueIn,
    holds: (event) => {
      const key = valueIn(event);
      return key !== undefined && lookup(entries, key, check);
    },
  };
}

/** The value under the address, or under its longest beginning that ends in a dot. */
function addressEntry(entries: Entries, key: ByteString): ByteString | undefined {
  const exact = entries.get(key);
  if (exact !== undefined) return exact;
  for (let dot = key.lastIndexOf('.'); dot >= 0; dot = dot === 0 ? -1 : key.lastIndexOf('.', dot - 1)) {
    const value = entries.get(key.slice(0, dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

function fits(value: ByteString | undefined, check: ValueCheck): boolean {
  return value !== undefined && check?.(value) === true;
}
