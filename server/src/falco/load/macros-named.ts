import type { Condition, MacroReference } from '../condition/tree.ts';

const known = new WeakMap<Condition, readonly MacroReference[]>();

/** The places where a condition names a macro itself, from left to right. Found once for each tree. */
export function macroReferencesIn(tree: Condition): readonly MacroReference[] {
  let references = known.get(tree);
  if (references === undefined) {
    references = [...find(tree)];
    known.set(tree, references);
  }
  return references;
}

const knownNames = new WeakMap<Condition, readonly string[]>();

/** The names of those macros, each once. Found once for each tree. */
export function macrosNamedIn(tree: Condition): readonly string[] {
  let names = knownNames.get(tree);
  if (names === undefined) {
    names = [...new Set(macroReferencesIn(tree).map(({ name }) => name))];
    knownNames.set(tree, names);
  }
  return names;
}

function* find(node: Condition): Generator<MacroReference> {
  if (node.kind === 'macro') yield node;
  else if (node.kind === 'not') yield* find(node.operand);
  else if (node.kind === 'and' || node.kind === 'or')
    for (const operand of node.operands) yield* find(operand);
}
