import { engineProblem } from '../condition/syntax-finding.ts';
import type { Condition } from '../condition/tree.ts';
import type { Priority } from '../items/item.ts';
import { engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTables } from '../tables/fields.ts';
import type { CollectedRule, Collector } from './collector.ts';
import { contains, type RuleScope } from './compile-rule.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import { beforeExpansion, type ExpandedList, type ExpandedText } from './expand-lists.ts';
import type { LoadedMacro, LoadedRule } from './loaded.ts';
import type { MacroName } from './macro-names.ts';
import { passMacros } from './macro-pass.ts';
import type { Place, PlacedItem } from './placed-item.ts';
import { ruleCondition } from './rule-condition.ts';
import { isError, type RuleFinding } from './rule-finding.ts';
import { passRules, type RuleResult } from './rule-pass.ts';
import { type Usage, usageIn } from './usage.ts';

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
  /** By the file that defines rules, the macros that they name and that another file was the first to define. */
  readonly foreign: Usage['foreign'];
}

/** Before anything was compiled. */
export const nothingCompiled: Compiled = {
  lists: new Map(),
  listNames: [],
  macros: new Map(),
  rules: new Map(),
  foreign: new Map(),
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
  private readonly scopes = new Map<string, RuleScope | undefined>();
  private readonly met = new Set<Finding>();
  private macros: ReadonlyMap<string, LoadedMacro> = new Map();
  private errors = 0;

  constructor(
    private readonly collector: Collector,
    private readonly tables: FieldTables,
    private readonly cache: ConditionCache,
    private readonly sink: Sink,
  ) {}

  compile(): Compiled {
    const { cache, collector } = this;
    const last = cache.beginPass(collector.macros.size);
    const lists = cache.expandAll(collector.lists);
    const macros = passMacros(collector.macros, lists.lists, cache, last?.passes.macros);
    this.macros = macros.byName;
    const rules = passRules(collector.rules, macros, (source) => this.scope(source), last?.passes);
    const usage = usageIn(lists, { macros, rules }, last);
    cache.last = usage;
    this.reportAll(usage);
    const listNames = cache.sameNames(lists.lists);
    const { foreign } = usage;
    return { lists: lists.lists, listNames, macros: macros.byName, rules: rules.byName, foreign };
  }

  /** Everything that there is to say, in the order in which the engine would meet it. */
  private reportAll(usage: Usage): void {
    const { macros, rules } = usage.passes;
    for (const macro of macros.faulty) this.reportSyntax(macro);
    for (const macro of macros.faulty) {
      for (const found of macro.resolution!.unresolved) this.emit(macro, found);
    }
    for (const result of rules.results) if (result.isFaulty) this.reportRule(result);
    if (this.errors === 0) this.reportUnused(usage);
    for (const name of usage.unreached) this.reportUnreached(name);
  }

  private reportSyntax(macro: LoadedMacro): void {
    const { expanded, parsed } = macro.condition;
    for (const problem of parsed.problems) this.emit(macro, engineProblem(problem, expanded.text));
  }

  private emit(condition: CompiledCondition, found: Finding): void {
    this.report(condition.composed.locate(beforeExpansion(condition.expanded, found.span)), found);
  }

  private report(place: Place, found: Finding): void {
    if (isError(found)) this.errors++;
    this.sink({ ...place, finding: found });
  }

  /** What rules of a source are compiled with; undefined where nothing is known of the source. */
  private scope(source: string): RuleScope | undefined {
    if (!this.scopes.has(source)) this.scopes.set(source, this.scopeAnew(source));
    return this.scopes.get(source);
  }

  private scopeAnew(source: string): RuleScope | undefined {
    const table = this.tables.forSource(source);
    if (table === undefined) return undefined;
    const { cache, macros } = this;
    return {
      context: { table, asyncEvents: this.tables.asyncEvents },
      cache,
      visible: (name) => macros.get(name)?.resolved,
      macroWith: (check) => [...macros.values()].find(({ tree }) => contains(tree, check))?.name,
    };
  }

  private reportRule({ collected, fault, outcome }: RuleResult): void {
    if (fault !== undefined) this.report({ ...fault, span: fault.finding.span }, fault.finding);
    if (outcome === undefined) return;
    for (const each of outcome.findings) this.reportOfRule(collected, outcome.condition, each);
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

  private reportUnused({ unusedMacros, unusedLists }: Usage): void {
    for (const { text: name, macro } of unusedMacros) {
      const message = 'Macro not referred to by any other rule/macro';
      const engine = engineWarning('LOAD_UNUSED_MACRO', message, { type: 'macro', name });
      this.reportName(macro!.definition, 'unused-macro', name, engine);
    }
    for (const name of unusedLists) {
      const message = 'List not referred to by any other rule/macro';
      const engine = engineWarning('LOAD_UNUSED_LIST', message, { type: 'list', name });
      this.reportName(this.collector.lists.get(name)!.definition, 'unused-list', name, engine);
    }
  }

  private reportName(
    placed: PlacedItem,
    code: 'unused-macro' | 'unused-list',
    name: string,
    engine: Finding['engine'],
  ): void {
    const { nameSpan: span } = placed.item;
    this.report({ placed, span }, finding(code, span, [name], engine));
  }

  /**
   * Macros that no rule uses are never compiled by the engine; what is wrong with them is found here all the
   * same, unless some source knows all their fields.
   */
  private reportUnreached(name: MacroName): void {
    const bySource = this.tables.sources.map((source) => {
      const { findings } = name.effect(this.scope(source)!.context, this.cache)!.findings;
      return findings.filter(({ macro: inner, found }) => inner === undefined && isError(found));
    });
    const [inSyscall] = bySource;
    if (inSyscall === undefined || bySource.some((findings) => findings.length === 0)) return;
    for (const { found } of inSyscall) this.emit(name.macro!, ours(found));
  }
}

/** A finding that the engine does not have. */
function ours({ engine: _engine, ...found }: Finding): Finding {
  return found;
}
