import type { Connection } from 'vscode-languageserver';
import { preview } from '../features/preview.ts';
import type { RequestsToServer } from '../protocol.ts';
import { Lines } from '../text/lines.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { offsetOf } from './ranges.ts';
import { textsFor } from './service.ts';

const method = 'falcoWorkbench/preview';
type Preview = RequestsToServer[typeof method];

/** Answers requests for previews. */
export function registerPreview(connection: Connection, workspace: Workspace, log: Log): void {
  const answer = ({ kind, uri, position }: Preview['params']): Preview['result'] => {
    const now = workspace.snapshot(uri);
    const [file] = textsFor(workspace, { textDocument: { uri }, position });
    const { text, span } = preview(now, file, file === undefined ? 0 : offsetOf(file, position), kind);
    if (span === undefined) return { text };
    const lines = new Lines(text);
    return { text, lines: { first: lines.at(span.start).line, last: lines.at(span.end).line } };
  };
  connection.onRequest(method, guard(log, method, { text: '' }, answer));
}
