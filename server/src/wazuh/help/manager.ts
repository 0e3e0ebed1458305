import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { LoadMessage } from '../load/message.ts';
import { type RulesText, readRulesText } from '../load/rules-text.ts';
import { loadRuleset, type Ruleset } from '../load/ruleset.ts';
import { stockDecoders } from '../load/stock-decoders.ts';
import { standIns, stockFileOf } from '../load/stock-rules.ts';
import type { XmlElement } from '../xml/document.ts';

/** A rules file by its address, and what can be said of it alone: for as long as its text stays the same. */
export interface HelpFile {
  readonly name: string;
  readonly text: string;
  /** The text as `readable` gives it. */
  readonly read: RulesText;
  /** Its rules in their order. */
  readonly rules: readonly WrittenRule[];
  /** Ids of stock rules that it names, as parents or counted, or takes for rules of its own. */
  readonly stockIds: readonly number[];
  /** What its rules name in `<list>`. */
  readonly lists: readonly string[];
  /** What its rules name in `<decoded_as>`. */
  readonly decoders: readonly string[];
}

/** A `<rule>` with an id where its file writes it, loaded or not. */
export interface WrittenRule {
  readonly id: number;
  readonly file: string;
  readonly element: XmlElement;
  /** The `<group>` around it. */
  readonly group: XmlElement;
  /** The rules that it names as parents or counts. */
  readonly named: readonly { readonly option: 'if_sid' | 'if_matched_sid'; readonly id: number }[];
}

/** The rules files that one manager loads, as people want to know them: every error, every rule. */
export interface Manager {
  /** In the order in which they are loaded. */
  readonly files: readonly HelpFile[];
  /** Every rule in that order. */
  readonly rules: readonly WrittenRule[];
  /** The same by id. */
  readonly rulesById: ReadonlyMap<number, readonly WrittenRule[]>;
  readonly ruleset: Ruleset;
  readonly messages: readonly LoadMessage[];
  /** Decoders that are taken for loaded, because nothing is known of the manager's own. */
  readonly assumedDecoders: ReadonlySet<string>;
}

/** Reads a rules file on its own. */
export function helpFile(name: string, text: string): HelpFile {
  const read = readRulesText(readable(text));
  const rules = read.document.roots.flatMap((group) =>
    group.children.flatMap((element): WrittenRule[] => {
      const id = lowerAscii(element.name) === 'rule' ? attributeOf(element, 'id') : undefined;
      if (id === undefined || !/^\d{1,6}$/.test(id)) return [];
      return [{ id: Number(id), file: name, element, group, named: namedBy(element) }];
    }),
  );
  const contents = (option: string) =>
    rules.flatMap(({ element }) => optionsOf(element, option).map(({ content }) => content));
  return {
    name,
    text,
    read,
    rules,
    stockIds: stockIdsOf(rules),
    lists: contents('list').map((path) => path.trim()),
    decoders: contents('decoded_as'),
  };
}

/**
 * Loads all rules files of a manager as a whole. Wazuh's own rules, where they are not among the files, are
 * stood in for by rules that never match; lists that the files name count as declared, for nothing is known of
 * the manager's configuration.
 * @param given of their names the part after the last slash decides about the order.
 * @param decoders names of the manager's own decoders; where nothing is known of them those that the rules
 *   name are taken for loaded, but for names of Wazuh's decoders in another case.
 */
export function helpManager(given: readonly HelpFile[], decoders?: readonly string[]): Manager {
  const files = [...given].sort((a, b) => compare(baseName(a.name), baseName(b.name)));
  const rules = files.flatMap((file) => file.rules);
  const present = new Set(files.map(({ name }) => baseName(name)));
  const assumed = new Set(decoders === undefined ? files.flatMap((file) => file.decoders.filter(isOwn)) : []);
  const { ruleset, messages } = loadRuleset(
    {
      ...standIns(new Set(files.flatMap(({ stockIds }) => stockIds)), present),
      ...Object.fromEntries(files.map(({ name, text }) => [name, readable(text)])),
    },
    {
      whole: true,
      lists: Object.fromEntries(files.flatMap(({ lists }) => lists.map((name) => [name, '']))),
      extraDecoders: [...(decoders ?? assumed)],
      read: new Map(files.map(({ name, read }) => [name, read])),
    },
  );
  return { files, rules, rulesById: byId(rules), ruleset, messages, assumedDecoders: assumed };
}

const stockNames = new Set(stockDecoders.map((name) => name.toLowerCase()));

/** True for what is no name of a stock decoder, in whatever case. */
function isOwn(decoder: string): boolean {
  return !stockNames.has(decoder.trim().toLowerCase());
}

/** The text with an XML declaration at its start blanked out: what comes after it is looked at all the same. */
export function readable(text: string): string {
  return text.replace(/^\s*<\?[^>]*>/, (declaration) => ' '.repeat(declaration.length));
}

/** The part of an address after its last slash. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The value of an attribute, its name in any case. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => lowerAscii(attribute.name) === name)?.value;
}

/** The options of a rule of one name. */
export function optionsOf(rule: XmlElement, option: string): readonly XmlElement[] {
  return rule.children.filter(({ name }) => lowerAscii(name) === option);
}

function namedBy(element: XmlElement): WrittenRule['named'] {
  return (['if_sid', 'if_matched_sid'] as const).flatMap((option) =>
    optionsOf(element, option).flatMap(({ content }) =>
      (content.match(/\d+/g) ?? []).map((id) => ({ option, id: Number(id) })),
    ),
  );
}

function stockIdsOf(rules: readonly WrittenRule[]): readonly number[] {
  const ids = rules.flatMap(({ id, named }) => [id, ...named.map((each) => each.id)]);
  return [...new Set(ids)].filter((id) => stockFileOf(id) !== undefined);
}

function byId(rules: readonly WrittenRule[]): ReadonlyMap<number, readonly WrittenRule[]> {
  const found = new Map<number, WrittenRule[]>();
  for (const rule of rules) {
    const same = found.get(rule.id);
    if (same === undefined) found.set(rule.id, [rule]);
    else same.push(rule);
  }
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
