import type { RuleOutcome } from './compile-rule.ts';
import type { ExpandedLists } from './condition-cache.ts';
import type { LoadedMacro } from './loaded.ts';
import type { MacroName } from './macro-names.ts';
import type { Passes, RuleResult } from './rule-pass.ts';
import { sameItems } from './same-items.ts';

/** Which lists and macros of a load nothing uses. */
export interface Usage {
  readonly lists: ExpandedLists;
  readonly passes: Passes;
  /** Macros that nothing names, in the order of their definition. */
  readonly unusedMacros: readonly MacroName[];
  /** Macros that no rule uses, be it through other macros: the engine looks at no others. */
  readonly unreached: readonly MacroName[];
  /** Lists that nothing names, in the order of their definition. */
  readonly unusedLists: readonly string[];
  /** By the file that defines rules, the macros that they name and that another file was the first to define. */
  readonly foreign: ReadonlyMap<string, ReadonlySet<MacroName>>;
}

/** The usage in a load: that of the load before where the same things name the same. */
export function usageIn(lists: ExpandedLists, passes: Passes, last: Usage | undefined): Usage {
  if (last === undefined || !isSame(lists, passes, last)) return usageAnew(lists, passes);
  return { ...last, passes };
}

function isSame(lists: ExpandedLists, { macros, rules }: Passes, last: Usage): boolean {
  return (
    lists === last.lists &&
    allAlike(macros.macros, last.passes.macros.macros, nameTheSame) &&
    allAlike(rules.results, last.passes.rules.results, useTheSame)
  );
}

function allAlike<Thing>(
  some: readonly Thing[],
  others: readonly Thing[],
  areAlike: (a: Thing, b: Thing) => boolean,
): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) {
    if (some[i] !== others[i] && !areAlike(some[i]!, others[i]!)) return false;
  }
  return true;
}

function nameTheSame(a: LoadedMacro, b: LoadedMacro): boolean {
  return (
    a.named === b.named &&
    a.collected.first.file === b.collected.first.file &&
    sameItems(a.expanded.used, b.expanded.used) &&
    sameItems(a.resolution!.named, b.resolution!.named)
  );
}

function useTheSame(one: RuleResult, other: RuleResult): boolean {
  return (
    (one.collected === other.collected ||
      one.collected.definition.file === other.collected.definition.file) &&
    (one.outcome === other.outcome || nameAlike(one.outcome, other.outcome))
  );
}

function nameAlike(a: RuleOutcome | undefined, b: RuleOutcome | undefined): boolean {
  return (
    sameItems(a?.macros ?? [], b?.macros ?? []) &&
    sameItems(a?.condition?.expanded.used ?? [], b?.condition?.expanded.used ?? [])
  );
}

function usageAnew(lists: ExpandedLists, passes: Passes): Usage {
  const { macros } = passes.macros;
  const usedLists = new Set(lists.named);
  const usedMacros = new Set<MacroName>();
  const reached = new Set<MacroName>();
  for (const { expanded, resolution } of macros) {
    for (const name of expanded.used) usedLists.add(name);
    for (const name of resolution!.named) usedMacros.add(name);
  }
  for (const { outcome } of passes.rules.results) {
    for (const name of outcome?.condition?.expanded.used ?? []) usedLists.add(name);
    for (const name of outcome?.macros ?? []) {
      usedMacros.add(name);
      reached.add(name);
    }
  }
  // What is added on the way is gone through, too.
  for (const { macro } of reached) for (const name of macro?.resolution?.named ?? []) reached.add(name);
  const names = macros.map(({ named }) => named);
  return {
    lists,
    passes,
    unusedMacros: names.filter((name) => !usedMacros.has(name)),
    unreached: names.filter((name) => !reached.has(name)),
    unusedLists: [...lists.lists.keys()].filter((name) => !usedLists.has(name)),
    foreign: foreignMacros(passes.rules.results),
  };
}

function foreignMacros(results: readonly RuleResult[]): Usage['foreign'] {
  const foreign = new Map<string, Set<MacroName>>();
  for (const { collected, outcome } of results) {
    const { file } = collected.definition;
    for (const name of outcome?.macros ?? []) {
      const first = name.macro?.collected.first.file ?? file;
      if (first === file) continue;
      const known = foreign.get(file);
      if (known === undefined) foreign.set(file, new Set([name]));
      else known.add(name);
    }
  }
  return foreign;
}
