import type { ConditionContext } from '../condition/check.ts';
import { type ParsedCondition, parseCondition } from '../condition/parse.ts';
import type { Condition } from '../condition/tree.ts';
import { type EventTypesResult, eventTypesOf } from '../event-types/event-types.ts';
import { type ParsedOutput, parseOutput } from '../output/parse-output.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { CollectedList } from './collector.ts';
import { type ConditionFindings, findInCondition } from './condition-findings.ts';
import { type ExpandedItems, expandListItems, sameLookups } from './expand-list-items.ts';
import { type ExpandedList, type ExpandedText, expandLists } from './expand-lists.ts';
import { type ResolvedCondition, resolveMacros, type VisibleMacro } from './resolve-macros.ts';
import { Swept } from './swept.ts';

interface Expansion {
  readonly expanded: ExpandedText;
  /** The words of the text that were looked up as lists, with what was found. */
  readonly looked: ReadonlyMap<string, readonly string[] | undefined>;
}

/**
 * Remembers what was computed for a condition as long as what it was computed from is the same: its text
 * with the lists put in, its tree, its resolved macros, the findings on it, its event types. One cache
 * serves many loads, so that a load after an edit computes anew only what the edit reaches; `sweep` forgets
 * what no load since the last sweep asked for.
 */
export class ConditionCache {
  private readonly joined = new WeakMap<readonly string[], WeakMap<readonly string[], readonly string[]>>();
  private readonly listItems = new WeakMap<readonly string[], Variants<ExpandedItems>>();
  private readonly parsed = new Swept<ParsedCondition>();
  private readonly expansions = new Swept<Variants<Expansion>>();
  private readonly resolved = new WeakMap<Condition, Variants<ResolvedCondition>>();
  private readonly findings = new WeakMap<FieldTable, WeakMap<Condition, ConditionFindings>>();
  private readonly outputs = new Swept<Variants<{ table: FieldTable; output: ParsedOutput }>>();
  private readonly events = new WeakMap<Condition, EventTypesResult>();

  /** Items with more appended to them: the same array for the same two. */
  join(items: readonly string[], more: readonly string[]): readonly string[] {
    const byMore = getOrMake(this.joined, items, () => new WeakMap());
    return getOrMake(byMore, more, () => [...items, ...more]);
  }

  /** The items of a list with those of the lists that it names; see `expandListItems`. */
  expandItems(list: CollectedList, lists: ReadonlyMap<string, CollectedList>): ExpandedItems {
    const variants = getOrMake(this.listItems, list.items, () => new Variants<ExpandedItems>());
    return variants.get(
      (known) => sameLookups(known, list, lists),
      () => expandListItems(list, lists),
    );
  }

  /** The condition's text with the lists put in. */
  expand(text: string, lists: ReadonlyMap<string, ExpandedList>): ExpandedText {
    const variants = this.expansions.get(text) ?? new Variants<Expansion>();
    this.expansions.set(text, variants);
    return variants.get(
      ({ looked }) => same(looked, (name) => lists.get(name)?.items),
      () => {
        const expanded = expandLists(text, lists);
        return { expanded, looked: new Map(expanded.words.map((word) => [word, lists.get(word)?.items])) };
      },
    ).expanded;
  }

  /** The parsed condition; equal texts share one tree. */
  parse(text: string): ParsedCondition {
    const known = this.parsed.get(text);
    if (known !== undefined) return known;
    const parsed = parseCondition(text);
    this.parsed.set(text, parsed);
    return parsed;
  }

  /** The tree with its macros resolved. */
  resolve(tree: Condition, visible: VisibleMacro): ResolvedCondition {
    const variants = getOrMake(this.resolved, tree, () => new Variants<ResolvedCondition>());
    return variants.get(
      ({ looked }) => same(looked, visible),
      () => resolveMacros(tree, visible),
    );
  }

  /** What there is to say of a resolved condition; see `findInCondition`. */
  find(resolved: Condition, context: ConditionContext): ConditionFindings {
    const known = getOrMake(this.findings, context.table, () => new WeakMap<Condition, ConditionFindings>());
    return getOrMake(known, resolved, () => findInCondition(resolved, context));
  }

  /**
   * The event types of a resolved condition. `asyncEvents` must be the same for one cache: they belong to the
   * plugins that are loaded.
   */
  eventTypes(resolved: Condition, asyncEvents: readonly string[]): EventTypesResult {
    return getOrMake(this.events, resolved, () => eventTypesOf(resolved, asyncEvents));
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
