import { visitChecks } from '../condition/check.ts';
import type { Check, Condition, Operand } from '../condition/tree.ts';
import { engineWarning, type Finding, finding } from '../problems/index.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { CompiledCondition, CompiledMacro } from './compile.ts';

/** A finding in the condition in whose text its span counts: a rule's own or a macro's. */
export interface Occurrence {
  readonly condition: CompiledCondition;
  readonly found: Finding;
}

/** Fields that the engine warns of, in its order, with its words and our advice. */
export const deprecatedFields: ReadonlyMap<string, { readonly engine: string; readonly advice: string }> =
  new Map([
    [
      'evt.dir',
      {
        engine:
          "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'",
        advice: 'Falco sees only the ends of system calls: leave the check out.',
      },
    ],
    ...['evt.latency', 'evt.latency.s', 'evt.latency.ns', 'evt.latency.human', 'evt.wait_latency'].map(
      (name) =>
        [
          name,
          {
            engine: 'field is not available due to the drop of enter events.',
            advice: 'It has no value any more: leave the check out.',
          },
        ] as const,
    ),
  ]);

/**
 * What the engine warns of before it compiles a condition: unsafe comparisons with `<NA>` once, then each
 * deprecated field once, macros included.
 */
export function conditionWarnings(
  condition: CompiledCondition,
  macros: ReadonlyMap<string, CompiledMacro>,
  _table: FieldTable,
): Occurrence[] {
  const unsafe: Occurrence[] = [];
  const deprecated = new Map<string, Occurrence>();
  visitWithMacros(condition, macros, (within, check) => {
    if (isUnsafe(check)) unsafe.push({ condition: within, found: unsafeFinding(check) });
    for (const operand of fieldsOf(check)) {
      if (deprecated.has(operand.name) || !deprecatedFields.has(operand.name)) continue;
      deprecated.set(operand.name, { condition: within, found: deprecatedFinding(operand) });
    }
  });
  const inOrder = [...deprecatedFields.keys()].flatMap((name) => deprecated.get(name) ?? []);
  return [...unsafe.slice(0, 1), ...inOrder];
}

/** Calls `visit` for each comparison of a condition and of the macros in it, with the text it stands in. */
function visitWithMacros(
  condition: CompiledCondition,
  macros: ReadonlyMap<string, CompiledMacro>,
  visit: (within: CompiledCondition, check: Check) => void,
): void {
  visitChecks(condition.tree, (check) => visit(condition, check));
  for (const name of referencesOf(condition.resolved)) {
    const macro = macros.get(name);
    if (macro !== undefined) visitWithMacros(macro, macros, visit);
  }
}

/** Names of the macros that a resolved condition names itself. */
function referencesOf(node: Condition): string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.flatMap(referencesOf);
    case 'not':
      return referencesOf(node.operand);
    case 'macro':
      return node.expansion === undefined ? [] : [node.name];
    default:
      return [];
  }
}

const equality = ['=', '==', '!=', 'in', 'intersects', 'pmatch'];

/** `<NA>` compared for equality with a field of the audit or event JSON (ENGINE.md, LOAD_UNSAFE_NA_CHECK). */
function isUnsafe({ left, operator, right }: Check): boolean {
  const last = lastField(left);
  if (last === undefined || !/^(?:ka|jevt)\./.test(last.name) || !equality.includes(operator.name))
    return false;
  if (operator.quantifier !== undefined || right === undefined) return false;
  if (right.kind === 'literal') return right.text === '<NA>';
  return right.kind === 'list' && right.items.some((item) => item.text === '<NA>');
}

function unsafeFinding(check: Check): Finding {
  const span = check.right?.span ?? check.span;
  return finding('unsafe-na-check', span, [], engineWarning('LOAD_UNSAFE_NA_CHECK', ''));
}

function deprecatedFinding(operand: FieldOperandLike): Finding {
  const { engine, advice } = deprecatedFields.get(operand.name)!;
  return finding(
    'deprecated-field',
    operand.span,
    [operand.name, advice],
    engineWarning('LOAD_DEPRECATED_ITEM', engine),
  );
}

type FieldOperandLike = Extract<Operand, { kind: 'field' }>;

function lastField(operand: Operand): FieldOperandLike | undefined {
  return fieldsIn(operand).at(-1);
}

/** Fields of a check that the engine's search for deprecated ones reaches. */
function fieldsOf({ left }: Check): FieldOperandLike[] {
  return fieldsIn(left);
}

function fieldsIn(operand: Operand): FieldOperandLike[] {
  if (operand.kind === 'field') return [operand];
  return operand.operands.flatMap((each) =>
    each.kind === 'field' || each.kind === 'transformer' ? fieldsIn(each) : [],
  );
}
