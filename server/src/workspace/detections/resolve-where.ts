import { type ConditionContext, visitChecks } from '../../falco/condition/check.ts';
import { fieldKey, printOperand } from '../../falco/condition/print.ts';
import { engineProblem } from '../../falco/condition/syntax-finding.ts';
import type { Condition, FieldOperand, TransformerArgument } from '../../falco/condition/tree.ts';
import { findInCondition } from '../../falco/load/condition-findings.ts';
import { beforeExpansion } from '../../falco/load/expand-lists.ts';
import { type Finding, finding } from '../../falco/problems/index.ts';
import type { Span } from '../../text/span.ts';
import { carriedFields } from '../carried-fields.ts';
import { spanInFile } from '../locate.ts';
import type { Snapshot } from '../workspace.ts';
import type { Detection } from './detection.ts';
import { withSpans } from './with-spans.ts';

/** What the `where` of a detection means. */
export interface ResolvedWhere {
  /**
   * The condition with its lists put in and what its macros stand for in their places, so that no macro is
   * left in it; every span counts in the file, what stands for a macro has the span of its name. Absent where
   * the detection has no `where`, and where there is an error among the findings.
   */
  readonly condition?: Condition;
  /** What is wrong with it, in the order of the text; spans count in the file. */
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Snapshot, WeakMap<Detection, ResolvedWhere>>();

/**
 * Resolves the `where` of a detection of a snapshot: a condition in Falco's language over the fields that the
 * alerts of its rule carry. Computed once for each snapshot.
 */
export function resolveWhere(snapshot: Snapshot, detection: Detection): ResolvedWhere {
  const ofSnapshot = known.get(snapshot) ?? new WeakMap<Detection, ResolvedWhere>();
  known.set(snapshot, ofSnapshot);
  const resolved = ofSnapshot.get(detection) ?? resolve(snapshot, detection);
  ofSnapshot.set(detection, resolved);
  return resolved;
}

function resolve(snapshot: Snapshot, { where, rule }: Detection): ResolvedWhere {
  if (where === undefined) return { findings: [] };
  const { load, conditions } = snapshot;
  const { expanded, parsed } = conditions.conditionIn(where.decoded.text, load.compiled.lists);
  const place = (span: Span) => spanInFile(where, beforeExpansion(expanded, span));
  const { tree, problems } = parsed;
  if (problems.length > 0) {
    return { findings: problems.map((each) => placed(engineProblem(each, expanded.text), place)) };
  }
  const resolved = conditions.resolve(tree, (name) => load.compiled.macros.get(name)?.resolved);
  if (resolved.unresolved.length > 0) {
    return { findings: resolved.unresolved.map((each) => placed(each, place)) };
  }
  const condition = withSpans(resolved.tree, place);
  const findings = findingsIn(snapshot, condition, rule.value);
  return findings.some(({ level }) => level === 'error') ? { findings } : { condition, findings };
}

/** A finding in the file, without the words of an engine that never reads it. */
function placed({ engine: _engine, ...found }: Finding, place: (span: Span) => Span): Finding {
  return { ...found, span: place(found.span) };
}

/** What is wrong with the comparisons; nothing is said of fields while the rule is not known. */
function findingsIn(snapshot: Snapshot, condition: Condition, rule: string): Finding[] {
  const context = contextOf(snapshot, rule);
  if (context === undefined) return [];
  const { warnings, findings } = findInCondition(condition, context);
  const types = [...warnings, ...findings].map(({ found }) => placed(found, (span) => span));
  const unknown = new Set(types.map(({ span }) => span.start));
  const missing = notCarried(snapshot, condition, rule).filter(({ span }) => !unknown.has(span.start));
  return [...types, ...missing].sort((a, b) => a.span.start - b.span.start);
}

function contextOf({ load, tables }: Snapshot, rule: string): ConditionContext | undefined {
  const source = load.collector.rules.get(rule)?.source;
  const table = source === undefined ? undefined : tables.forSource(source);
  return table && { table, asyncEvents: tables.asyncEvents };
}

/** The fields that alerts of the rule do not carry. */
function notCarried(snapshot: Snapshot, condition: Condition, rule: string): Finding[] {
  const carried = new Set(carriedFields(snapshot, rule)?.map(({ key }) => key));
  const findings: Finding[] = [];
  const look = (operand: TransformerArgument): void => {
    if (operand.kind === 'literal') return;
    if (operand.kind === 'transformer-list') operand.items.forEach(look);
    else if (operand.kind === 'transformer') {
      if (!carried.has(printOperand(operand))) operand.operands.forEach(look);
    } else if (!carried.has(fieldKey(operand))) {
      findings.push(notCarriedFinding(operand, rule));
    }
  };
  visitChecks(condition, ({ left, right }) => {
    look(left);
    if (right?.kind === 'field' || right?.kind === 'transformer') look(right);
  });
  return findings;
}

function notCarriedFinding(field: FieldOperand, rule: string): Finding {
  const key = fieldKey(field);
  const reason =
    key === 'evt.time'
      ? 'alerts carry it as a number of nanoseconds'
      : `alerts of \`${rule}\` do not carry it. Add \`%${key}\` to the output of the rule`;
  return finding('detection-field-not-carried', field.span, [key, reason]);
}
