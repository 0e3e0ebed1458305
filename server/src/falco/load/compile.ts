import type { YamlScalar } from '../../yaml/node.ts';
import { visitChecks } from '../condition/check.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check, Condition } from '../condition/tree.ts';
import type { Priority } from '../items/item.ts';
import { engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTable, FieldTables } from '../tables/fields.ts';
import type { CollectedMacro, CollectedRule, Collector } from './collector.ts';
import { compileRule, isError, type RuleFinding, type RuleOutcome } from './compile-rule.ts';
import { type ComposedText, joinScalars, type PlacedScalar } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import { beforeExpansion, type ExpandedList, type ExpandedText } from './expand-lists.ts';
import { LoadedMacro, LoadedRule } from './loaded.ts';
import type { MacroEffect } from './macro-effect.ts';
import type { Place, PlacedItem } from './placed-item.ts';
import type { VisibleMacro } from './resolve-macros.ts';
import { exceptionFault, ruleCondition } from './rule-condition.ts';

/** A condition with its lists put in, parsed, and its macros resolved. */
export interface CompiledCondition {
  readonly composed: ComposedText;
  readonly expanded: ExpandedText;
  /** The tree as written, macros unresolved; spans count in the expanded text. */
  readonly tree: Condition;
  /** The same tree with an expansion in each macro reference. */
  readonly resolved: Condition;
}

/** A macro that compiled. */
export interface CompiledMacro extends CompiledCondition {
  readonly name: string;
  readonly definition: PlacedItem;
}

/** A rule that compiled. */
export interface CompiledRule extends CompiledCondition {
  readonly name: string;
  readonly source: string;
  readonly priority: Priority;
  readonly description: string;
  readonly output: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly definition: PlacedItem;
}

/** What compiling gives: as much as could be compiled. */
export interface Compiled {
  readonly lists: ReadonlyMap<string, ExpandedList>;
  /** The names of the lists: the same array from load to load as long as they are the same. */
  readonly listNames: readonly string[];
  readonly macros: ReadonlyMap<string, CompiledMacro>;
  readonly rules: ReadonlyMap<string, CompiledRule>;
}

/** Before anything was compiled. */
export const nothingCompiled: Compiled = {
  lists: new Map(),
  listNames: [],
  macros: new Map(),
  rules: new Map(),
};

/** A problem at its place. */
export interface PlacedFinding extends Place {
  readonly finding: Finding;
}

/** Takes problems in the order in which the engine would meet them. */
export type Sink = (problem: PlacedFinding) => void;

/**
 * Compiles what was collected, as the engine does: lists, then macros in order, then rules in order
 * (ENGINE.md, "Items"). Goes on after errors; the engine would stop at the first that `sink` gets.
 */
export function compile(
  collector: Collector,
  tables: FieldTables,
  cache: ConditionCache,
  sink: Sink,
): Compiled {
  return new Compiler(collector, tables, cache, sink).compile();
}

class Compiler {
  private lists: ReadonlyMap<string, ExpandedList> = new Map();
  private readonly macros = new Map<string, LoadedMacro>();
  private readonly rules = new Map<string, CompiledRule>();
  private readonly usedLists = new Set<string>();
  private readonly usedMacros = new Set<string>();
  /** Macros that a rule uses, be it through other macros: the engine looks at no others. */
  private readonly reached = new Set<string>();
  private readonly macrosIn = new Map<string, readonly string[]>();
  private readonly effects = new Map<FieldTable, (name: string) => MacroEffect | undefined>();
  private readonly met = new Set<Finding>();
  private errors = 0;

  constructor(
    private readonly collector: Collector,
    private readonly tables: FieldTables,
    private readonly cache: ConditionCache,
    private readonly sink: Sink,
  ) {}

  compile(): Compiled {
    this.expandListItems();
    for (const macro of this.collector.macros.values()) this.readMacro(macro);
    for (const macro of this.collector.macros.values()) this.resolveMacro(macro);
    for (const rule of this.collector.rules.values()) if (!rule.unknownSource) this.compileRule(rule);
    if (this.errors === 0) this.reportUnused();
    this.checkUnreachedMacros();
    const listNames = this.cache.sameNames(this.lists);
    return { lists: this.lists, listNames, macros: this.macros, rules: this.rules };
  }

  private expandListItems(): void {
    const { lists, named } = this.cache.expandAll(this.collector.lists);
    for (const name of named) this.usedLists.add(name);
    this.lists = lists;
  }

  private readMacro(macro: CollectedMacro): void {
    const compose = () => joinScalars(macro.condition).finish();
    const condition = this.read(macro, () => compose().text);
    const loaded = new LoadedMacro(macro, condition, compose);
    this.macros.set(macro.name, loaded);
    const { expanded, parsed } = condition;
    for (const problem of parsed.problems) this.emit(loaded, engineProblem(problem, expanded.text));
  }

  private read({ recipe, condition: parts }: CollectedMacro, textOf: () => string): ReadCondition {
    const condition = this.cache.condition(recipe, this.lists, textOf, onlyScalar(parts));
    for (const name of condition.expanded.used) this.usedLists.add(name);
    return condition;
  }

  private emit(condition: CompiledCondition, found: Finding): void {
    this.report(condition.composed.locate(beforeExpansion(condition.expanded, found.span)), found);
  }

  private report(place: Place, found: Finding): void {
    if (isError(found)) this.errors++;
    this.sink({ ...place, finding: found });
  }

  private resolveMacro({ name, visibility }: CollectedMacro): void {
    const macro = this.macros.get(name)!;
    const { tree, unresolved, named } = this.cache.resolve(macro.tree, this.visibleBefore(visibility));
    macro.resolve(tree, unresolved.length === 0);
    for (const each of named) this.usedMacros.add(each);
    this.macrosIn.set(name, named);
    for (const found of unresolved) this.emit(macro, found);
  }

  /** The conditions of the macros that are defined before `visibility`. */
  private visibleBefore(visibility: number): VisibleMacro {
    const { macros } = this.collector;
    return (name) => {
      const macro = macros.get(name);
      return macro !== undefined && macro.index < visibility ? this.macros.get(name)?.resolved : undefined;
    };
  }

  private readonly everyMacro: VisibleMacro = (name) => this.macros.get(name)?.resolved;

  private reach(name: string): void {
    if (this.reached.has(name)) return;
    this.reached.add(name);
    for (const inner of this.macrosIn.get(name) ?? []) this.reach(inner);
  }

  /**
   * Macros that no rule uses are never compiled by the engine; what is wrong with them is found here all the
   * same, unless some source knows all their fields.
   */
  private checkUnreachedMacros(): void {
    for (const macro of this.macros.values()) {
      if (this.reached.has(macro.name)) continue;
      const bySource = this.tables.sources.map((source) => {
        const context = { table: this.tables.forSource(source)!, asyncEvents: this.tables.asyncEvents };
        const { findings } = this.cache.find(macro.resolved, context);
        return findings.filter(({ macro: inner, found }) => inner === undefined && isError(found));
      });
      const [inSyscall] = bySource;
      if (inSyscall === undefined || bySource.some((findings) => findings.length === 0)) continue;
      for (const { found } of inSyscall) this.emit(macro, ours(found));
    }
  }

  private compileRule(rule: CollectedRule): void {
    const table = this.tables.forSource(rule.source);
    if (table === undefined) return;
    const fault = exceptionFault(rule);
    if (fault !== undefined) {
      this.report({ ...fault, span: fault.finding.span }, fault.finding);
      return;
    }
    const outcome = this.outcomeOf(rule, table);
    const { condition, macros, output } = outcome;
    for (const name of condition?.expanded.used ?? []) this.usedLists.add(name);
    for (const name of macros) if (this.macros.has(name)) this.use(name);
    for (const each of outcome.findings) this.reportOfRule(rule, condition, each);
    if (condition === undefined || output === undefined) return;
    const resolve = () => this.cache.resolve(condition.parsed.tree, this.everyMacro).tree;
    this.rules.set(rule.name, new LoadedRule(rule, condition, output, resolve));
  }

  private outcomeOf(rule: CollectedRule, table: FieldTable): RuleOutcome {
    const condition = this.cache.condition(
      rule.recipe,
      this.lists,
      () => ruleCondition(rule).text,
      onlyScalar(rule.condition),
    );
    const effectOf = this.effectsIn(table);
    const ownerOf = (check: Check) =>
      contains(condition.parsed.tree, check) ? undefined : this.macroWith(check);
    return this.cache.outcome(
      rule.recipe,
      (known) => known.condition === condition && sameEffects(known, effectOf),
      () => compileRule(rule, { ...this.scope(table), condition, effectOf, ownerOf }),
    );
  }

  private scope(table: FieldTable) {
    const { cache, everyMacro: visible } = this;
    return { table, asyncEvents: this.tables.asyncEvents, cache, visible };
  }

  private use(macro: string): void {
    this.usedMacros.add(macro);
    this.reach(macro);
  }

  /** Gives the effect of a macro on rules of a source; undefined where there is no such macro. */
  private effectsIn(table: FieldTable): (name: string) => MacroEffect | undefined {
    let effectOf = this.effects.get(table);
    if (effectOf === undefined) {
      const known = new Map<string, MacroEffect | undefined>();
      effectOf = (name) => known.get(name) ?? this.effectAnew(name, table, known);
      this.effects.set(table, effectOf);
    }
    return effectOf;
  }

  private effectAnew(
    name: string,
    table: FieldTable,
    known: Map<string, MacroEffect | undefined>,
  ): MacroEffect | undefined {
    const macro = this.macros.get(name);
    if (macro === undefined) return undefined;
    const context = { table, asyncEvents: this.tables.asyncEvents };
    const effect = this.cache.effect(name, macro.resolved, macro.whole, context);
    known.set(name, effect);
    return effect;
  }

  private reportOfRule(
    rule: CollectedRule,
    condition: ReadCondition | undefined,
    finding: RuleFinding,
  ): void {
    const { of, macro, span, found } = finding;
    if (of === 'macro') this.reportOfMacro(macro!, found);
    else if (of === 'item') this.report({ placed: rule.definition, span }, found);
    else if (of === 'output') this.report(joinScalars(rule.output).finish().locate(span), found);
    else this.report(ruleCondition(rule).locate(beforeExpansion(condition!.expanded, span)), found);
  }

  /** An error in a macro is met by every rule that uses it; the engine stops at the first. */
  private reportOfMacro(name: string, found: Finding): void {
    if (this.met.has(found)) return;
    if (isError(found)) this.met.add(found);
    this.emit(this.macros.get(name)!, found);
  }

  /** The macro in whose own text a check stands. */
  private macroWith(check: Check): string | undefined {
    return [...this.macros.values()].find(({ tree }) => contains(tree, check))?.name;
  }

  private reportUnused(): void {
    for (const { name, definition } of this.collector.macros.values()) {
      if (this.usedMacros.has(name)) continue;
      const message = 'Macro not referred to by any other rule/macro';
      const engine = engineWarning('LOAD_UNUSED_MACRO', message, { type: 'macro', name });
      const { nameSpan } = definition.item;
      this.report({ placed: definition, span: nameSpan }, finding('unused-macro', nameSpan, [name], engine));
    }
    for (const { name, definition } of this.collector.lists.values()) {
      if (this.usedLists.has(name)) continue;
      const message = 'List not referred to by any other rule/macro';
      const engine = engineWarning('LOAD_UNUSED_LIST', message, { type: 'list', name });
      const { nameSpan } = definition.item;
      this.report({ placed: definition, span: nameSpan }, finding('unused-list', nameSpan, [name], engine));
    }
  }
}

/** The scalar that a condition stands in alone. */
function onlyScalar(parts: readonly PlacedScalar[]): YamlScalar | undefined {
  return parts.length === 1 ? parts[0]!.scalar : undefined;
}

function sameEffects(
  { macros, effects }: RuleOutcome,
  effectOf: (name: string) => MacroEffect | undefined,
): boolean {
  return macros.every((name, i) => effectOf(name) === effects[i]);
}

function contains(tree: Condition, wanted: Check): boolean {
  let found = false;
  visitChecks(tree, (check) => {
    found ||= check === wanted;
  });
  return found;
}

/** A finding that the engine does not have. */
function ours({ engine: _engine, ...found }: Finding): Finding {
  return found;
}
