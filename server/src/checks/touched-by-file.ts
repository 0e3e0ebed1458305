import type { Step } from '../falco/items/item.ts';
import type { CompiledMacro, CompiledRule } from '../falco/load/compile.ts';
import type { ReadFile } from '../falco/load/read-file.ts';
import { remembered } from '../workspace/remembered.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** The macros, then the rules, that compile and that items of a file define or change, each once. */
export function compiledIn(snapshot: Snapshot, file: RulesFile): readonly (CompiledMacro | CompiledRule)[] {
  const { macros } = namesIn(file.read);
  return [...found(macros, snapshot.load.compiled.macros), ...compiledRulesIn(snapshot, file)];
}

/** The rules that compile and that items of a file define or change, each once. */
export function compiledRulesIn({ load }: Snapshot, { read }: RulesFile): readonly CompiledRule[] {
  return found(namesIn(read).rules, load.compiled.rules);
}

function found<Thing>(names: Iterable<string>, things: ReadonlyMap<string, Thing>): Thing[] {
  const all: Thing[] = [];
  for (const name of names) {
    const thing = things.get(name);
    if (thing !== undefined) all.push(thing);
  }
  return all;
}

const namesIn = remembered(({ items }: ReadFile) => {
  const macros = new Set<string>();
  const rules = new Set<string>();
  for (const { item } of items) for (const step of item.steps) addName(step, macros, rules);
  return { macros, rules };
});

function addName(step: Step, macros: Set<string>, rules: Set<string>): void {
  switch (step.do) {
    case 'define-macro':
    case 'append-macro':
      macros.add(step.macro.name);
      break;
    case 'define-rule':
      rules.add(step.rule.name);
      break;
    case 'append-rule':
    case 'replace-rule':
      rules.add(step.update.name);
  }
}
