import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';
import { compileOsMatch } from '../pattern/osmatch.ts';
import { compileWordMatch } from '../pattern/word-match.ts';
import type { Report } from './message.ts';
import { idPlace, optionPlace } from './option-place.ts';
import type { EventSearch, Rule, RuleNode, RuleSlot } from './rule.ts';

/** Rules with a smaller id are roots. */
const firstChildId = 10;

/** Rules with several parents multiply; a tree that reaches this many places grows no further. */
const maxPlaces = 100_000;

/** The rules loaded so far. */
export class RuleTree {
  readonly roots: RuleNode[] = [];
  readonly slots: RuleSlot[] = [];
  private readonly nodes: RuleNode[] = [];
  private readonly nodesById = new Map<number, RuleNode[]>();
  /** By groups in small letters: most rules share theirs, so a group is looked for in few texts. */
  private readonly nodesByGroup = new Map<ByteString, RuleNode[]>();
  /** The groups in which `if_group` found its words: many rules ask for the same, and groups only get more. */
  private readonly groupsOf = new Map<string, { seen: number; readonly found: ByteString[] }>();
  private readonly slotsById = new Map<number, RuleSlot>();

  /** True where a rule of this id is loaded. */
  has(id: number): boolean {
    return this.slotsById.has(id);
  }

  /**
   * Puts a rule where its options say, reporting what is missing; a rule without any parent is left out.
   * With `overwrite` it takes the place of the rule of the same id instead, and keeps that rule's parents.
   * Source: SEMANTICS.md "Tree and evaluation".
   */
  add(rule: Rule, overwrite: boolean, report: Report): void {
    if (overwrite && rule.id >= firstChildId) {
      this.overwrite(rule, report);
      return;
    }
    if (this.nodes.length >= maxPlaces) {
      report('wazuh-tree-size', idPlace(rule.element), rule.id);
      return;
    }
    const search = searchOf(rule);
    const slot: RuleSlot = { rule, search, counted: undefined, remembered: false, watchers: [] };
    if (rule.id < firstChildId) this.insert(slot, undefined);
    else if (!this.hang(slot, report)) return;
    this.slots.push(slot);
    this.slotsById.set(rule.id, slot);
    this.mark(slot);
  }

  private overwrite(rule: Rule, report: Report): void {
    const slot = this.slotsById.get(rule.id)!;
    const { rule: old } = slot;
    for (const option of lostParents(rule, old)) {
      report('wazuh-overwrite-parent', optionPlace(rule.element, option), option, rule.id);
    }
    const { ifSid, ifGroup, ifLevel, ifMatchedSid, ifMatchedGroup } = old;
    slot.rule = { ...rule, ifSid, ifGroup, ifLevel, ifMatchedSid, ifMatchedGroup };
    this.regroup(this.nodesById.get(rule.id)!, old.lowGroup, rule.lowGroup);
  }

  /** Hangs a rule under its parents; false after a report where it has none. */
  private hang(slot: RuleSlot, report: Report): boolean {
    const { rule } = slot;
    if (rule.ifSid !== undefined) return this.hangBySid(slot, rule.ifSid, report);
    if (rule.ifLevel !== undefined) return this.hangByLevel(slot, rule.ifLevel, report);
    if (rule.ifGroup !== undefined) return this.hangByGroup(slot, rule.ifGroup, report);
    const root = this.rootOf(rule);
    if (root === undefined) {
      report('wazuh-category-not-found', idPlace(rule.element), rule.id);
      return false;
    }
    this.insert(slot, root);
    return true;
  }

  private rootOf({ category }: Rule): RuleNode | undefined {
    return this.roots.find((node) => node.slot.rule.category === category);
  }

  private hangBySid(slot: RuleSlot, ifSid: string, report: Report): boolean {
    const { id, element, ifMatchedSid } = slot.rule;
    let hangs = false;
    for (const parent of parentIds(ifSid)) {
      const found = this.nodesToHangUnder(parent, slot.rule);
      for (const node of found) this.insert(slot, node);
      hangs ||= found.length > 0;
      if (found.length > 0) slot.rule = { ...slot.rule, category: found[0]!.slot.rule.category };
      else if (ifMatchedSid === undefined) {
        report('wazuh-parent-not-found', optionPlace(element, 'if_sid', parent), parent, id);
      } else {
        report('wazuh-matched-not-found', optionPlace(element, 'if_matched_sid', parent), parent, id);
        return false;
      }
    }
    if (ifSid.endsWith('\n')) report('wazuh-sid-number', optionPlace(element, 'if_sid'), 'if_sid', id);
    else if (!hangs) report('wazuh-no-parent', idPlace(element), id);
    return hangs;
  }

  /**
   * The places of a rule under which a child goes: all but those that Wazuh's search does not reach, because
   * it leaves a list of siblings at the first rule of that id. Id 0 stands for the root of the category.
   */
  private nodesToHangUnder(id: number, rule: Rule): readonly RuleNode[] {
    if (id === 0) return [this.rootOf(rule)].filter((root) => root !== undefined);
    const nodes = [...(this.nodesById.get(id) ?? [])];
    if (nodes.length < 2) return nodes;
    const firstPlaces = this.firstPlaces(nodes);
    return nodes.filter((node) => !this.isHidden(node, firstPlaces));
  }

  /** For each list of siblings that holds some of the nodes the place of the first; lists by their parent. */
  private firstPlaces(nodes: readonly RuleNode[]): ReadonlyMap<RuleNode | undefined, number> {
    const places = new Map<RuleNode | undefined, number>();
    for (const node of nodes) {
      places.set(node.parent, Math.min(this.placeOf(node), places.get(node.parent) ?? this.nodes.length));
    }
    return places;
  }

  /** True where the search leaves a list at or before something above the node, or before the node itself. */
  private isHidden(node: RuleNode, firstPlaces: ReadonlyMap<RuleNode | undefined, number>): boolean {
    if (firstPlaces.get(node.parent)! < this.placeOf(node)) return true;
    for (let above = node.parent; above !== undefined; above = above.parent) {
      const first = firstPlaces.get(above.parent);
      if (first !== undefined && first <= this.placeOf(above)) return true;
    }
    return false;
  }

  private placeOf(node: RuleNode): number {
    return (node.parent?.children ?? this.roots).indexOf(node);
  }

  private hangByLevel(slot: RuleSlot, ifLevel: string, report: Report): boolean {
    const { id, element } = slot.rule;
    const level = Number(ifLevel) * 100;
    if (level === 0) {
      report('wazuh-if-level', optionPlace(element, 'if_level'), ifLevel, id);
      return false;
    }
    const isHigh = (node: RuleNode) => node.slot.rule.order >= level;
    if (this.hangUnder(slot, [this.nodes.filter(isHigh)])) return true;
    report('wazuh-level-not-found', optionPlace(element, 'if_level'), level, id);
    return false;
  }

  private hangByGroup(slot: RuleSlot, ifGroup: string, report: Report): boolean {
    const { id, element } = slot.rule;
    const parents = this.groupsWith(ifGroup).map((group) => this.nodesByGroup.get(group)!);
    if (this.hangUnder(slot, parents)) return true;
    report('wazuh-group-not-found', optionPlace(element, 'if_group'), ifGroup, id);
    return false;
  }

  /** Hangs a rule under all of these but itself, also where it joins them; false where there is no other. */
  private hangUnder(slot: RuleSlot, lists: readonly (readonly RuleNode[])[]): boolean {
    let hangs = false;
    for (const nodes of lists) {
      for (const node of nodes) {
        if (node.slot === slot) continue;
        this.insert(slot, node);
        hangs = true;
      }
    }
    return hangs;
  }

  private groupsWith(ifGroup: string): readonly ByteString[] {
    const known = this.groupsOf.get(ifGroup) ?? { seen: 0, found: [] };
    this.groupsOf.set(ifGroup, known);
    if (known.seen === this.nodesByGroup.size) return known.found;
    const holds = compileWordMatch(toBytes(ifGroup));
    const unseen = [...this.nodesByGroup.keys()].slice(known.seen); // a Map keeps the order
    known.found.push(...unseen.filter(holds));
    known.seen += unseen.length;
    return known.found;
  }

  private listsInGroups(holds: (group: ByteString) => boolean): readonly (readonly RuleNode[])[] {
    const lists: (readonly RuleNode[])[] = [];
    for (const [group, nodes] of this.nodesByGroup) if (holds(group)) lists.push(nodes);
    return lists;
  }

  private regroup(nodes: readonly RuleNode[], before: ByteString, after: ByteString): void {
    const others = this.nodesByGroup.get(before)!.filter((node) => !nodes.includes(node));
    this.nodesByGroup.set(before, others);
    for (const node of nodes) push(this.nodesByGroup, after, node);
  }

  /** Children are tried by level, highest first, equal ones in the order loaded. */
  private insert(slot: RuleSlot, parent: RuleNode | undefined): void {
    if (this.nodes.length >= maxPlaces) return;
    const node: RuleNode = { slot, parent, children: [] };
    const siblings = parent?.children ?? this.roots;
    const { order } = slot.rule;
    let place = 0;
    while (place < siblings.length && siblings[place]!.slot.rule.order >= order) place++;
    siblings.splice(place, 0, node);
    this.nodes.push(node);
    push(this.nodesById, slot.rule.id, node);
    push(this.nodesByGroup, slot.rule.lowGroup, node);
  }

  /** Notes on the counted rules that their events must be remembered. */
  private mark(slot: RuleSlot): void {
    if (slot.search === 'rule') {
      slot.counted = this.slotsById.get(slot.rule.ifMatchedSid!);
      if (slot.counted !== undefined) slot.counted.remembered = true;
    }
    if (slot.search !== 'group') return;
    const { matches } = compileOsMatch(toBytes(slot.rule.ifMatchedGroup!));
    for (const node of this.listsInGroups(matches).flat()) node.slot.watchers.push(slot);
  }
}

/** What an overwriting rule says about its parents other than the rule whose place it takes. */
function lostParents(rule: Rule, old: Rule): readonly string[] {
  const counts = rule.ifMatchedSid !== undefined;
  const differs = (key: 'ifSid' | 'ifLevel' | 'ifMatchedGroup' | 'ifMatchedSid') =>
    rule[key] !== undefined && rule[key] !== old[key];
  return [
    ...(differs('ifSid') && !counts ? ['if_sid'] : []),
    ...(rule.ifGroup !== undefined && rule.ifMatchedGroup === undefined ? ['if_group'] : []),
    ...(differs('ifLevel') ? ['if_level'] : []),
    ...(differs('ifMatchedGroup') ? ['if_matched_group'] : []),
    ...(differs('ifMatchedSid') ? ['if_matched_sid'] : []),
  ];
}

function searchOf(rule: Rule): EventSearch | undefined {
  if (rule.ifMatchedSid !== undefined) return 'rule';
  if (rule.ifMatchedGroup !== undefined) return 'group';
  return rule.correlation === undefined ? undefined : 'all';
}

/** The numbers in an `if_sid`, and a 0 where it ends in a comma or blank; a line feed stops the reading. */
function parentIds(ifSid: string): readonly number[] {
  const numbers = ifSid.match(/[0-9]+/g)?.map(Number) ?? [];
  return /[0-9\n]$/.test(ifSid) ? numbers : [...numbers, 0];
}

function push<Key>(lists: Map<Key, RuleNode[]>, key: Key, node: RuleNode): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [node]);
  else list.push(node);
}
