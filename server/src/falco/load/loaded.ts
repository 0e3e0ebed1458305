import type { Condition } from '../condition/tree.ts';
import type { CollectedMacro, CollectedRule } from './collector.ts';
import type { CompiledMacro, CompiledRule } from './compile.ts';
import { type ComposedText, joinScalars } from './composed-text.ts';
import type { ReadCondition } from './condition-cache.ts';
import type { MacroName, Resolution } from './macro-names.ts';
import { ruleCondition } from './rule-condition.ts';

/** A macro of a load; its places are found at the first question. */
export class LoadedMacro implements CompiledMacro {
  resolved: Condition;
  /** False where something in it could not be resolved. */
  whole = true;
  /** The macros that it names. */
  names: readonly MacroName[] = [];
  private places: ComposedText | undefined;

  constructor(
    readonly collected: CollectedMacro,
    private readonly condition: ReadCondition,
    /** Its own name. */
    readonly named: MacroName,
  ) {
    this.resolved = condition.parsed.tree;
  }

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

  /** Puts in the tree with the macros resolved. */
  resolve({ tree, unresolved, named }: Resolution): void {
    this.resolved = tree;
    this.whole = unresolved.length === 0;
    this.names = named;
  }
}

/** A rule of a load; its places and its tree with the macros in it are found at the first question. */
export class LoadedRule implements CompiledRule {
  private places: ComposedText | undefined;
  private whole: Condition | undefined;

  /**
   * @param names the macros that it names.
   * @param resolveMacros resolves the macros of a condition as those of the load.
   */
  constructor(
    private readonly collected: CollectedRule,
    private readonly condition: ReadCondition,
    readonly output: string,
    readonly names: readonly MacroName[],
    private readonly resolveMacros: (tree: Condition) => Condition,
  ) {}

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
    this.whole ??= this.resolveMacros(this.tree);
    return this.whole;
  }
}
