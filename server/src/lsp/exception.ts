import type { Connection } from 'vscode-languageserver';
import { addException, exceptionFields } from '../features/refactor/add-exception.ts';
import type { RequestsToServer } from '../protocol.ts';
import type { Alert } from '../replay/alert.ts';
import { readAlerts } from '../replay/read-alerts.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { toWorkspaceEdit } from './edits.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';

const [fields, add] = ['falcoWorkbench/exception/fields', 'falcoWorkbench/exception/add'] as const;
type Asked<Method extends typeof fields | typeof add> = RequestsToServer[Method]['params'];

/** Answers requests to make an exception of an alert. */
export function registerException(connection: Connection, workspace: Workspace, log: Log): void {
  const failed = { reason: 'The exception could not be made; the log says why.' };
  connection.onRequest(
    fields,
    guard<Asked<typeof fields>, unknown>(log, fields, failed, (asked) => {
      const alert = alertIn(asked.alert);
      if (alert === undefined) return noAlert;
      const found = exceptionFields(projectOf(workspace, alert), alert);
      return 'reason' in found ? found : { rule: alert.rule ?? '', ...found };
    }),
  );
  connection.onRequest(
    add,
    guard<Asked<typeof add>, unknown>(log, add, failed, (asked) => {
      const alert = alertIn(asked.alert);
      return alert === undefined ? noAlert : added(projectOf(workspace, alert), alert, asked.fields);
    }),
  );
}

const noAlert = {
  reason: 'This is no alert of Falco: it should be a JSON object with "rule" and "output_fields".',
};

/** The first alert in a text. */
function alertIn(text: string): Alert | undefined {
  for (const { alerts } of readAlerts([text])) if (alerts[0] !== undefined) return alerts[0];
  return undefined;
}

/** The first project that has the rule of an alert. */
function projectOf(workspace: Workspace, { rule = '' }: Alert): Snapshot {
  const all = workspace.allSnapshots();
  return all.find(({ load }) => load.compiled.rules.has(rule)) ?? all[0]!;
}

function added(
  snapshot: Snapshot,
  alert: Alert,
  names: readonly string[],
): RequestsToServer[typeof add]['result'] {
  const result = addException(snapshot, alert, names);
  if (!result.ok) return { reason: result.reason };
  const edit = toWorkspaceEdit(snapshot, result.edits);
  if (edit === undefined) return { reason: 'The file that holds the rule does not allow this change.' };
  const edits = Object.entries(edit.changes ?? {}).flatMap(([uri, inFile]) =>
    inFile.map(({ range, newText }) => ({ uri, ...range, newText })),
  );
  return { edits };
}
