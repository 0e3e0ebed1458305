import { collectProblems } from '../../server/src/checks/collect.ts';
import { complete } from '../../server/src/features/completion.ts';
import { hover } from '../../server/src/features/hover.ts';
import type { RulesFile } from '../../server/src/workspace/rules-file.ts';
import type { Snapshot } from '../../server/src/workspace/workspace.ts';
import { type Measurement, type RulesToMeasure, summarise, timeRuns } from './measure.ts';
import { editsOf, openWorkspace } from './workspace.ts';

type Question = (snapshot: Snapshot, file: RulesFile, offset: number) => unknown;

/**
 * Questions right after a letter was typed, before anybody asked for diagnostics; the edit is not counted. Where
 * somebody points at a word that is whole, diagnostics are there: what the load of the files took is theirs.
 */
export function questions(rules: RulesToMeasure): Measurement[] {
  return [
    summarise('completion', 'ms', timesOf(rules, complete), 'completion where a letter was just typed'),
    summarise('hover', 'ms', timesOf(rules, hover), 'hover over a word in which a letter was just typed'),
    summarise('hover over macros', 'ms', overMacros(rules), 'hover over a macro, with what it comes to'),
  ];
}

/** Hovers over the macros that conditions begin with, each after an edit and its diagnostics. */
function overMacros(rules: RulesToMeasure): number[] {
  const workspace = openWorkspace(rules);
  const { path, text } = rules.files[0]!;
  const known = [...text.matchAll(/^- macro: (\w+)$/gm)].map(([, name]) => name!);
  const words = [...text.matchAll(/\bcondition:\s*(?:[>|]-?\s+)?\(*(\w+)/g)];
  const places = words
    .filter(([, word]) => known.includes(word!))
    .map(({ index, 0: all }) => index + all.length);
  return timeRuns(
    { warmUp: 50, counted: 400 },
    (run) => {
      workspace.setFile(path, `# ${run}\n${text}`);
      const snapshot = workspace.snapshot();
      const file = snapshot.files.get(path)!;
      collectProblems(snapshot, file);
      return { snapshot, file, offset: places[run % places.length]! + `# ${run}\n`.length };
    },
    ({ snapshot, file, offset }) => hover(snapshot, file, offset),
  );
}

function timesOf(rules: RulesToMeasure, question: Question): number[] {
  const workspace = openWorkspace(rules);
  const editOf = editsOf(rules);
  return timeRuns(
    { warmUp: 50, counted: 400 },
    (run) => {
      const edit = editOf(run);
      workspace.setFile(edit.path, edit.text);
      return edit;
    },
    ({ path, offset }) => {
      const snapshot = workspace.snapshot();
      question(snapshot, snapshot.files.get(path)!, offset);
    },
  );
}
