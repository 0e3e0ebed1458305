import type { YamlScalar } from '../../yaml/node.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check, Condition } from '../condition/tree.ts';
import type { Priority } from '../items/item.ts';
import { engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTables } from '../tables/fields.ts';
import type { CollectedMacro, CollectedRule, Collector } from './collector.ts';
import { compileRule, contains, isError, type RuleFinding, type RuleScope } from './compile-rule.ts';
import { type ComposedText, joinScalars, type PlacedScalar } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import { beforeExpansion, type ExpandedList, type ExpandedText } from './expand-lists.ts';
import { LoadedMacro, LoadedRule } from './loaded.ts';
import type { MacroName } from './macro-names.ts';
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
  readonly rules: ReadonlyMap<string, LoadedRule>;
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
  private readonly rules = new Map<string, LoadedRule>();
  private readonly usedLists = new Set<string>();
  private readonly scopes = new Map<string, RuleScope | undefined>();
  private readonly met = new Set<Finding>();
  private readonly pass: number;
  private errors = 0;

  constructor(
    private readonly collector: Collector,
    private readonly tables: FieldTables,
    private readonly cache: ConditionCache,
    private readonly sink: Sink,
  ) {
    cache.macroNames.begin();
    this.pass = cache.macroNames.pass;
  }

  compile(): Compiled {
    this.expandListItems();
    for (const macro of this.collector.macros.values()) this.readMacro(macro);
    for (const macro of this.macros.values()) this.resolveMacro(macro);
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
    const { macroNames } = this.cache;
    const { recipe, condition: parts, name } = macro;
    const condition = this.cache.condition(
      recipe,
      this.lists,
      () => joinScalars(parts).finish().text,
      onlyScalar(parts),
    );
    const { expanded, parsed } = condition;
    for (const list of expanded.used) this.usedLists.add(list);
    const loaded = new LoadedMacro(macro, condition, macroNames.named(name));
    this.macros.set(name, loaded);
    macroNames.define(loaded);
    for (const problem of parsed.problems) this.emit(loaded, engineProblem(problem, expanded.text));
  }

  private emit(condition: CompiledCondition, found: Finding): void {
    this.report(condition.composed.locate(beforeExpansion(condition.expanded, found.span)), found);
  }

  private report(place: Place, found: Finding): void {
    if (isError(found)) this.errors++;
    this.sink({ ...place, finding: found });
  }

  private resolveMacro(macro: LoadedMacro): void {
    const { recipe, visibility } = macro.collected;
    const resolution = this.cache.resolveMacro(recipe, macro.tree, visibility);
    macro.resolve(resolution);
    for (const each of resolution.named) each.usedIn = this.pass;
    for (const found of resolution.unresolved) this.emit(macro, found);
  }

  private readonly everyMacro: VisibleMacro = (name) => this.macros.get(name)?.resolved;

  private readonly resolveMacros = (tree: Condition): Condition =>
    this.cache.resolve(tree, this.everyMacro).tree;

  /**
   * Macros that no rule uses are never compiled by the engine; what is wrong with them is found here all the
   * same, unless some source knows all their fields.
   */
  private checkUnreachedMacros(): void {
    for (const macro of this.macros.values()) {
      if (macro.named.reachedIn === this.pass) continue;
      const bySource = this.tables.sources.map((source) => {
        const { findings } = macro.named.effect(this.scope(source)!.context, this.cache)!.findings;
        return findings.filter(({ macro: inner, found }) => inner === undefined && isError(found));
      });
      const [inSyscall] = bySource;
      if (inSyscall === undefined || bySource.some((findings) => findings.length === 0)) continue;
      for (const { found } of inSyscall) this.emit(macro, ours(found));
    }
  }

  private compileRule(rule: CollectedRule): void {
    const scope = this.scope(rule.source);
    if (scope === undefined) return;
    const fault = exceptionFault(rule);
    if (fault !== undefined) {
      this.report({ ...fault, span: fault.finding.span }, fault.finding);
      return;
    }
    const read = this.cache.condition(
      rule.recipe,
      this.lists,
      () => ruleCondition(rule).text,
      onlyScalar(rule.condition),
    );
    const { condition, macros, findings, output } = compileRule(rule, read, scope);
    if (condition !== undefined) for (const name of condition.expanded.used) this.usedLists.add(name);
    for (const name of macros) this.use(name);
    for (const each of findings) this.reportOfRule(rule, condition, each);
    if (condition === undefined || output === undefined) return;
    this.rules.set(rule.name, new LoadedRule(rule, condition, output, macros, this.resolveMacros));
  }

  /** What rules of a source are compiled with; undefined where nothing is known of the source. */
  private scope(source: string): RuleScope | undefined {
    if (!this.scopes.has(source)) this.scopes.set(source, this.scopeAnew(source));
    return this.scopes.get(source);
  }

  private scopeAnew(source: string): RuleScope | undefined {
    const table = this.tables.forSource(source);
    if (table === undefined) return undefined;
    const { cache, everyMacro: visible, macroWith } = this;
    return { context: { table, asyncEvents: this.tables.asyncEvents }, cache, visible, macroWith };
  }

  private use(name: MacroName): void {
    name.usedIn = this.pass;
    this.reach(name);
  }

  /** Macros that a rule uses, be it through other macros: the engine looks at no others. */
  private reach(name: MacroName): void {
    if (name.reachedIn === this.pass) return;
    name.reachedIn = this.pass;
    for (const inner of name.macro?.names ?? []) this.reach(inner);
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
  private readonly macroWith = (check: Check): string | undefined =>
    [...this.macros.values()].find(({ tree }) => contains(tree, check))?.name;

  private reportUnused(): void {
    for (const { name, definition, named } of this.macros.values()) {
      if (named.usedIn === this.pass) continue;
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

/** A finding that the engine does not have. */
function ours({ engine: _engine, ...found }: Finding): Finding {
  return found;
}
