import {
  type CodeActionParams,
  ErrorCodes,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { codeActions } from '../features/code-actions.ts';
import { type FileEdits, holdsIn } from '../features/refactor/refactoring.ts';
import { prepareRename, rename } from '../features/rename.ts';
import { wazuhCodeActions } from '../features/wazuh/code-actions.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { acrossProjects, type NamePlace } from './across-projects.ts';
import { toCodeAction } from './code-actions.ts';
import { cannotBeWritten, mergeEdits, toWorkspaceEdit } from './edits.ts';
import { offsetOf, rangeOf, spanOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';

/** What changes files: renames, the fixes of problems, refactorings. */
export function registerChanges(answering: Service): void {
  registerRename(answering);
  const { connection, ask, options, workspace } = answering;
  connection.onCodeAction(
    ask(
      'code actions',
      (now, file, { range, context }: CodeActionParams) =>
        codeActions(now, file, spanOf(file, range), context.only)
          .filter((action) => action.kind === 'quickfix' || holdsElsewhere(workspace, now, action.edits))
          .flatMap((action) => toCodeAction(now, file, action, context.diagnostics, options) ?? []),
      (now, file, { range, context }) =>
        wazuhCodeActions(now, file, spanOf(file, range), context.only).flatMap(
          (action) => toCodeAction(now, file, action, context.diagnostics, options) ?? [],
        ),
    ),
  );
}

/** Files can stand in several projects, and what keeps the meaning of one could change that of another. */
function holdsElsewhere(workspace: Workspace, now: Snapshot, edits: FileEdits): boolean {
  const others = new Set([...edits.keys()].flatMap((uri) => workspace.snapshotsWith(uri)));
  others.delete(now);
  return [...others].every((project) => holdsIn(project, edits));
}

/** A rename that is refused is an answer, with its reason, and no failure. */
function registerRename({ connection, ask, workspace }: Service): void {
  connection.onPrepareRename(
    ask('prepare rename', (now, file, { position }: AtPosition) => {
      const found = prepareRename(now, file, offsetOf(file, position));
      if ('reason' in found) return new ResponseError(ErrorCodes.InvalidRequest, found.reason);
      return { range: rangeOf(file, found.span), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    ask('rename', (now, file, { position, newName }: RenameParams) => {
      const start = { now, file, offset: offsetOf(file, position) };
      const renamings = acrossProjects(workspace, start, (project, text, offset) => {
        const renaming = rename(project, text, offset, newName);
        return { answer: { project, renaming }, places: renaming.ok ? placesOf(renaming.edits) : [] };
      });
      const edits: WorkspaceEdit[] = [];
      for (const { project, renaming } of renamings) {
        if (!renaming.ok) return new ResponseError(ErrorCodes.InvalidRequest, renaming.reason);
        const edit = toWorkspaceEdit(project, renaming.edits);
        if (edit === undefined) return new ResponseError(ErrorCodes.InvalidRequest, cannotBeWritten);
        edits.push(edit);
      }
      return mergeEdits(edits);
    }),
  );
}

function placesOf(edits: ReadonlyMap<string, readonly TextEdit[]>): NamePlace[] {
  return [...edits].flatMap(([file, [edit]]) =>
    edit === undefined ? [] : [{ file, offset: edit.span.start }],
  );
}
