import type { Level } from '../../falco/problems/problem.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { LoadedInputs } from '../load-inputs.ts';
import { type EngineResult, engineReport } from './engine-report.ts';
import type { ReportedProblem } from './text-report.ts';

/** A finding of ours, or of Kusto's; lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface JsonFinding {
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The engine's results, and with each file all that we found in it. */
export interface JsonReport {
  readonly falco_load_results: readonly (EngineResult & { readonly findings: readonly JsonFinding[] })[];
}

/** The report that `check --format json` prints. */
export function jsonReport({ snapshot, engine, problems }: LoadedInputs): JsonReport {
  const findings = new Map(
    problems.map(({ file, problems: own }) => [file.uri, own.map((problem) => jsonFinding(problem, file))]),
  );
  return {
    falco_load_results: engineReport(snapshot.loadOrder, engine).map((result) => ({
      ...result,
      findings: findings.get(result.name)!,
    })),
  };
}

/** A finding at its place in a file of Falco, of Wazuh or with KQL. */
export function jsonFinding(
  { code, level, message, span }: ReportedProblem,
  file: Pick<RulesFile, 'inDocument' | 'documentLines'>,
): JsonFinding {
  const { start: from, end: to } = file.inDocument(span);
  const start = file.documentLines.at(from);
  const end = file.documentLines.at(to);
  return {
    code,
    level,
    message,
    line: start.line + 1,
    column: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
