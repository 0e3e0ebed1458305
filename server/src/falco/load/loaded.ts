import type { Condition } from '../condition/tree.ts';
import type { CollectedMacro, CollectedRule } from './collector.ts';
import type { CompiledMacro, CompiledRule } from './compile.ts';
import type { ComposedText } from './composed-text.ts';
import type { ReadCondition } from './condition-cache.ts';
import { ruleCondition } from './rule-condition.ts';

/** A macro of a load; its places are found at the first question. */
export class LoadedMacro implements CompiledMacro {
  readonly name: string;
  readonly definition;
  readonly expanded;
  readonly tree;
  resolved: Condition;
  /** False where something in it could not be resolved. */
  whole = true;
  private places: ComposedText | undefined;

  constructor(
    macro: CollectedMacro,
    { expanded, parsed }: ReadCondition,
    private readonly compose: () => ComposedText,
  ) {
    this.name = macro.name;
    this.definition = macro.definition;
    this.expanded = expanded;
    this.tree = parsed.tree;
    this.resolved = parsed.tree;
  }

  get composed(): ComposedText {
    this.places ??= this.compose();
    return this.places;
  }

  /** Puts in the tree with the macros resolved. */
  resolve(tree: Condition, whole: boolean): void {
    this.resolved = tree;
    this.whole = whole;
  }
}

/** A rule of a load; its places and its tree with the macros in it are found at the first question. */
export class LoadedRule implements CompiledRule {
  readonly name: string;
  readonly source: string;
  readonly priority;
  readonly description: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly definition;
  readonly expanded;
  readonly tree: Condition;
  private places: ComposedText | undefined;
  private whole: Condition | undefined;

  constructor(
    private readonly collected: CollectedRule,
    { expanded, parsed }: ReadCondition,
    readonly output: string,
    private readonly resolve: () => Condition,
  ) {
    this.name = collected.name;
    this.source = collected.source;
    this.priority = collected.priority;
    this.description = collected.description;
    this.tags = collected.tags;
    this.enabled = collected.enabled;
    this.definition = collected.definition;
    this.expanded = expanded;
    this.tree = parsed.tree;
  }

  get composed(): ComposedText {
    this.places ??= ruleCondition(this.collected);
    return this.places;
  }

  get resolved(): Condition {
    this.whole ??= this.resolve();
    return this.whole;
  }
}
