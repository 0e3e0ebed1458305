import type { MacroReference } from '../condition/tree.ts';
import { engineError, finding } from '../problems/index.ts';
import { Collector } from './collector.ts';
import { type Compiled, type CompiledRule, compile, type PlacedFinding } from './compile.ts';
import type { ConditionCache } from './condition-cache.ts';
import { beforeExpansion } from './expand-lists.ts';
import type { FileLoad, Load, LoadContext, LoadProblem } from './load.ts';
import { collectFile, ProblemRecord } from './load-pass.ts';
import type { LoadedRule } from './loaded.ts';
import type { MacroName } from './macro-names.ts';
import { macroReferencesIn } from './macros-named.ts';
import type { ReadFile } from './read-file.ts';

/**
 * Loads files for people: everything is collected, whatever errors there are, and compiled once, so that each
 * problem is found and found once. A file that fails in the engine fails here, and its first error is the
 * engine's.
 */
export function loadWhole(files: readonly ReadFile[], context: LoadContext, cache: ConditionCache): Load {
  const record = new ProblemRecord();
  const collector = new Collector(context, (placed, found) => record.ofItem(placed, found), cache);
  for (const file of files) {
    for (const found of file.problems) record.inFile(file.name, found);
    collectFile(file, collector, (placed, found) => record.ofItem(placed, found), false);
  }
  const compiled = compile(collector, context.tables, cache, (problem) => record.inItem(problem));
  for (const late of lateMacros(files, compiled)) record.inItem(late);
  return { files: files.map(({ name }) => fileLoad(name, record.problems)), compiled, collector };
}

/** The problems of one file in order; what follows its first error the engine does not say. */
function fileLoad(file: string, problems: readonly LoadProblem[]): FileLoad {
  let stopped = false;
  const own = problems
    .filter((problem) => problem.file === file)
    .map((problem): LoadProblem => {
      const seenByEngine = !stopped && problem.finding.engine !== undefined;
      if (problem.finding.engine?.severity === 'error') stopped = true;
      return { ...problem, seenByEngine };
    });
  return { file, successful: !stopped, problems: own };
}

/**
 * References to macros that only a later file defines: the engine compiles after each file and does not know
 * them yet. Macros themselves know what stands before them only, which compiling sees to.
 */
function* lateMacros(files: readonly ReadFile[], compiled: Compiled): Generator<PlacedFinding> {
  if (files.length < 2) return;
  const order = new Map(files.map(({ name }, i) => [name, i]));
  const isAfter = (file: string, other: string) => (order.get(file) ?? 0) > (order.get(other) ?? 0);
  const late = new Map<string, ReadonlySet<MacroName>>();
  for (const [file, names] of compiled.foreign) {
    const after = [...names].filter(({ macro }) => isAfter(macro!.collected.first.file, file));
    if (after.length > 0) late.set(file, new Set(after));
  }
  if (late.size === 0) return;
  for (const rule of compiled.rules.values()) {
    for (const { text, macro } of namesAmong(rule, late)) {
      const { file } = macro!.collected.first;
      for (const reference of macroReferencesIn(rule.tree)) {
        const place = locate(rule, reference);
        if (reference.name !== text || !isAfter(file, place.placed.file)) continue;
        const message = `Undefined macro '${text}' used in filter.`;
        const engine = engineError('LOAD_ERR_VALIDATE', message);
        const found = finding('macro-defined-later', place.span, [text, file], engine);
        yield { ...place, finding: found };
      }
    }
  }
}

function namesAmong(
  { names, definition }: LoadedRule,
  late: ReadonlyMap<string, ReadonlySet<MacroName>>,
): readonly MacroName[] {
  const inFile = late.get(definition.file);
  return inFile === undefined ? [] : names.filter((name) => inFile.has(name));
}

function locate({ composed, expanded }: CompiledRule, { span }: MacroReference) {
  return composed.locate(beforeExpansion(expanded, span));
}
