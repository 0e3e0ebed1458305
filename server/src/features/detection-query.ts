import { type Finding, finding } from '../falco/problems/index.ts';
import { type AlertQueryRule, alertQuery } from '../kql/alert-query.ts';
import { parserOptions } from '../kql/parser-function/options.ts';
import { printConjuncts } from '../kql/where/print.ts';
import type { TranslationProblem } from '../kql/where/problem.ts';
import { translateWhere } from '../kql/where/translate.ts';
import { carriedFields } from '../workspace/carried-fields.ts';
import type { Detection } from '../workspace/detections/detection.ts';
import { resolveWhere } from '../workspace/detections/resolve-where.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { alertContent } from './alert-content.ts';

/** The query of a detection, and what there is to say of it at places of the file. */
export interface DetectionQuery {
  /** What the query is made from: the rule, its fields, the `where` in KQL. Absent where there is an error. */
  readonly rule?: AlertQueryRule;
  /** The query itself; it ends in a line break. */
  readonly query?: string;
  readonly findings: readonly Finding[];
}

/**
 * Translates a detection into a query over the parser function. Its `where` must hold for an alert exactly
 * where Falco's condition does; what stands in the way is a finding in the file of detections.
 */
export function detectionQuery(snapshot: Snapshot, detection: Detection): DetectionQuery {
  const { condition, findings } = resolveWhere(snapshot, detection);
  const source = snapshot.load.collector.rules.get(detection.rule.value)?.source;
  const table = source === undefined ? undefined : snapshot.tables.forSource(source);
  if (table === undefined || (detection.where && !condition)) return { findings };
  const carried = new Set((carriedFields(snapshot, detection.rule.value) ?? []).map(({ key }) => key));
  const { transport, columns } = parserOptions(snapshot.settings.sentinel, []).options;
  const translated = condition && translateWhere(condition, { fields: table, transport, columns, carried });
  const all = [...findings, ...(translated?.problems.map(inFile) ?? [])];
  if (all.some(({ level }) => level === 'error')) return { findings: all };
  const where = translated?.expression === undefined ? [] : printConjuncts(translated.expression);
  const rule = { ...alertContent(snapshot, detection.rule.value), where };
  return { rule, query: alertQuery(rule), findings: all };
}

/** Spans of a resolved `where` count in the file already. */
function inFile({ code, args, span }: TranslationProblem): Finding {
  // The table's row types do not survive the lookup by a code; the translation gave what the row wants.
  return finding(code, span, args as Parameters<typeof finding<typeof code>>[2]);
}
