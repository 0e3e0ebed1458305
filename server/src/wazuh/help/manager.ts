import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { LoadMessage } from '../load/message.ts';
import { loadRuleset, type Ruleset } from '../load/ruleset.ts';
import { standIns, stockFileOf } from '../load/stock-rules.ts';
import type { XmlDocument, XmlElement } from '../xml/document.ts';
import { readXml } from '../xml/read.ts';

/** A rules file by its address, and the elements in it as far as it can be read. */
export interface HelpFile {
  readonly name: string;
  readonly text: string;
  readonly document: XmlDocument;
}

/** A `<rule>` with an id where its file writes it, loaded or not. */
export interface WrittenRule {
  readonly id: number;
  readonly file: string;
  readonly element: XmlElement;
  /** The `<group>` around it. */
  readonly group: XmlElement;
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
}

/**
 * Loads all rules files of a manager as a whole. Wazuh's own rules, where they are not among the files, are
 * stood in for by rules that never match; lists and decoders that the files name count as declared where
 * nothing is known of the manager's configuration.
 * @param texts by address, of which the part after the last slash decides about the order.
 * @param decoders names of decoders beside those of Wazuh.
 */
export function helpManager(texts: ReadonlyMap<string, string>, decoders: readonly string[] = []): Manager {
  const names = [...texts.keys()].sort((a, b) => compare(baseName(a), baseName(b)));
  const files = names.map((name) => ({
    name,
    text: texts.get(name)!,
    document: documentOf(texts.get(name)!),
  }));
  const rules = files.flatMap(writtenRules);
  const present = new Set(names.map(baseName));
  const given = Object.fromEntries(files.map(({ name, text }) => [name, readable(text)]));
  const lists = Object.fromEntries(listNames(rules).map((name) => [name, '']));
  const { ruleset, messages } = loadRuleset(
    { ...standIns(namedIds(rules), present), ...given },
    { whole: true, lists, extraDecoders: decoders },
  );
  return { files, rules, rulesById: byId(rules), ruleset, messages };
}

/** The text with an XML declaration at its start blanked out: what comes after it is looked at all the same. */
export function readable(text: string): string {
  return text.replace(/^\s*<\?[^>]*>/, (declaration) => ' '.repeat(declaration.length));
}

/** The part of an address after its last slash. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function documentOf(text: string): XmlDocument {
  return readXml(readable(text));
}

function writtenRules({ name, document }: HelpFile): WrittenRule[] {
  return document.roots.flatMap((group) =>
    group.children.flatMap((element) => {
      const id = lowerAscii(element.name) === 'rule' ? attributeOf(element, 'id') : undefined;
      return id !== undefined && /^\d{1,6}$/.test(id) ? [{ id: Number(id), file: name, element, group }] : [];
    }),
  );
}

/** The value of an attribute, its name in any case. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => lowerAscii(attribute.name) === name)?.value;
}

/** The options of a rule of one name. */
export function optionsOf(rule: XmlElement, option: string): readonly XmlElement[] {
  return rule.children.filter(({ name }) => lowerAscii(name) === option);
}

/** Ids of rules that the options of the rules name, and their own, as far as they may be stock rules'. */
function namedIds(rules: readonly WrittenRule[]): ReadonlySet<number> {
  const named = rules.flatMap(({ id, element }) => [
    id,
    ...['if_sid', 'if_matched_sid'].flatMap((option) =>
      optionsOf(element, option).flatMap(({ content }) => content.match(/\d+/g)?.map(Number) ?? []),
    ),
  ]);
  return new Set(named.filter((id) => stockFileOf(id) !== undefined));
}

function listNames(rules: readonly WrittenRule[]): string[] {
  return rules.flatMap(({ element }) => optionsOf(element, 'list').map(({ content }) => content.trim()));
}

function byId(rules: readonly WrittenRule[]): ReadonlyMap<number, readonly WrittenRule[]> {
  const found = new Map<number, WrittenRule[]>();
  for (const rule of rules) found.set(rule.id, [...(found.get(rule.id) ?? []), rule]);
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
