import { type LogOutputChannel, Uri, window, workspace } from 'vscode';
import type { GenerationProblem } from '../../../server/src/protocol.ts';

/** Writes what there is to say into the log, and shows the user that there is something. */
export function tellProblems(problems: readonly GenerationProblem[], log: LogOutputChannel): void {
  for (const problem of problems) {
    const sentence = `${placeOf(problem)}${problem.message}`;
    if (problem.level === 'error') log.error(sentence);
    else if (problem.level === 'warning') log.warn(sentence);
    else log.info(sentence);
  }
  const serious = problems.filter(({ level }) => level === 'error' || level === 'warning');
  const [first] = serious;
  if (first === undefined) return;
  const showLog = 'Show Log';
  const more = serious.length > 1 ? ` (and ${serious.length - 1} more)` : '';
  const show = first.level === 'error' ? window.showErrorMessage : window.showWarningMessage;
  // Not awaited: the command is over, whatever the user does with the message.
  void show(`${first.message}${more}`, showLog).then((answer) => answer === showLog && log.show());
}

function placeOf({ place }: GenerationProblem): string {
  return place === undefined
    ? ''
    : `${workspace.asRelativePath(Uri.parse(place.uri))}:${place.start.line + 1}: `;
}
