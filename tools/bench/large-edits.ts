import { diagnosticsOf } from '../../server/src/lsp/diagnostics.ts';
import { commonMacro, largeWorkspace } from './large-workspace.ts';
import { type Measurement, summarise, timeRuns } from './measure.ts';
import { openWorkspace } from './workspace.ts';

/** The condition of the macro that all rules use, in turn: other values, another name of an event, a slip. */
const conditions = [
  '(evt.type in (execve, execveat) and proc.name != pausex)',
  '(evt.type in (execve, execveat) and proc.name != pause and proc.name != init)',
  '(evt.type in (execve, execveat, clone) and proc.name != pause)',
  '(evt.type in (execve, execveatx) and proc.name != pause)',
  '(evt.type in (execve, execveat) and proc.name != pause)',
];

/** Diagnostics of all files of a workspace of 25,000 lines after an edit of the macro that every rule uses. */
export function largeEdits(): Measurement[] {
  const rules = largeWorkspace();
  const workspace = openWorkspace(rules);
  const { path, text } = rules.files[0]!;
  const written = new RegExp(`(?<=- macro: ${commonMacro}\\n {2}condition: ).*`);
  const edited = timeRuns(
    { warmUp: 20, counted: 100 },
    (run) => text.replace(written, conditions[run % conditions.length]!),
    (next) => {
      workspace.setFile(path, next);
      return rules.files.map((file) => diagnosticsOf(workspace, file.path, undefined));
    },
  );
  const lines = rules.files.reduce((sum, file) => sum + file.text.split('\n').length, 0);
  const what = `the macro of all rules edited, diagnostics of all ${rules.files.length} files, ${lines} lines`;
  return [summarise('large edit', 'ms', edited, what)];
}
