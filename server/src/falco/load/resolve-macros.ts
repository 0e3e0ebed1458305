import type { Span } from '../../text/span.ts';
import type { Condition, MacroReference, Weight } from '../condition/tree.ts';
import { engineError, type Finding, finding } from '../problems/index.ts';

/** Gives the condition of a macro that is visible where the condition stands. */
export type VisibleMacro = (name: string) => Condition | undefined;

/** A condition whose macros are resolved. */
export interface ResolvedCondition {
  /** The tree with an expansion in each reference that could be resolved; the same tree where it names none. */
  readonly tree: Condition;
  /** Loops first, then undefined macros, in the order of the text: the engine reports the first. */
  readonly unresolved: readonly Finding[];
  /** Every macro that was looked up on the way, with what was found. */
  readonly looked: ReadonlyMap<string, Condition | undefined>;
  /** The names of those that there are. */
  readonly named: readonly string[];
}

/** Far beyond any condition that is meant: macros that double each other would fill the memory. */
const mostNodes = 200_000;
const mostMacros = 300;

/** Whether a macro whose condition is that large can be put in. */
export function fits({ nodes, macros }: Weight): boolean {
  return nodes <= mostNodes && macros <= mostMacros;
}

/** How large a resolved condition is; looks no further than its macro references, which know their own weight. */
export function weigh(node: Condition): Weight {
  switch (node.kind) {
    case 'and':
    case 'or': {
      let nodes = 1;
      let macros = 0;
      for (const operand of node.operands) {
        const weight = weigh(operand);
        nodes += weight.nodes;
        macros = Math.max(macros, weight.macros);
      }
      return { nodes, macros };
    }
    case 'not': {
      const { nodes, macros } = weigh(node.operand);
      return { nodes: nodes + 1, macros };
    }
    case 'macro':
      return { nodes: (node.weight?.nodes ?? 0) + 1, macros: (node.weight?.macros ?? 0) + 1 };
    default:
      return { nodes: 1, macros: 0 };
  }
}

/**
 * Resolves the macros of a condition, and those in them, as the engine does (ENGINE.md, "Macros").
 * Findings stand at the references in the condition itself.
 * @param isWhole true for conditions known to have no macro left to resolve: they are not looked into.
 */
export function resolveMacros(
  tree: Condition,
  visible: VisibleMacro,
  isWhole: (condition: Condition) => boolean = () => false,
): ResolvedCondition {
  const loops: Finding[] = [];
  const others: Finding[] = [];
  const looked = new Map<string, Condition | undefined>();

  function resolve(node: Condition, path: readonly string[], outer?: Span): Condition {
    switch (node.kind) {
      case 'and':
      case 'or': {
        const operands = node.operands.map((each) => resolve(each, path, outer));
        return operands.every((each, i) => each === node.operands[i]) ? node : { ...node, operands };
      }
      case 'not': {
        const operand = resolve(node.operand, path, outer);
        return operand === node.operand ? node : { ...node, operand };
      }
      case 'macro':
        return node.expansion === undefined ? resolveReference(node, path, outer) : node;
      default:
        return node;
    }
  }

  function resolveReference(node: MacroReference, path: readonly string[], outer?: Span): Condition {
    const { name } = node;
    const where = outer ?? node.span;
    const condition = visible(name);
    looked.set(name, condition);
    if (condition === undefined) {
      const message = `Undefined macro '${name}' used in filter.`;
      others.push(finding('undefined-macro', where, [name], engineError('LOAD_ERR_VALIDATE', message)));
      return node;
    }
    if (path.includes(name)) {
      const message = `reference loop in macro '${name}'`;
      loops.push(finding('macro-loop', where, [name], engineError('LOAD_ERR_VALIDATE', message)));
      return node;
    }
    const expansion = isWhole(condition) ? condition : resolve(condition, [...path, name], where);
    const weight = weigh(expansion);
    if (!fits(weight)) {
      others.push(finding('macro-too-large', where, [name]));
      return node;
    }
    return { ...node, expansion, weight };
  }

  const resolved = resolve(tree, []);
  const named = [...looked].flatMap(([name, condition]) => (condition === undefined ? [] : [name]));
  return { tree: resolved, unresolved: [...loops, ...others], looked, named };
}
