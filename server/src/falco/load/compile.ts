import { visitChecks } from '../condition/check.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check, Condition } from '../condition/tree.ts';
import { mostEventCodes } from '../event-types/event-types.ts';
import type { Priority } from '../items/item.ts';
import {
  type EngineErrorCode,
  engineError,
  engineWarning,
  type Finding,
  finding,
} from '../problems/index.ts';
import { type FieldTable, type FieldTables, syscallSource } from '../tables/fields.ts';
import type { CollectedMacro, CollectedRule, Collector } from './collector.ts';
import { compileOutput } from './compile-output.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ConditionCache } from './condition-cache.ts';
import type { OwnedFinding } from './condition-findings.ts';
import { beforeExpansion, type ExpandedList, type ExpandedText } from './expand-lists.ts';
import type { Place, PlacedItem } from './placed-item.ts';
import { ruleCondition } from './rule-condition.ts';

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
  readonly macros: ReadonlyMap<string, CompiledMacro>;
  readonly rules: ReadonlyMap<string, CompiledRule>;
}

/** Before anything was compiled. */
export const nothingCompiled: Compiled = { lists: new Map(), macros: new Map(), rules: new Map() };

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
  private readonly lists = new Map<string, ExpandedList>();
  private readonly macros = new Map<string, CompiledMacro>();
  private readonly rules = new Map<string, CompiledRule>();
  private readonly usedLists = new Set<string>();
  private readonly usedMacros = new Set<string>();
  /** Macros that a rule uses, be it through other macros: the engine looks at no others. */
  private readonly reached = new Set<string>();
  private readonly macrosIn = new Map<string, readonly string[]>();
  private errors = 0;

  constructor(
    private readonly collector: Collector,
    private readonly tables: FieldTables,
    private readonly cache: ConditionCache,
    private readonly sink: Sink,
  ) {}

  compile(): Compiled {
    this.expandListItems();
    for (const macro of this.collector.macros.values()) this.parseMacro(macro);
    for (const macro of this.collector.macros.values()) this.resolveMacro(macro);
    for (const rule of this.collector.rules.values()) if (!rule.unknownSource) this.compileRule(rule);
    if (this.errors === 0) this.reportUnused();
    this.checkUnreachedMacros();
    return { lists: this.lists, macros: this.macros, rules: this.rules };
  }

  private expandListItems(): void {
    const { lists } = this.collector;
    for (const list of lists.values()) {
      const { items, named } = this.cache.expandItems(list, lists);
      for (const name of named) this.usedLists.add(name);
      this.lists.set(list.name, { name: list.name, items });
    }
  }

  private parseMacro(macro: CollectedMacro): void {
    const composed = joinScalars(macro.condition).finish();
    const parsed = this.parse(composed);
    this.macros.set(macro.name, { ...parsed, name: macro.name, definition: macro.definition });
  }

  private parse(composed: ComposedText): CompiledCondition {
    const expanded = this.cache.expand(composed.text, this.lists);
    for (const name of expanded.used) this.usedLists.add(name);
    const { tree, problems } = this.cache.parse(expanded.text);
    const condition = { composed, expanded, tree, resolved: tree };
    for (const problem of problems) this.emit(condition, engineProblem(problem, expanded.text));
    return condition;
  }

  private emit(condition: CompiledCondition, found: Finding): void {
    this.report(condition.composed.locate(beforeExpansion(condition.expanded, found.span)), found);
  }

  private report(place: Place, found: Finding): void {
    if (isError(found)) this.errors++;
    this.sink({ ...place, finding: found });
  }

  private resolveMacro(collected: CollectedMacro): void {
    const macro = this.macros.get(collected.name)!;
    const resolved = this.resolve(macro, collected.visibility, collected.name);
    this.macros.set(collected.name, { ...macro, resolved });
  }

  /** Resolves the macros of a condition that are defined before `visibility`. */
  private resolve(condition: CompiledCondition, visibility: number, within?: string): Condition {
    const { macros } = this.collector;
    const { tree, unresolved, looked } = this.cache.resolve(condition.tree, (name) => {
      const macro = macros.get(name);
      return macro !== undefined && macro.index < visibility ? this.macros.get(name)?.resolved : undefined;
    });
    const names = [...looked].flatMap(([name, found]) => (found === undefined ? [] : [name]));
    for (const name of names) this.usedMacros.add(name);
    if (within === undefined) for (const name of names) this.reach(name);
    else this.macrosIn.set(within, names);
    for (const found of unresolved) this.emit(condition, found);
    return tree;
  }

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
    // The engine builds the condition first, exceptions included, and only then looks at the output.
    const composed = ruleCondition(rule);
    if ('finding' in composed) {
      this.report({ ...composed, span: composed.finding.span }, composed.finding);
      return;
    }
    const before = this.errors;
    const output = compileOutput(rule, table, this.cache, (place, found) => this.report(place, found));
    // A rule that is skipped for its output is not looked at any further; one with an error is.
    if (output === undefined && this.errors === before) return;
    const beforeCondition = this.errors;
    const condition = this.parse(composed);
    const parsed = this.errors === beforeCondition;
    const resolved = parsed ? this.resolve(condition, Number.POSITIVE_INFINITY) : condition.tree;
    const compiled = { ...condition, resolved };
    const known = this.errors === beforeCondition;
    const skipped = known && this.checkRule(rule, compiled, table);
    if (output === undefined || skipped || this.errors > before) return;
    const { name, source, priority, description, tags, enabled, definition } = rule;
    this.rules.set(name, {
      ...compiled,
      name,
      source,
      priority,
      description,
      output,
      tags,
      enabled,
      definition,
    });
  }

  /** Checks a rule's resolved condition; true where the rule is skipped for what the engine does not know. */
  private checkRule(rule: CollectedRule, condition: CompiledCondition, table: FieldTable): boolean {
    const context = { table, asyncEvents: this.tables.asyncEvents };
    const { warnings, findings } = this.cache.find(condition.resolved, context);
    for (const warning of warnings) this.emitOwned(condition, warning);
    const errors = findings.filter(({ found }) => isError(found));
    const [first] = errors;
    if (first !== undefined && rule.skipIfUnknownFilter && isUnknownFilter(first.found)) {
      const { message } = first.found.engine!;
      const engine = engineWarning('LOAD_UNKNOWN_FILTER', message);
      const found = finding('unknown-filter-skipped', first.found.span, [first.found.message], engine);
      this.emitOwned(condition, { ...first, found });
      return true;
    }
    // Measured: the engine warns of suspicious values only where the condition compiles.
    for (const owned of first === undefined ? findings : errors) this.emitOwned(condition, owned);
    if (first === undefined) this.checkEventTypes(rule, condition);
    return false;
  }

  private emitOwned(condition: CompiledCondition, { macro, found }: OwnedFinding): void {
    this.emit(macro === undefined ? condition : this.macros.get(macro)!, found);
  }

  private checkEventTypes(rule: CollectedRule, condition: CompiledCondition): void {
    if (rule.source !== syscallSource) return;
    const result = this.cache.eventTypes(condition.resolved, this.tables.asyncEvents);
    if (!result.ok) {
      const engine = engineError('LOAD_ERR_COMPILE_CONDITION', result.error);
      const place = this.ownerOf(condition, result.check);
      this.emit(place, finding('event-type-not-constant', result.check.span, [], engine));
    } else if (result.types.codes > mostEventCodes && rule.warnEventTypes) {
      const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
      const engine = engineWarning('LOAD_NO_EVTTYPE', message, { type: 'rule', name: rule.name });
      const { nameSpan } = rule.definition.item;
      const found = finding('no-event-type', nameSpan, [], engine);
      this.report({ placed: rule.definition, span: nameSpan }, found);
    }
  }

  /** The condition in whose own text a check stands: the rule's, or that of a macro in it. */
  private ownerOf(condition: CompiledCondition, check: Check): CompiledCondition {
    const owners = [condition, ...this.macros.values()];
    return owners.find((owner) => contains(owner.tree, check)) ?? condition;
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

function contains(tree: Condition, wanted: Check): boolean {
  let found = false;
  visitChecks(tree, (check) => {
    found ||= check === wanted;
  });
  return found;
}

function isError({ engine }: Finding): boolean {
  return engine?.severity === 'error';
}

/** A finding that the engine does not have. */
function ours({ engine: _engine, ...found }: Finding): Finding {
  return found;
}

/** Errors that `skip-if-unknown-filter` turns into a warning. */
export function isUnknownFilter({ engine }: Finding): boolean {
  const code: EngineErrorCode | string | undefined = engine?.code;
  return (
    (code === 'LOAD_ERR_COMPILE_CONDITION' || code === 'LOAD_ERR_COMPILE_OUTPUT') &&
    /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(engine!.message)
  );
}
