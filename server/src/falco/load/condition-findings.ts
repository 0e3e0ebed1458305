import { type ConditionContext, checkComparison } from '../condition/check.ts';
import type { Check, Condition, FieldOperand, MacroReference, Operand } from '../condition/tree.ts';
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

/** Nothing to say. */
export const nothingFound: ConditionFindings = { warnings: [], findings: [] };

/** What was found in single comparisons and in the conditions of macros, kept from one condition to the next. */
export type KnownFindings = WeakMap<Condition, ConditionFindings>;

/**
 * Checks a condition with all the macros in it, which must be resolved.
 * @param known what was found before with the same context.
 */
export function findInCondition(
  condition: Condition,
  context: ConditionContext,
  known: KnownFindings = new WeakMap(),
): ConditionFindings {
  return joinFindings(findingParts(condition, context, known), ({ name, expansion }) =>
    expansion === undefined ? nothingFound : ownedBy(name, findInMacro(expansion, context, known)),
  );
}

/** What was found in a comparison, or a macro in which something may be found. */
export type FindingPart = ConditionFindings | MacroReference;

/** What there is to say of a condition from left to right; its macros are not looked into. */
export function findingParts(
  condition: Condition,
  context: ConditionContext,
  known: KnownFindings,
): readonly FindingPart[] {
  const parts: FindingPart[] = [];
  gather(condition, { context, known }, parts);
  return parts;
}

/** All that is to be said of a condition. @param inMacro what is to be said of a macro, as its own. */
export function joinFindings(
  parts: readonly FindingPart[],
  inMacro: (reference: MacroReference) => ConditionFindings,
): ConditionFindings {
  const found: ConditionFindings[] = [];
  for (const part of parts) {
    const each = 'kind' in part ? inMacro(part) : part;
    if (each !== nothingFound) found.push(each);
  }
  return joined(found);
}

interface Scope {
  readonly context: ConditionContext;
  readonly known: KnownFindings;
}

/** Puts what there is to say into `parts`, comparison by comparison and macro by macro. */
function gather(node: Condition, scope: Scope, parts: FindingPart[]): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) gather(operand, scope, parts);
      break;
    case 'not':
      gather(node.operand, scope, parts);
      break;
    case 'macro':
      parts.push(node);
      break;
    case 'check': {
      const found = inCheck(node, scope);
      if (found !== nothingFound) parts.push(found);
    }
  }
}

function findInMacro(
  expansion: Condition,
  context: ConditionContext,
  known: KnownFindings,
): ConditionFindings {
  let found = known.get(expansion);
  if (found === undefined) {
    found = findInCondition(expansion, context, known);
    known.set(expansion, found);
  }
  return found;
}

/** The findings of a macro as those of what names it: what is not said of a macro within it is said of itself. */
export function ownedBy(macro: string, found: ConditionFindings): ConditionFindings {
  if (found === nothingFound) return found;
  const { warnings, findings } = found;
  const owned = (each: OwnedFinding): OwnedFinding => (each.macro === undefined ? { ...each, macro } : each);
  return { warnings: warnings.map(owned), findings: findings.map(owned) };
}

function inCheck(check: Check, { context, known }: Scope): ConditionFindings {
  let found = known.get(check);
  if (found === undefined) {
    found = findInCheck(check, context);
    known.set(check, found);
  }
  return found;
}

function findInCheck(check: Check, context: ConditionContext): ConditionFindings {
  const warnings: OwnedFinding[] = isUnsafe(check) ? [{ found: unsafeFinding(check) }] : [];
  for (const field of fieldsIn(check.left)) {
    if (deprecatedFields.has(field.name)) warnings.push({ found: deprecatedFinding(field) });
  }
  const findings = checkComparison(check, context).map((found) => ({ found }));
  return warnings.length === 0 && findings.length === 0 ? nothingFound : { warnings, findings };
}

/** Puts together what was found from left to right. */
function joined(parts: readonly ConditionFindings[]): ConditionFindings {
  if (parts.length < 2) return parts[0] ?? nothingFound;
  const unsafe: OwnedFinding[] = [];
  const deprecated = new Map<string, OwnedFinding>();
  for (const warning of parts.flatMap(({ warnings }) => warnings)) {
    const { code, args } = warning.found;
    const field = String(args[0]);
    if (code === 'unsafe-na-check') unsafe.push(warning);
    else if (!deprecated.has(field)) deprecated.set(field, warning);
  }
  const inOrder = [...deprecatedFields.keys()].flatMap((name) => deprecated.get(name) ?? []);
  return {
    warnings: [...unsafe.slice(0, 1), ...inOrder],
    findings: parts.flatMap(({ findings }) => findings),
  };
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
