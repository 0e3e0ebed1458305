import type { LoadProblem } from '../falco/load/load.ts';
import type { EngineCode, Finding, ProblemCode } from '../falco/problems/index.ts';
import type { Level } from '../falco/problems/problem.ts';
import type { Span } from '../text/span.ts';
import { dependsOnTemplate } from '../workspace/embedded/depends-on-template.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding, Fix } from './check.ts';
import { loadFinding } from './load-finding.ts';
import { relatedPlaces } from './related-places.ts';
import { runChecks } from './run-checks.ts';

/** A problem of a rules file as it is shown; `span` counts in the file. */
export interface Problem {
  readonly code: ProblemCode;
  readonly level: Level;
  readonly message: string;
  readonly span: Span;
  /** What the engine has to say of it; absent for what is ours alone. */
  readonly engine?: EngineView;
  /** How the text may be shown: faded out, or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
  readonly related: readonly RelatedPlace[];
  /** Safe ways to remove it, the best first. */
  readonly fixes: readonly Fix[];
}

/** A problem as the engine sees it. */
export interface EngineView {
  readonly code: EngineCode;
  readonly message: string;
  /** True for the error that the engine would stop at, the only one it would report of the load. */
  readonly first: boolean;
}

/** Another place that explains a problem. */
export interface RelatedPlace {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
}

/**
 * The problems of a file in a snapshot, in the order of their places: those of the load, and those of our own
 * checks. What is wrong in a macro the load finds in every rule that uses it; it is listed once.
 */
export function collectProblems(snapshot: Snapshot, file: RulesFile): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (found: FileFinding, first: boolean): void => {
    const level = snapshot.settings.levels[found.finding.code] ?? found.finding.level;
    if (level === 'off') return;
    const { code, span } = found.finding;
    if (dependsOnTemplate(file, code, span)) return;
    const key = keyOf(found.finding);
    if (!problems.has(key)) problems.set(key, problemOf(snapshot, found, level, first));
  };
  const inLoad = snapshot.load.files.find((each) => each.file === file.uri)?.problems ?? [];
  const stop = inLoad.find(isSeenError);
  const met = new Set<string>();
  for (const problem of inLoad) {
    const key = keyOf(problem.finding);
    if (met.has(key)) continue;
    met.add(key);
    add(loadFinding(snapshot, problem), problem === stop);
  }
  for (const found of runChecks(snapshot, file)) add(found, false);
  return [...problems.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** The same for findings that say the same of the same characters. */
function keyOf({ code, span, message }: Finding): string {
  return `${code} ${span.start} ${span.end} ${message}`;
}

/** The engine stops at the first of them. */
function isSeenError({ finding, seenByEngine }: LoadProblem): boolean {
  return seenByEngine && finding.engine?.severity === 'error';
}

function problemOf(snapshot: Snapshot, found: FileFinding, level: Level, first: boolean): Problem {
  const { finding, fixes } = found;
  const { code, message, span, engine } = finding;
  const tag = tagOf(code);
  return {
    code,
    level,
    message,
    span,
    ...(engine === undefined ? {} : { engine: { code: engine.code, message: engine.message, first } }),
    ...(tag === undefined ? {} : { tag }),
    related: relatedPlaces(snapshot, found),
    fixes,
  };
}

function tagOf(code: ProblemCode): Problem['tag'] {
  if (code.startsWith('deprecated-')) return 'deprecated';
  return code === 'unused-macro' || code === 'unused-list' || code === 'unknown-key'
    ? 'unnecessary'
    : undefined;
}
