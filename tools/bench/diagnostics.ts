import { collectProblems } from '../../server/src/checks/collect.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import { type Measurement, type RulesToMeasure, summarise, timeRuns } from './measure.ts';
import { editsOf, openWorkspace } from './workspace.ts';

/** Diagnostics of the first file: after all files were opened, and after one letter was typed. */
export function diagnostics(rules: RulesToMeasure): Measurement[] {
  const { path } = rules.files[0]!;
  const opened = timeRuns(
    { warmUp: 3, counted: 15 },
    () => rules,
    (all) => problemsIn(openWorkspace(all), path),
  );
  const workspace = openWorkspace(rules);
  const edited = timeRuns({ warmUp: 50, counted: 400 }, editsOf(rules), ({ text }) => {
    workspace.setFile(path, text);
    problemsIn(workspace, path);
  });
  return [
    summarise('open to diagnostics', 'ms', opened, 'all files into a new workspace, problems of the first'),
    summarise(
      'edit to diagnostics',
      'ms',
      edited,
      'one letter typed into a condition, problems of that file',
    ),
  ];
}

function problemsIn(workspace: Workspace, path: string) {
  const snapshot = workspace.snapshot();
  return collectProblems(snapshot, snapshot.files.get(path)!);
}
