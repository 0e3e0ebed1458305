import type { EngineVersion } from '../items/item.ts';
import type { Finding } from '../problems/index.ts';
import type { FieldTables } from '../tables/fields.ts';
import { CollectError, Collector } from './collector.ts';
import { type Compiled, compile, type PlacedFinding } from './compile.ts';
import { ConditionCache } from './condition-cache.ts';
import type { ReadFile } from './read-file.ts';

/** What the engine is like that rules are loaded into. */
export interface LoadContext {
  readonly engine: EngineVersion;
  readonly tables: FieldTables;
  /**
   * Take in nothing more of a file after its first error, as the engine does; without it later files may use
   * what stands after an error, and all errors are found.
   */
  readonly stopAtErrors?: boolean;
}

/** A problem of a load, in the order in which the engine would meet it. */
export interface LoadProblem {
  readonly file: string;
  /** Offsets in the file. */
  readonly finding: Finding;
  /** False for what the engine does not say, since it stops at the first error of each file's load. */
  readonly seenByEngine: boolean;
}

/** What loading one file gave: after it, all files up to it are compiled anew. */
export interface FileLoad {
  readonly file: string;
  readonly successful: boolean;
  readonly problems: readonly LoadProblem[];
}

/** A load of several files in their order. */
export interface Load {
  readonly files: readonly FileLoad[];
  /** What is there after the last file. */
  readonly compiled: Compiled;
  readonly collector: Collector;
}

/**
 * Loads files in their order, as `falco -V` does: each is read, then everything so far is compiled
 * (ENGINE.md, "Verdicts"). Goes on after errors to find all of them, and marks those that the engine sees.
 */
export function loadFiles(
  files: readonly ReadFile[],
  context: LoadContext,
  cache: ConditionCache = new ConditionCache(),
): Load {
  let problems: LoadProblem[] = [];
  let stopped = false;
  const sink = ({ placed, span: where, finding: found }: PlacedFinding): void => {
    const start = placed.start + where.start;
    const moved = { ...found, span: { start, end: placed.start + where.end } };
    problems.push({
      file: placed.file,
      finding: moved,
      seenByEngine: !stopped && found.engine !== undefined,
    });
    if (found.engine?.severity === 'error') stopped = true;
  };
  const collector = new Collector(context, (placed, found) =>
    sink({ placed, span: found.span, finding: found }),
  );
  let compiled: Compiled = { lists: new Map(), macros: new Map(), rules: new Map() };
  const results = files.map((file): FileLoad => {
    problems = [];
    stopped = false;
    for (const found of file.problems) {
      problems.push({ file: file.name, finding: found, seenByEngine: !stopped });
      stopped = true;
    }
    if (!(stopped && context.stopAtErrors)) collectFile(file, collector, sink, context.stopAtErrors ?? false);
    if (!stopped || !context.stopAtErrors) compiled = compile(collector, context.tables, cache, sink);
    return { file: file.name, successful: !stopped, problems };
  });
  return { files: results, compiled, collector };
}

function collectFile(
  file: ReadFile,
  collector: Collector,
  sink: (problem: PlacedFinding) => void,
  stopAtErrors: boolean,
): void {
  for (const placed of file.items) {
    try {
      for (const step of placed.item.steps) collector.collect(placed, step);
    } catch (error) {
      if (!(error instanceof CollectError)) throw error;
      sink({ placed: error.placed, span: error.finding.span, finding: error.finding });
      if (stopAtErrors) return;
    }
  }
}
