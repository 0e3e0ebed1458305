import type { Connection } from 'vscode-languageserver';
import { fileSpan } from '../falco/load/placed-item.ts';
import { preview } from '../features/preview.ts';
import type { FileRange, RequestsToServer } from '../protocol.ts';
import { Lines } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf, offsetOf } from './ranges.ts';
import { textsFor } from './service.ts';

const method = 'falcoWorkbench/preview';
type Preview = RequestsToServer[typeof method];

/** Answers requests for previews. */
export function registerPreview(connection: Connection, workspace: Workspace, log: Log): void {
  const answer = ({ kind, uri, position }: Preview['params']): Preview['result'] => {
    const now = workspace.snapshot(uri);
    const [file] = textsFor(workspace, { textDocument: { uri }, position });
    const [beside] = textsFor(workspace, { textDocument: { uri } });
    const shown = preview(now, file ?? beside, file && offsetOf(file, position), kind);
    const { text, noRules, span, parts = [], sections = [] } = shown;
    const lines = new Lines(text);
    const linesOf = ({ start, end }: Span) => ({ first: lines.at(start).line, last: lines.at(end).line });
    const placed = parts.flatMap((part) => {
      const { rule, detection, span: lines } = part;
      const place = detection === undefined ? placeOfRule(now, rule) : placeOfDetection(now, detection);
      return place === undefined ? [] : [{ rule, ...(detection && { detection }), place, ...linesOf(lines) }];
    });
    return {
      text,
      ...(noRules && { noRules }),
      ...(span && { lines: linesOf(span) }),
      ...(placed.length > 0 && { parts: placed }),
      ...(sections.length > 0 && {
        sections: sections.map((section) => ({ title: section.title, ...linesOf(section.span) })),
      }),
    };
  };
  connection.onRequest(method, guard(log, method, { text: '' }, answer));
}

function placeOfDetection(snapshot: Snapshot, name: string): FileRange | undefined {
  const found = snapshot.detections.find((detection) => detection.name.value === name);
  const location = found && locationOf(snapshot, found.placed.file, found.name.span);
  return location && { uri: location.uri, ...location.range };
}

/** Where a rule is defined, the last time that counts. */
function placeOfRule(snapshot: Snapshot, rule: string): FileRange | undefined {
  const [definition] = [...snapshot.names.definitionsOf('rule', rule)].slice(-1);
  const span = definition && fileSpan({ placed: definition, span: factsOf(definition.item).nameSpan });
  const location = definition && span && locationOf(snapshot, definition.file, span);
  return location && { uri: location.uri, ...location.range };
}
