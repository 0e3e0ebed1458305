import type { Condition } from '../condition/tree.ts';
import type { CollectedMacro, CollectedRule } from './collector.ts';
import type { CompiledMacro, CompiledRule } from './compile.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import type { MacroName, Resolution } from './macro-names.ts';
import { ruleCondition } from './rule-condition.ts';

/** A macro of a load; its places are found at the first question. */
export class LoadedMacro implements CompiledMacro {
  private resolvedAs: Resolution | undefined;
  private places: ComposedText | undefined;

  constructor(
    readonly collected: CollectedMacro,
    readonly condition: ReadCondition,
    /** Its name, as an object. */
    readonly named: MacroName,
  ) {}

  get name(): string {
    return this.collected.name;
  }

  get index(): number {
    return this.collected.index;
  }

  get definition() {
    return this.collected.definition;
  }

  get expanded() {
    return this.condition.expanded;
  }

  get tree(): Condition {
    return this.condition.parsed.tree;
  }

  get composed(): ComposedText {
    this.places ??= joinScalars(this.collected.condition).finish();
    return this.places;
  }

  /** Absent while the macros before it are being resolved. */
  get resolution(): Resolution | undefined {
    return this.resolvedAs;
  }

  get resolved(): Condition {
    return this.resolvedAs?.tree ?? this.tree;
  }

  /** False where something in it could not be resolved. */
  get isWhole(): boolean {
    return this.resolvedAs === undefined || this.resolvedAs.unresolved.length === 0;
  }

  /** True where it has a syntax problem, or something in it could not be resolved. */
  get isFaulty(): boolean {
    return this.condition.parsed.problems.length > 0 || !this.isWhole;
  }

  /** Puts in the tree with the macros resolved; once, before anybody else sees the macro. */
  resolve(resolution: Resolution): void {
    this.resolvedAs = resolution;
  }
}

/** A rule of a load; its places and its tree with the macros in it are found at the first question. */
export class LoadedRule implements CompiledRule {
  private readonly macros: readonly (LoadedMacro | undefined)[];
  private places: ComposedText | undefined;
  private whole: Condition | undefined;

  /**
   * @param names the macros that it names; they must stand for those of the load now.
   * @param all the macros of the load; only where others than those that it names can be put in.
   */
  constructor(
    private readonly collected: CollectedRule,
    private readonly condition: ReadCondition,
    readonly output: string,
    readonly names: readonly MacroName[],
    private readonly cache: ConditionCache,
    private readonly all: ReadonlyMap<string, LoadedMacro> | undefined,
  ) {
    this.macros = names.map(({ macro }) => macro);
  }

  /** The same rule with the macros that its names stand for now. */
  withMacros(): LoadedRule {
    const { collected, condition, output, names, cache, all } = this;
    return new LoadedRule(collected, condition, output, names, cache, all);
  }

  get name(): string {
    return this.collected.name;
  }

  get source(): string {
    return this.collected.source;
  }

  get priority() {
    return this.collected.priority;
  }

  get description(): string {
    return this.collected.description;
  }

  get tags(): readonly string[] {
    return this.collected.tags;
  }

  get enabled(): boolean {
    return this.collected.enabled;
  }

  get definition() {
    return this.collected.definition;
  }

  get expanded() {
    return this.condition.expanded;
  }

  get tree(): Condition {
    return this.condition.parsed.tree;
  }

  get composed(): ComposedText {
    this.places ??= ruleCondition(this.collected);
    return this.places;
  }

  get resolved(): Condition {
    this.whole ??= this.cache.resolve(this.tree, (name) => this.macro(name)?.resolved).tree;
    return this.whole;
  }

  private macro(name: string): LoadedMacro | undefined {
    if (this.all !== undefined) return this.all.get(name);
    return this.macros.find((macro) => macro?.name === name);
  }
}
