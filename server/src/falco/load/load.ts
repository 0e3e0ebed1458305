import type { EngineVersion } from '../items/item.ts';
import type { Finding } from '../problems/index.ts';
import type { FieldTables } from '../tables/fields.ts';
import type { Collector } from './collector.ts';
import type { Compiled } from './compile.ts';
import { ConditionCache } from './condition-cache.ts';
import { loadAsEngine } from './load-as-engine.ts';
import { loadWhole } from './load-whole.ts';
import type { ReadFile } from './read-file.ts';

/** What the engine is like that rules are loaded into. */
export interface LoadContext {
  readonly engine: EngineVersion;
  readonly tables: FieldTables;
  /**
   * Load exactly as the engine does: nothing more of a file after its first error, everything compiled after
   * each file. Without it all errors are found, each once, and later files may use what stands after an error.
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

/** What loading one file gave. In an engine's load, problems of files before it come up again. */
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

/** Loads files in their order: as the engine does, or for people; see `LoadContext.stopAtErrors`. */
export function loadFiles(
  files: readonly ReadFile[],
  context: LoadContext,
  cache: ConditionCache = new ConditionCache(),
): Load {
  return context.stopAtErrors ? loadAsEngine(files, context, cache) : loadWhole(files, context, cache);
}
