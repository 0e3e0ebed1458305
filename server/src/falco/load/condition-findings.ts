import { type ConditionContext, checkComparison } from '../condition/check.ts';
import type { Check, Condition, FieldOperand, Operand } from '../condition/tree.ts';
import { engineWarning, type Finding, finding } from '../problems/index.ts';

/** A finding in a condition's own text, or in that of a macro that it uses. */
export interface OwnedFinding {
  /** The macro in whose text the span counts; absent for the condition itself. */
  readonly macro?: string;
  readonly found: Finding;
}

/** What there is to say of a resolved condition. */
export interface ConditionFindings {
  /** What the engine warns of before it compiles: unsafe comparisons once, then each deprecated field once. */
  readonly warnings: readonly OwnedFinding[];
  /** What it meets on compiling, in its order. */
  readonly findings: readonly OwnedFinding[];
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

/** Checks a condition with all the macros in it. */
export function findInCondition(resolved: Condition, context: ConditionContext): ConditionFindings {
  const unsafe: OwnedFinding[] = [];
  const deprecated = new Map<string, OwnedFinding>();
  const findings: OwnedFinding[] = [];
  const byCheck = new Map<Check, readonly Finding[]>();
  visitComparisons(resolved, undefined, (check, macro) => {
    const owned = (found: Finding): OwnedFinding => (macro === undefined ? { found } : { macro, found });
    if (isUnsafe(check)) unsafe.push(owned(unsafeFinding(check)));
    for (const field of fieldsIn(check.left)) {
      if (deprecated.has(field.name) || !deprecatedFields.has(field.name)) continue;
      deprecated.set(field.name, owned(deprecatedFinding(field)));
    }
    let found = byCheck.get(check);
    if (found === undefined) {
      found = checkComparison(check, context);
      byCheck.set(check, found);
    }
    for (const each of found) findings.push(owned(each));
  });
  const inOrder = [...deprecatedFields.keys()].flatMap((name) => deprecated.get(name) ?? []);
  return { warnings: [...unsafe.slice(0, 1), ...inOrder], findings };
}

/** Calls `visit` for each comparison with the macro that it stands in, as often as it is used. */
function visitComparisons(
  node: Condition,
  macro: string | undefined,
  visit: (check: Check, macro: string | undefined) => void,
): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) visitComparisons(operand, macro, visit);
      break;
    case 'not':
      visitComparisons(node.operand, macro, visit);
      break;
    case 'macro':
      if (node.expansion !== undefined) visitComparisons(node.expansion, node.name, visit);
      break;
    case 'check':
      visit(node, macro);
  }
}

const equality = ['=', '==', '!=', 'in', 'intersects', 'pmatch'];

/** `<NA>` compared for equality with a field of the audit or event JSON (ENGINE.md, LOAD_UNSAFE_NA_CHECK). */
function isUnsafe({ left, operator, right }: Check): boolean {
  const last = fieldsIn(left).at(-1);
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

function deprecatedFinding(operand: FieldOperand): Finding {
  const { engine, advice } = deprecatedFields.get(operand.name)!;
  return finding(
    'deprecated-field',
    operand.span,
    [operand.name, advice],
    engineWarning('LOAD_DEPRECATED_ITEM', engine),
  );
}

function fieldsIn(operand: Operand): FieldOperand[] {
  if (operand.kind === 'field') return [operand];
  return operand.operands.flatMap((each) =>
    each.kind === 'field' || each.kind === 'transformer' ? fieldsIn(each) : [],
  );
}
