import { complete } from '../../server/src/features/completion.ts';
import { hover } from '../../server/src/features/hover.ts';
import type { RulesFile } from '../../server/src/workspace/rules-file.ts';
import type { Snapshot } from '../../server/src/workspace/workspace.ts';
import { type Measurement, type RulesToMeasure, summarise, timeRuns } from './measure.ts';
import { editsOf, openWorkspace } from './workspace.ts';

type Question = (snapshot: Snapshot, file: RulesFile, offset: number) => unknown;

/** Questions right after a letter was typed, before anybody asked for diagnostics; the edit is not counted. */
export function questions(rules: RulesToMeasure): Measurement[] {
  return [
    summarise('completion', 'ms', timesOf(rules, complete), 'completion where a letter was just typed'),
    summarise('hover', 'ms', timesOf(rules, hover), 'hover over a word in which a letter was just typed'),
  ];
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
