import { Collector } from './collector.ts';
import { type Compiled, compile, nothingCompiled } from './compile.ts';
import type { ConditionCache } from './condition-cache.ts';
import type { FileLoad, Load, LoadContext } from './load.ts';
import { collectFile, ProblemRecord } from './load-pass.ts';
import type { ReadFile } from './read-file.ts';

/**
 * Loads files exactly as `falco -V` does (ENGINE.md, "Verdicts"): each is read up to its first error; then
 * all that is there so far is compiled anew, with all its warnings.
 */
export function loadAsEngine(files: readonly ReadFile[], context: LoadContext, cache: ConditionCache): Load {
  let record = new ProblemRecord();
  const collector = new Collector(context, (placed, found) => record.ofItem(placed, found), cache);
  let compiled: Compiled = nothingCompiled;
  const results = files.map((file): FileLoad => {
    const pass = new ProblemRecord();
    record = pass;
    for (const found of file.problems) pass.inFile(file.name, found);
    if (!pass.stopped) collectFile(file, collector, (placed, found) => pass.ofItem(placed, found), true);
    if (!pass.stopped) {
      compiled = compile(collector, context.tables, cache, (problem) => pass.inItem(problem));
    }
    return { file: file.name, successful: !pass.stopped, problems: pass.problems };
  });
  return { files: results, compiled, collector };
}
