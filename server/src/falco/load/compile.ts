import type { Span } from '../../text/span.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Condition, MacroReference } from '../condition/tree.ts';
import { eventTypesOf, mostEventCodes } from '../event-types/event-types.ts';
import type { Priority } from '../items/item.ts';
import {
  type EngineErrorCode,
  engineError,
  engineWarning,
  type Finding,
  finding,
} from '../problems/index.ts';
import type { FieldTable, FieldTables } from '../tables/fields.ts';
import type { CollectedMacro, CollectedRule, Collector } from './collector.ts';
import { compileOutput } from './compile-output.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ConditionCache } from './condition-cache.ts';
import { conditionWarnings, type Occurrence } from './condition-warnings.ts';
import { beforeExpansion, type ExpandedList, type ExpandedText, expandLists } from './expand-lists.ts';
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
  private failed = false;

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
    if (!this.failed) this.reportUnused();
    return { lists: this.lists, macros: this.macros, rules: this.rules };
  }

  /** A list named in a list is put in, one level deep, if it was defined before that list was last touched. */
  private expandListItems(): void {
    const { lists } = this.collector;
    for (const list of lists.values()) {
      const items = list.items.flatMap((item) => {
        const named = lists.get(item);
        if (named === undefined || named.index >= list.visibility) return [item];
        this.usedLists.add(item);
        return named.items;
      });
      this.lists.set(list.name, { name: list.name, items });
    }
  }

  private parseMacro(macro: CollectedMacro): void {
    const composed = joinScalars(macro.condition).finish();
    const parsed = this.parse(composed);
    this.macros.set(macro.name, { ...parsed, name: macro.name, definition: macro.definition });
  }

  private parse(composed: ComposedText): CompiledCondition {
    const expanded = expandLists(composed.text, this.lists);
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
    if (found.engine?.severity === 'error') this.failed = true;
    this.sink({ ...place, finding: found });
  }

  private resolveMacro(collected: CollectedMacro): void {
    const macro = this.macros.get(collected.name)!;
    const resolved = this.resolve(macro, collected.visibility, collected.name);
    this.macros.set(collected.name, { ...macro, resolved });
  }

  /** Resolves the macros of a condition that are defined before `visibility`. */
  private resolve(condition: CompiledCondition, visibility: number, within?: string): Condition {
    const unresolved: Finding[] = [];
    const visible = (name: string): CompiledMacro | undefined => {
      const collected = this.collector.macros.get(name);
      return collected !== undefined && collected.index < visibility ? this.macros.get(name) : undefined;
    };
    const resolved = this.expand(condition.tree, visible, [], unresolved);
    // Measured: a loop is reported before an undefined macro, wherever they stand.
    const first = unresolved.find((each) => each.code === 'macro-loop') ?? unresolved[0];
    const inOrder = first === undefined ? [] : [first, ...unresolved.filter((each) => each !== first)];
    for (const found of inOrder) this.emit(condition, withWhere(found, within));
    return resolved;
  }

  private expand(
    node: Condition,
    visible: (name: string) => CompiledMacro | undefined,
    path: readonly string[],
    unresolved: Finding[],
    outer?: Span,
  ): Condition {
    switch (node.kind) {
      case 'and':
      case 'or': {
        const operands = node.operands.map((each) => this.expand(each, visible, path, unresolved, outer));
        return operands.every((each, i) => each === node.operands[i]) ? node : { ...node, operands };
      }
      case 'not': {
        const operand = this.expand(node.operand, visible, path, unresolved, outer);
        return operand === node.operand ? node : { ...node, operand };
      }
      case 'macro':
        return this.expandReference(node, visible, path, unresolved, outer);
      default:
        return node;
    }
  }

  private expandReference(
    node: MacroReference,
    visible: (name: string) => CompiledMacro | undefined,
    path: readonly string[],
    unresolved: Finding[],
    outer?: Span,
  ): Condition {
    const { name } = node;
    const where = outer ?? node.span;
    const macro = visible(name);
    if (macro === undefined) {
      const message = `Undefined macro '${name}' used in filter.`;
      unresolved.push(finding('undefined-macro', where, [name], engineError('LOAD_ERR_VALIDATE', message)));
      return node;
    }
    if (path.includes(name)) {
      const message = `reference loop in macro '${name}'`;
      unresolved.push(finding('macro-loop', where, [name], engineError('LOAD_ERR_VALIDATE', message)));
      return node;
    }
    this.usedMacros.add(name);
    const expansion = this.expand(macro.resolved, visible, [...path, name], unresolved, where);
    return { ...node, expansion };
  }

  private compileRule(rule: CollectedRule): void {
    const table = this.tables.forSource(rule.source);
    if (table === undefined) return;
    const output = compileOutput(rule, table, (place, found) => this.report(place, found));
    if (output === undefined) return;
    const composed = ruleCondition(rule);
    if ('finding' in composed) {
      this.report({ ...composed, span: composed.finding.span }, composed.finding);
      return;
    }
    const before = this.failed;
    this.failed = false;
    const condition = this.parse(composed);
    const resolved = this.failed ? condition.tree : this.resolve(condition, Number.POSITIVE_INFINITY);
    const compiled = { ...condition, resolved };
    const skipped = !this.failed && this.checkRule(rule, compiled, table);
    const ok = !this.failed && !skipped;
    this.failed ||= before;
    if (!ok) return;
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
    const occurrences = this.occurrences(condition, table);
    for (const warning of conditionWarnings(condition, this.macros, table)) this.emitAt(warning);
    const firstError = occurrences.find(({ found }) => found.engine?.severity === 'error');
    if (firstError !== undefined && rule.skipIfUnknownFilter && isUnknownFilter(firstError.found)) {
      const message = firstError.found.engine!.message;
      const engine = engineWarning('LOAD_UNKNOWN_FILTER', message);
      const found = finding('unknown-filter-skipped', firstError.found.span, [message], engine);
      this.emitAt({ ...firstError, found });
      return true;
    }
    // Measured: the engine warns of suspicious values only where the condition compiles.
    const reported =
      firstError === undefined
        ? occurrences
        : occurrences.filter(({ found }) => found.engine?.severity === 'error');
    for (const occurrence of reported) this.emitAt(occurrence);
    if (firstError === undefined) this.checkEventTypes(rule, condition);
    return false;
  }

  private emitAt({ condition, found }: Occurrence): void {
    this.emit(condition, found);
  }

  /** Findings on a condition and on the macros that it uses, in the order of the resolved condition. */
  private occurrences(condition: CompiledCondition, table: FieldTable): Occurrence[] {
    const context = { table, asyncEvents: this.tables.asyncEvents };
    const result: Occurrence[] = [];
    const own = this.cache.check(condition.tree, context);
    const visit = (node: Condition): void => {
      switch (node.kind) {
        case 'and':
        case 'or':
          node.operands.forEach(visit);
          break;
        case 'not':
          visit(node.operand);
          break;
        case 'macro': {
          const macro = node.expansion === undefined ? undefined : this.macros.get(node.name);
          if (macro !== undefined) result.push(...this.occurrences(macro, table));
          break;
        }
        case 'check':
          for (const found of own) {
            if (found.span.start >= node.span.start && found.span.end <= node.span.end) {
              result.push({ condition, found });
            }
          }
      }
    };
    visit(condition.resolved);
    return result;
  }

  private checkEventTypes(rule: CollectedRule, condition: CompiledCondition): void {
    if (rule.source !== 'syscall' || !rule.warnEventTypes) return;
    const result = eventTypesOf(condition.resolved, this.tables.asyncEvents);
    if (!result.ok || result.types.codes <= mostEventCodes) return;
    const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
    const engine = engineWarning('LOAD_NO_EVTTYPE', message, { type: 'rule', name: rule.name });
    const { definition } = rule;
    this.report(
      { placed: definition, span: definition.item.nameSpan },
      finding('no-event-type', definition.item.nameSpan, [], engine),
    );
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

function withWhere(found: Finding, macro: string | undefined): Finding {
  if (macro === undefined || found.engine === undefined) return found;
  return { ...found, engine: { ...found.engine, where: { type: 'macro', name: macro } } };
}

/** Errors that `skip-if-unknown-filter` turns into a warning. */
export function isUnknownFilter({ engine }: Finding): boolean {
  const code: EngineErrorCode | string | undefined = engine?.code;
  return (
    (code === 'LOAD_ERR_COMPILE_CONDITION' || code === 'LOAD_ERR_COMPILE_OUTPUT') &&
    /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(engine!.message)
  );
}
