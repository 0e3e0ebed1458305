import type { Condition } from '../falco/condition/tree.ts';
import type { CompiledMacro } from '../falco/load/compile.ts';
import { literalsOf } from './comparisons.ts';

type Types = readonly string[] | undefined;

/** How deep macros are followed into macros. */
const deepest = 50;

/** Which event types conditions demand; macros are looked at once. */
export class DemandedEventTypes {
  private readonly known = new Map<string, Types>();
  private depth = 0;

  constructor(private readonly macros: ReadonlyMap<string, CompiledMacro>) {}

  /**
   * The values of the first `evt.type` in a chain of `and` that is compared for equality, by a macro or not, and
   * of all of them in a chain of `or`; undefined where the condition demands none.
   */
  of(node: Condition): Types {
    switch (node.kind) {
      case 'and':
        return this.first(node.operands);
      case 'or': {
        const types = node.operands.map((operand) => this.of(operand));
        return types.every((each) => each !== undefined) ? [...new Set(types.flat())] : undefined;
      }
      case 'macro':
        return this.ofMacro(node.name);
      case 'check':
        return isEventType(node) ? literalsOf(node.right).map(({ text }) => text) : undefined;
      default:
        return undefined;
    }
  }

  private first(operands: readonly Condition[]): Types {
    for (const operand of operands) {
      const types = this.of(operand);
      if (types !== undefined) return types;
    }
    return undefined;
  }

  private ofMacro(name: string): Types {
    const macro = this.macros.get(name);
    if (macro !== undefined && !this.known.has(name) && this.depth < deepest) {
      // A macro within itself demands nothing.
      this.known.set(name, undefined);
      this.depth++;
      this.known.set(name, this.of(macro.tree));
      this.depth--;
    }
    return this.known.get(name);
  }
}

function isEventType({ left, operator }: Extract<Condition, { kind: 'check' }>): boolean {
  const field = left.kind === 'field' ? left.name : '';
  return (field === 'evt.type' || field === 'syscall.type') && ['=', '==', 'in'].includes(operator.name);
}
