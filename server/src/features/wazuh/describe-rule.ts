import { toText } from '../../falco/evaluate/byte-string.ts';
import {
  attributeOf,
  baseName,
  type Manager,
  optionsOf,
  type WrittenRule,
} from '../../wazuh/help/manager.ts';
import type { RuleNode, RuleSlot } from '../../wazuh/load/rule.ts';
import { stockFileOf } from '../../wazuh/load/stock-rules.ts';
import type { Condition } from '../../wazuh/options/condition.ts';
import { codeSpan } from '../describe/code.ts';

const mostConditions = 12;
const mostChains = 4;

/** A rule by its id: level, file, the rules above it, what it asks for. Markdown; undefined for unknown ids. */
export function describeWazuhRule(manager: Manager, id: number): string | undefined {
  const written = manager.rulesById.get(id)?.[0];
  if (written === undefined) return describeStockRule(id);
  const slot = manager.ruleset.byId.get(id);
  const head = `**Rule ${id}** — level ${attributeOf(written.element, 'level') ?? '?'}, ${codeSpan(fileName(written))}`;
  if (slot === undefined) return `${head}\n\nWazuh does not load this rule: see its problems.`;
  return [head, ...description(written), ...chains(manager, slot), ...conditions(slot), ...groups(slot)].join(
    '\n\n',
  );
}

function describeStockRule(id: number): string | undefined {
  const file = stockFileOf(id);
  return file && `**Rule ${id}** — comes with Wazuh, in ${codeSpan(file.name)}`;
}

function fileName({ file }: WrittenRule): string {
  return baseName(file);
}

function description({ element }: WrittenRule): string[] {
  const text = optionsOf(element, 'description')
    .map(({ content }) => content.trim())
    .join('');
  return text === '' ? [] : [codeSpan(text.replace(/\s+/g, ' '))];
}

/** The rules above it, one line for each place in the tree. */
function chains({ ruleset: { roots } }: Manager, slot: RuleSlot): string[] {
  const places = placesOf(slot, roots);
  const lines = places.slice(0, mostChains).map((node) => `Under ${chainOf(node).join(' › ')}`);
  return places.length > mostChains ? [...lines, `and ${places.length - mostChains} more places`] : lines;
}

function placesOf(slot: RuleSlot, roots: readonly RuleNode[]): RuleNode[] {
  const found: RuleNode[] = [];
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.slot === slot) found.push(node);
    for (const child of node.children) pending.push(child);
  }
  return found.reverse();
}

function chainOf(node: RuleNode): string[] {
  const ids: string[] = [];
  for (let above = node.parent; above !== undefined; above = above.parent) {
    const { id, level, category } = above.slot.rule;
    ids.unshift(above.parent === undefined ? category : `${id}${levelNote(id, level)}`);
  }
  return ids;
}

function levelNote(id: number, level: number): string {
  return stockFileOf(id) === undefined ? ` (level ${level})` : '';
}

function conditions({ rule }: RuleSlot): string[] {
  const lines = rule.conditions.slice(0, mostConditions).map((condition) => `- ${conditionText(condition)}`);
  if (rule.conditions.length > mostConditions) lines.push('- …');
  return lines.length === 0 ? ['Takes every event that gets there.'] : [`Asks for\n${lines.join('\n')}`];
}

function conditionText({ option, subject, wanted, negated, unsupported }: Condition): string {
  const what = option === subject ? codeSpan(option) : `${codeSpan(option)} ${codeSpan(subject)}`;
  const not = negated ? ' without ' : ' ';
  return `${what}${not}${wanted === '' ? '' : codeSpan(wanted.replace(/\s+/g, ' '))}${unsupported === undefined ? '' : ` (${unsupported})`}`;
}

function groups({ rule }: RuleSlot): string[] {
  const text = toText(rule.group).replace(/,$/, '');
  return text === '' ? [] : [`Groups: ${text.split(',').filter(Boolean).map(codeSpan).join(', ')}`];
}
