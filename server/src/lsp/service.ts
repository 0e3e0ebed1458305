import type {
  ClientCapabilities,
  Connection,
  Position,
  Range,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { WazuhFile } from '../workspace/wazuh-file.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import type { EditorSettings } from './editor-settings.ts';
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
  /** The main project as it is now. */
  readonly snapshot: () => Snapshot;
  /** What the user wants to see. */
  readonly settings: () => EditorSettings;
  /** What the client handed over: the commands that it has among it. */
  readonly options: InitializationOptions;
  /** Where all projects are to be asked. */
  readonly workspace: Workspace;
  /**
   * Makes a handler of a question about a document that holds rules or detections; others have no answer. It is
   * asked of the rules text that is meant: the one at the position or in the range of the question. A question
   * about a whole document is asked of each text in it, and the answers, lists then, are put together. Where
   * there is an answer for Wazuh's rules too, documents with these have one.
   */
  readonly ask: <Params extends InDocument, Result>(
    name: string,
    answer: (now: Snapshot, file: RulesFile, params: Params) => Result | null,
    ofWazuh?: (now: Snapshot, file: WazuhFile, params: Params) => Result | null,
  ) => (params: Params) => Result | null;
}

/** A service that answers from the projects of a workspace. An error costs one answer. */
export function service(
  connection: Connection,
  client: ClientCapabilities,
  workspace: Workspace,
  log: Log,
  settings: () => EditorSettings,
  options: InitializationOptions,
): Service {
  return {
    connection,
    client,
    log,
    snapshot: () => workspace.snapshot(),
    workspace,
    settings,
    options,
    ask: (name, answer, ofWazuh) =>
      guard(log, name, null, (params) => {
        const now = workspace.snapshot(params.textDocument.uri);
        const wazuhFile = now.wazuhFiles.get(params.textDocument.uri);
        if (wazuhFile !== undefined) return ofWazuh?.(now, wazuhFile, params) ?? null;
        return together(textsFor(workspace, params).map((file) => answer(now, file, params)));
      }),
  };
}

/** The rules texts of a document that a question is about. */
export function textsFor(
  workspace: Workspace,
  params: InDocument & { readonly position?: Position; readonly range?: Range },
): readonly RulesFile[] {
  const { position, range } = params;
  const texts = workspace.textsOf(params.textDocument.uri).filter((file) => file.isServed);
  if (position !== undefined) {
    return texts.filter(
      (file) => holds(file, { start: position, end: position }) && !isBefore(file, position),
    );
  }
  return range === undefined ? texts : texts.filter((file) => holds(file, range));
}

/** Whether a range of a document touches a rules text; one that is no part of a file is all of it. */
export function holds({ origin }: RulesFile, { start, end }: Range): boolean {
  if (origin === undefined) return true;
  const { lines, embedded } = origin;
  const from = lines.offset({ line: start.line, column: start.character });
  const to = lines.offset({ line: end.line, column: end.character });
  return embedded.span.start <= to && from <= embedded.span.end;
}

/** Whether a position is at the `|` of a block or in the indentation of a line, where nothing of the rules text can stand. */
function isBefore({ origin }: RulesFile, { line, character }: Position): boolean {
  if (origin === undefined) return false;
  const { form, span } = origin.embedded;
  const isBlock = form === 'literal' || form === 'folded';
  if (isBlock && line === origin.lines.at(span.start).line) return true;
  return character < origin.embedded.indent && /^[ ]*$/.test(origin.lines.lineText(line).slice(0, character));
}

function together<Result>(answers: readonly (Result | null)[]): Result | null {
  const given = answers.filter((answer): answer is Result & {} => answer !== null && answer !== undefined);
  const [first] = given;
  if (given.length > 1 && Array.isArray(first)) return given.flat() as Result;
  return first ?? null;
}
