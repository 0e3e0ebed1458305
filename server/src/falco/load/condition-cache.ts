import type { YamlScalar } from '../../yaml/node.ts';
import type { ConditionContext } from '../condition/check.ts';
import { type ParsedCondition, parseCondition } from '../condition/parse.ts';
import type { Condition } from '../condition/tree.ts';
import type { EventCodes } from '../event-types/event-codes.ts';
import {
  type EventTypesResult,
  eventCodesOf,
  eventTypesOf,
  type KnownCodes,
} from '../event-types/event-types.ts';
import type { ExceptionDefinition, Step } from '../items/item.ts';
import { type ParsedOutput, parseOutput } from '../output/parse-output.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { CollectedList, CollectedRule } from './collector.ts';
import {
  type ConditionFindings,
  type FindingPart,
  findInCondition,
  findingParts,
  type KnownFindings,
} from './condition-findings.ts';
import { type ExpandedItems, expandListItems, sameLookups } from './expand-list-items.ts';
import { type ExpandedList, type ExpandedText, expandLists } from './expand-lists.ts';
import { MacroNames, type Resolution } from './macro-names.ts';
import { parsedScalar } from './parsed-scalar.ts';
import type { PlacedItem } from './placed-item.ts';
import { Recipe } from './recipe.ts';
import { type ResolvedCondition, resolveMacros, type VisibleMacro } from './resolve-macros.ts';
import { Swept } from './swept.ts';
import type { Usage } from './usage.ts';
import { noWork, type Work } from './work.ts';

interface Expansion {
  readonly expanded: ExpandedText;
  /** The words of the text that were looked up as lists, with what was found. */
  readonly looked: ReadonlyMap<string, readonly string[] | undefined>;
  readonly parsed: ParsedCondition;
}

/** A condition's text with the lists put in, and parsed. */
export interface ReadCondition {
  /** As it was composed. */
  readonly text: string;
  readonly expanded: ExpandedText;
  /** Of the expanded text. */
  readonly parsed: ParsedCondition;
}

/** A condition as it was last read, and the lists that it was read with. */
export interface LastRead {
  readonly lists: ReadonlyMap<string, ExpandedList>;
  readonly expansions: Variants<Expansion>;
  readonly condition: ReadCondition;
}

/** Lists with the items of the lists that they name. */
export interface ExpandedLists {
  readonly collected: readonly CollectedList[];
  readonly lists: ReadonlyMap<string, ExpandedList>;
  /** The lists that another one names. */
  readonly named: ReadonlySet<string>;
}

/**
 * Remembers what was computed for a condition as long as what it was computed from is the same: its text
 * with the lists put in, its tree, its resolved macros, the findings on it, its event types; and, by the steps
 * that led to a macro or rule, what compiling it gave. One cache serves many loads with the same tables, so
 * that a load after an edit computes anew only what the edit reaches; `sweep` forgets what no load since the
 * last sweep asked for. Nothing in it depends on where items stand.
 */
export class ConditionCache {
  /** What the last load came to. */
  last: Usage | undefined;
  /** What macros are looked up by in its loads. */
  readonly macroNames = new MacroNames();
  private readonly noSteps = new Recipe();
  private readonly definedRules = new WeakMap<PlacedItem, { step: Step; rule: CollectedRule }>();
  private readonly exceptions = new WeakMap<ExceptionDefinition, Map<FieldTable | undefined, unknown>>();
  private readonly joined = new WeakMap<readonly string[], WeakMap<readonly string[], readonly string[]>>();
  private readonly listItems = new WeakMap<readonly string[], Variants<ExpandedItems>>();
  private lastLists: ReadonlyMap<string, ExpandedList> = new Map();
  private lastExpanded: ExpandedLists | undefined;
  private lastNames: readonly string[] = [];
  private readonly parsed = new Swept<ParsedCondition>();
  private readonly expansions = new Swept<Variants<Expansion>>();
  private readonly resolved = new WeakMap<Condition, Variants<ResolvedCondition>>();
  /** Trees in which no macro is left to resolve. */
  private readonly whole = new WeakSet<Condition>();
  private readonly findings = new WeakMap<FieldTable, KnownFindings>();
  private readonly outputs = new Swept<Variants<{ table: FieldTable; output: ParsedOutput }>>();
  private readonly codes: KnownCodes = new WeakMap();

  /** @param work counts what is computed. */
  constructor(readonly work: Work = noWork()) {}

  /**
   * Begins a pass over macros and rules; gives what the last one came to, if the names for macros still stand
   * for what they stood for then. @param macros how many there are.
   */
  beginPass(macros: number): Usage | undefined {
    const { last } = this;
    // Until the pass has come to its end, there is none to go on from.
    this.last = undefined;
    return this.macroNames.begin(macros, last !== undefined) ? last : undefined;
  }

  /** The recipe of a macro or rule after one more step; without `before`, of one defined by that step. */
  recipe(before: { readonly recipe: Recipe } | undefined, step: Step): Recipe {
    return (before?.recipe ?? this.noSteps).after(step);
  }

  /** The rule that a step of an item defines, as long as that stands where it stands. */
  definedRule(placed: PlacedItem, step: Step): CollectedRule | undefined {
    const known = this.definedRules.get(placed);
    return known?.step === step ? known.rule : undefined;
  }

  /** Keeps the rule that a step of an item defines. */
  keepRule(placed: PlacedItem, step: Step, rule: CollectedRule): CollectedRule {
    this.definedRules.set(placed, { step, rule });
    return rule;
  }

  /** What checking an exception's definition gave. */
  exception<Checked>(
    exception: ExceptionDefinition,
    table: FieldTable | undefined,
    check: () => Checked,
  ): Checked {
    const byTable = getOrMake(this.exceptions, exception, () => new Map());
    if (!byTable.has(table)) byTable.set(table, check());
    return byTable.get(table) as Checked;
  }

  /** Items with more appended to them: the same array for the same two. */
  join(items: readonly string[], more: readonly string[]): readonly string[] {
    const byMore = getOrMake(this.joined, items, () => new WeakMap());
    return getOrMake(byMore, more, () => [...items, ...more]);
  }

  /**
   * All lists with the items of the lists that they name, and the names of those: the same objects as long as
   * no list differs.
   */
  expandAll(lists: ReadonlyMap<string, CollectedList>): ExpandedLists {
    const collected = [...lists.values()];
    const last = this.lastExpanded;
    if (last !== undefined && sameCollected(last.collected, collected)) return last;
    const named = new Set<string>();
    const expanded = new Map<string, ExpandedList>();
    for (const list of collected) {
      const known = this.expandItems(list, lists);
      for (const name of known.named) named.add(name);
      expanded.set(list.name, { name: list.name, items: known.items });
    }
    this.lastExpanded = { collected, lists: this.sameLists(expanded), named };
    return this.lastExpanded;
  }

  /** The items of a list with those of the lists that it names; see `expandListItems`. */
  private expandItems(list: CollectedList, lists: ReadonlyMap<string, CollectedList>): ExpandedItems {
    const variants = getOrMake(this.listItems, list.items, () => new Variants<ExpandedItems>());
    return variants.get(
      (known) => sameLookups(known, list, lists),
      () => expandListItems(list, lists),
    );
  }

  /** The names of lists: the same array as long as they are the same. */
  sameNames(lists: ReadonlyMap<string, ExpandedList>): readonly string[] {
    let i = 0;
    let same = lists.size === this.lastNames.length;
    for (const name of lists.keys()) same &&= this.lastNames[i++] === name;
    if (!same) this.lastNames = [...lists.keys()];
    return this.lastNames;
  }

  /** The same lists in the same order as the same object, so that most conditions need not ask for theirs. */
  private sameLists(lists: ReadonlyMap<string, ExpandedList>): ReadonlyMap<string, ExpandedList> {
    if (!equalLists(lists, this.lastLists)) this.lastLists = lists;
    return this.lastLists;
  }

  /**
   * The condition of a recipe with the lists put in, parsed; equal texts share one tree.
   * @param lists as `expandAll` gave them.
   * @param textOf the condition's text; asked for once a recipe.
   * @param scalar what the condition stands in, where nothing else is part of it.
   */
  condition(
    recipe: Recipe,
    lists: ReadonlyMap<string, ExpandedList>,
    textOf: () => string,
    scalar?: YamlScalar,
  ): ReadCondition {
    const last = recipe.lastRead;
    if (last?.lists === lists) return last.condition;
    const text = last?.condition.text ?? textOf();
    const expansions = last?.expansions ?? this.expansionsOf(text);
    const { expanded, parsed } = this.expansionIn(expansions, text, lists, scalar);
    const condition = last?.condition.expanded === expanded ? last.condition : { text, expanded, parsed };
    recipe.lastRead = { lists, expansions, condition };
    return condition;
  }

  /** A condition that no step of a load brought, with the lists put in, parsed. */
  conditionIn(text: string, lists: ReadonlyMap<string, ExpandedList>): ReadCondition {
    return { text, ...this.expansionIn(this.expansionsOf(text), text, lists) };
  }

  private expansionIn(
    expansions: Variants<Expansion>,
    text: string,
    lists: ReadonlyMap<string, ExpandedList>,
    scalar?: YamlScalar,
  ): Expansion {
    return expansions.get(
      ({ looked }) => same(looked, (name) => lists.get(name)?.items),
      () => this.expand(text, lists, scalar),
    );
  }

  private expansionsOf(text: string): Variants<Expansion> {
    const variants = this.expansions.get(text) ?? new Variants<Expansion>();
    this.expansions.set(text, variants);
    return variants;
  }

  private expand(
    text: string,
    lists: ReadonlyMap<string, ExpandedList>,
    scalar: YamlScalar | undefined,
  ): Expansion {
    const expanded = expandLists(text, lists);
    const looked = new Map(expanded.words.map((word) => [word, lists.get(word)?.items]));
    return { expanded, looked, parsed: this.parse(expanded.text, scalar) };
  }

  private parse(text: string, scalar: YamlScalar | undefined): ParsedCondition {
    const known = this.parsed.get(text);
    if (known !== undefined) return known;
    this.work.conditionsParsed++;
    const parsed = scalar?.value === text ? parsedScalar(scalar) : parseCondition(text);
    this.parsed.set(text, parsed);
    return parsed;
  }

  /** The tree with its macros resolved. */
  resolve(tree: Condition, visible: VisibleMacro): ResolvedCondition {
    const variants = getOrMake(this.resolved, tree, () => new Variants<ResolvedCondition>());
    return variants.get(
      ({ looked }) => same(looked, visible),
      () => {
        this.work.conditionsResolved++;
        const found = resolveMacros(tree, visible, (condition) => this.whole.has(condition));
        if (found.unresolved.length === 0) this.whole.add(found.tree);
        return found;
      },
    );
  }

  /** The condition of a macro's recipe with its macros resolved; see `MacroName.seenFrom`. */
  resolveMacro(recipe: Recipe, tree: Condition, index: number, visibility: number): Resolution {
    const { macroNames } = this;
    const { generation } = macroNames;
    const last = recipe.resolution;
    if (
      last?.of === tree &&
      last.generation === generation &&
      last.looked.every((name, i) => name.seenFrom(index, visibility) === last.found[i])
    ) {
      return last;
    }
    const resolved = this.resolve(tree, (name) => macroNames.named(name).seenFrom(index, visibility));
    const looked = [...resolved.looked.keys()].map((name) => macroNames.named(name));
    const found = [...resolved.looked.values()];
    const named = resolved.named.map((name) => macroNames.named(name));
    const { tree: whole, unresolved } = resolved;
    recipe.resolution = { of: tree, generation, looked, found, tree: whole, unresolved, named };
    return recipe.resolution;
  }

  /** What there is to say of a resolved condition; see `findInCondition`. */
  find(resolved: Condition, context: ConditionContext): ConditionFindings {
    const known = this.knownFindings(context);
    return getOrMake(known, resolved, () => findInCondition(resolved, context, known));
  }

  /** The parts of a condition whose macros are not resolved; see `findingParts`. */
  findParts(condition: Condition, context: ConditionContext): readonly FindingPart[] {
    return findingParts(condition, context, this.knownFindings(context));
  }

  private knownFindings({ table }: ConditionContext): KnownFindings {
    return getOrMake(this.findings, table, (): KnownFindings => new WeakMap());
  }

  /** The event types of a condition. @param visible the conditions of macros that are not resolved in it. */
  eventTypes(condition: Condition, asyncEvents: readonly string[], visible: VisibleMacro): EventTypesResult {
    return eventTypesOf(condition, asyncEvents, this.codes, visible);
  }

  /** What a resolved condition matches; see `eventCodesOf`. */
  eventCodes(
    resolved: Condition,
    asyncEvents: readonly string[],
  ): readonly [EventCodes, EventCodes] | undefined {
    return eventCodesOf(resolved, asyncEvents, this.codes);
  }

  /** The parsed output; see `parseOutput`. */
  output(text: string, table: FieldTable): ParsedOutput {
    const variants = this.outputs.get(text) ?? new Variants<{ table: FieldTable; output: ParsedOutput }>();
    this.outputs.set(text, variants);
    return variants.get(
      (known) => known.table === table,
      () => ({ table, output: parseOutput(text, table) }),
    ).output;
  }

  /** Forgets what was not asked for since the last call. */
  sweep(): void {
    this.parsed.sweep();
    this.expansions.sweep();
    this.outputs.sweep();
  }
}

/** Whether lists were defined the same, in the same order. */
function sameCollected(some: readonly CollectedList[], others: readonly CollectedList[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, items, index, visibility }, i) => {
      const other = others[i]!;
      return (
        other.name === name &&
        other.items === items &&
        other.index === index &&
        other.visibility === visibility
      );
    })
  );
}

function equalLists(a: ReadonlyMap<string, ExpandedList>, b: ReadonlyMap<string, ExpandedList>): boolean {
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const { name, items } of a.values()) {
    const other = others.next().value;
    if (other?.name !== name || other.items !== items) return false;
  }
  return true;
}

/** How many variants are remembered: as many passes of one load may see different lists and macros. */
const mostVariants = 8;

/** What was computed from one thing under different circumstances, the newest first. */
class Variants<Value> {
  private readonly values: Value[] = [];

  get(holds: (known: Value) => boolean, compute: () => Value): Value {
    const at = this.values.findIndex(holds);
    const value = at === -1 ? compute() : this.values[at]!;
    if (at > 0) this.values.splice(at, 1);
    if (at !== 0) this.values.unshift(value);
    if (this.values.length > mostVariants) this.values.pop();
    return value;
  }
}

/** True where looking everything up again finds the same. */
function same<Found>(looked: ReadonlyMap<string, Found>, lookUp: (name: string) => Found): boolean {
  for (const [name, found] of looked) if (lookUp(name) !== found) return false;
  return true;
}

function getOrMake<Key extends object, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
