import { diagnosticsOf } from '../../server/src/lsp/diagnostics.ts';
import { commonMacro, largeWorkspace } from './large-workspace.ts';
import { type Measurement, summarise } from './measure.ts';
import { openWorkspace } from './workspace.ts';

/** The condition of the macro that all rules use, in turn: other values, another name of an event, a slip. */
const conditions = [
  '(evt.type in (execve, execveat) and proc.name != pausex)',
  '(evt.type in (execve, execveat) and proc.name != pause and proc.name != init)',
  '(evt.type in (execve, execveat, clone) and proc.name != pause)',
  '(evt.type in (execve, execveatx) and proc.name != pause)',
  '(evt.type in (execve, execveat) and proc.name != pause)',
];

const warmUp = 50;
const counted = 400;

/**
 * Edits of the macro that every rule of a workspace of 25,000 lines uses: how soon its file has its diagnostics,
 * the load of all files among it, and how soon all files have theirs. The editor shows those of the others file
 * by file, and answers questions in between.
 */
export function largeEdits(): Measurement[] {
  const rules = largeWorkspace();
  const workspace = openWorkspace(rules);
  const [edited, ...others] = rules.files;
  const { path, text } = edited!;
  const written = new RegExp(`(?<=- macro: ${commonMacro}\\n {2}condition: ).*`);
  const ofFile: number[] = [];
  const ofAll: number[] = [];
  for (let run = -warmUp; run < counted; run++) {
    const next = text.replace(written, conditions[(run + warmUp) % conditions.length]!);
    const start = performance.now();
    workspace.setFile(path, next);
    diagnosticsOf(workspace, path, undefined);
    const first = performance.now() - start;
    for (const other of others) diagnosticsOf(workspace, other.path, undefined);
    if (run < 0) continue;
    ofFile.push(first);
    ofAll.push(performance.now() - start);
  }
  const lines = rules.files.reduce((sum, file) => sum + file.text.split('\n').length, 0);
  const what = `the macro of all rules edited in ${lines} lines, diagnostics`;
  return [
    summarise('large edit', 'ms', ofFile, `${what} of its file`),
    summarise('large edit, all files', 'ms', ofAll, `${what} of all ${rules.files.length} files, one by one`),
  ];
}
