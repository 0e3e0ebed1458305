import { lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import { span } from '../../text/span.ts';
import type { XmlDocument, XmlElement } from '../xml/document.ts';
import type { OptionContext } from './draft.ts';
import { readKeptRule } from './kept-rules.ts';
import { idPlace } from './option-place.ts';
import { holdsForAll } from './options.ts';
import { readRuleAttributes } from './rule-attributes.ts';
import { type RulesText, readRulesText } from './rules-text.ts';
import type { RuleTree } from './tree.ts';

/** One rules file and the name by which Wazuh's messages call it. */
export interface RulesFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** The text as XML, where it was read before. */
  readonly read?: RulesText;
}

/**
 * Adds the rules of one file to the tree; false where Wazuh gives up the whole ruleset because of it.
 * Source: SEMANTICS.md "Loading".
 */
export function readRulesFile(file: RulesFile, tree: RuleTree, context: OptionContext): boolean {
  const { settings, report } = context;
  const { document, refused } = readDocument(file, context);
  if (refused && !settings.whole) return false;
  if (toBytes(file.text) === '') return true;
  if (document.roots.length === 0 && !refused) {
    report('wazuh-no-group', span(0, file.text.length), file.path);
    return false;
  }
  const groups: XmlElement[] = [];
  const onlyGroups = holdsForAll(document.roots, settings, (root) => {
    const is = isGroup(root, context);
    if (is) groups.push(root);
    return is;
  });
  if (!onlyGroups && !settings.whole) return false;
  const added = holdsForAll(groups, settings, (group) => readGroup(group, file, tree, context));
  return onlyGroups && added && !refused;
}

/** The elements of a file, as far as it can be read. */
function readDocument(
  file: RulesFile,
  { report }: OptionContext,
): { readonly document: XmlDocument; readonly refused: boolean } {
  const { document, expanded, failure } = file.read ?? readRulesText(file.text);
  if (document.error !== undefined) {
    const { message, line, span } = document.error;
    report('wazuh-xml', span, file.path, message, line);
  } else if (failure !== undefined) {
    report('wazuh-xml-variable', failure.span, file.path, failure.message);
  }
  return { document: expanded, refused: document.error !== undefined || failure !== undefined };
}

function isGroup(root: XmlElement, { report }: OptionContext): boolean {
  if (lowerAscii(root.name) !== 'group') {
    report('wazuh-root-element', root.nameSpan, root.name);
    return false;
  }
  if (root.attributes.length === 1 && lowerAscii(root.attributes[0]!.name) === 'name') return true;
  report('wazuh-group-attributes', root.nameSpan, root.name);
  return false;
}

function readGroup(group: XmlElement, file: RulesFile, tree: RuleTree, context: OptionContext): boolean {
  if (group.children.length === 0) {
    context.report('wazuh-empty-group', group.span, group.name);
    return false;
  }
  return holdsForAll(group.children, context.settings, (rule, index) =>
    addRule(rule, index, group, file, tree, context),
  );
}

/** Adds one rule or leaves it out; false where Wazuh gives up the whole ruleset. */
function addRule(
  element: XmlElement,
  index: number,
  group: XmlElement,
  file: RulesFile,
  tree: RuleTree,
  context: OptionContext,
): boolean {
  const { report } = context;
  if (lowerAscii(element.name) !== 'rule') {
    report('wazuh-not-a-rule', element.nameSpan, element.name);
    return false;
  }
  if (element.attributes.length === 0) {
    report('wazuh-rule-attributes', element.nameSpan, index);
    return false;
  }
  const attributes = readRuleAttributes(element, context);
  if (attributes === undefined) return false;
  const { id, level } = attributes;
  if (id === undefined || level === undefined) {
    report('wazuh-id-or-level-missing', element.nameSpan, index);
    return false;
  }
  if (tree.has(id) && !attributes.overwrite) {
    report('wazuh-duplicate-id', idPlace(element), id);
    return true;
  }
  if (!tree.has(id) && attributes.overwrite) {
    report('wazuh-overwrite-missing', idPlace(element), id);
    attributes.overwrite = false;
  }
  const rule = readKeptRule(element, attributes, group.attributes[0]!.value, file, context);
  if (rule === 'abort') return false;
  if (rule !== 'skip') tree.add(rule, attributes.overwrite, report);
  return true;
}
