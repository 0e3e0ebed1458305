import { ByName } from './by-name.ts';
import type { CollectedMacro } from './collector.ts';
import { joinScalars, onlyScalar } from './composed-text.ts';
import type { ConditionCache } from './condition-cache.ts';
import type { ExpandedList } from './expand-lists.ts';
import { LoadedMacro } from './loaded.ts';
import type { MacroName } from './macro-names.ts';

/** The macros of a load, read and resolved. */
export interface MacroPass {
  /** As they were put into conditions. */
  readonly lists: ReadonlyMap<string, ExpandedList>;
  /** In the order of their definition. */
  readonly macros: readonly LoadedMacro[];
  readonly byName: ByName<LoadedMacro>;
  /** Those with a syntax problem or something that cannot be resolved, in their order. */
  readonly faulty: ReadonlySet<LoadedMacro>;
  /** Whether a name stands for something else than in the pass before: `MacroName.changedIn` says which. */
  readonly changed: boolean;
}

/**
 * Reads all macros and resolves them in their order. A macro that is the same as in the pass before, its place
 * included, stays the same object.
 * @param lists as `ConditionCache.expandAll` gave them.
 * @param last the pass before, with the same cache.
 */
export function passMacros(
  collected: ReadonlyMap<string, CollectedMacro>,
  lists: ReadonlyMap<string, ExpandedList>,
  cache: ConditionCache,
  last: MacroPass | undefined,
): MacroPass {
  return new Pass(lists, cache, last).run(collected);
}

class Pass {
  private readonly before: readonly LoadedMacro[];
  private readonly pass: number;
  private readonly macros: LoadedMacro[] = [];
  private readonly faulty = new Set<LoadedMacro>();
  /** Names that stand for something else now, with what they stood for. */
  private readonly changed = new Map<MacroName, LoadedMacro | undefined>();
  private anyMoved = false;

  constructor(
    private readonly lists: ReadonlyMap<string, ExpandedList>,
    private readonly cache: ConditionCache,
    private readonly last: MacroPass | undefined,
  ) {
    this.before = last?.macros ?? [];
    this.pass = cache.macroNames.pass;
  }

  run(collected: ReadonlyMap<string, CollectedMacro>): MacroPass {
    for (const each of collected.values()) this.macros.push(this.read(each, this.before[this.macros.length]));
    const earlier = this.name();
    for (let i = 0; i < this.macros.length; i++) this.resolve(i, earlier);
    for (const [name, was] of this.changed) name.settle(was, this.pass, this.cache);
    const { lists, macros, faulty } = this;
    return {
      lists,
      macros,
      byName: ByName.of(macros, this.last?.byName),
      faulty,
      changed: this.changed.size > 0,
    };
  }

  private read(collected: CollectedMacro, known: LoadedMacro | undefined): LoadedMacro {
    const same = known?.collected === collected;
    if (same && this.last?.lists === this.lists) return known;
    const { recipe, condition: parts } = collected;
    const textOf = () => joinScalars(parts).finish().text;
    const condition = this.cache.condition(recipe, this.lists, textOf, onlyScalar(parts));
    if (same && known.condition === condition) return known;
    return new LoadedMacro(collected, condition, this.cache.macroNames.named(collected.name));
  }

  /** Lets all names stand for the macros of this pass; gives what those that are not the same stood for. */
  private name(): ReadonlyMap<LoadedMacro, LoadedMacro> {
    const { macros, before, pass } = this;
    const earlier = new Map<LoadedMacro, LoadedMacro>();
    for (let i = 0; i < macros.length; i++) {
      const macro = macros[i]!;
      if (macro === before[i]) continue;
      const { named } = macro;
      const was = named.macro;
      named.macro = macro;
      named.definedIn = pass;
      if (was === undefined || was.tree !== macro.tree) this.change(named, was);
      if (was === undefined) continue;
      earlier.set(macro, was);
      if (was.index === macro.index) continue;
      named.movedIn = pass;
      this.anyMoved = true;
    }
    for (let i = 0; i < before.length; i++) {
      const was = before[i]!;
      if (was === macros[i] || was.named.definedIn === pass) continue;
      was.named.macro = undefined;
      this.change(was.named, was);
    }
    return earlier;
  }

  private change(name: MacroName, was: LoadedMacro | undefined): void {
    if (name.changedIn === this.pass) return;
    name.changedIn = this.pass;
    this.changed.set(name, was);
  }

  private resolve(i: number, earlier: ReadonlyMap<LoadedMacro, LoadedMacro>): void {
    const known = this.macros[i]!;
    const isKept = known === this.before[i];
    let macro = known;
    if (!isKept || this.looksElsewhere(known)) {
      const { recipe, index, visibility } = known.collected;
      const resolution = this.cache.resolveMacro(recipe, known.tree, index, visibility);
      if (isKept && resolution !== known.resolution) {
        macro = new LoadedMacro(known.collected, known.condition, known.named);
        this.macros[i] = macro;
        macro.named.macro = macro;
      }
      if (macro.resolution !== resolution) macro.resolve(resolution);
      const was = isKept ? known : earlier.get(known);
      if (was?.resolved !== macro.resolved || was.isWhole !== macro.isWhole) this.change(macro.named, was);
    }
    if (macro === known && isKept ? this.last!.faulty.has(macro) : macro.isFaulty) this.faulty.add(macro);
  }

  /** Whether a macro that stayed the same names one that did not. */
  private looksElsewhere({ resolution }: LoadedMacro): boolean {
    if (this.changed.size === 0 && !this.anyMoved) return false;
    return resolution!.looked.some(
      ({ changedIn, movedIn }) => changedIn === this.pass || movedIn === this.pass,
    );
  }
}
