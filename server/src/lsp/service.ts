import type { ClientCapabilities, Connection, Position, TextDocumentIdentifier } from 'vscode-languageserver';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';

/** The parameters of a question about a document. */
export interface InDocument {
  readonly textDocument: TextDocumentIdentifier;
}

/** The parameters of a question about a place in a document. */
export interface AtPosition extends InDocument {
  readonly position: Position;
}

/** What handlers of language features work with. */
export interface Service {
  readonly connection: Connection;
  readonly client: ClientCapabilities;
  readonly log: Log;
  /** The workspace as it is now. */
  readonly snapshot: () => Snapshot;
  /** Makes a handler of a question about a file of rules or detections. Other files have no answer; an error costs one answer. */
  readonly ask: <Params extends InDocument, Result>(
    name: string,
    answer: (now: Snapshot, file: RulesFile, params: Params) => Result | null,
  ) => (params: Params) => Result | null;
}

/** A service that answers from snapshots. */
export function service(
  connection: Connection,
  client: ClientCapabilities,
  snapshot: () => Snapshot,
  log: Log,
): Service {
  return {
    connection,
    client,
    log,
    snapshot,
    ask: (name, answer) =>
      guard(log, name, null, (params) => {
        const now = snapshot();
        const file = now.files.get(params.textDocument.uri);
        return file?.isRulesFile || file?.isDetectionsFile ? answer(now, file, params) : null;
      }),
  };
}
