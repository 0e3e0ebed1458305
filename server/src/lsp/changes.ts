import { type CodeActionParams, ErrorCodes, type RenameParams, ResponseError } from 'vscode-languageserver';
import { codeActions } from '../features/code-actions.ts';
import { prepareRename, rename } from '../features/rename.ts';
import { toCodeAction } from './code-actions.ts';
import { toWorkspaceEdit } from './edits.ts';
import { offsetOf, rangeOf, spanOf } from './ranges.ts';
import type { AtPosition, Service } from './service.ts';

/** What changes files: renames and the fixes of problems. */
export function registerChanges(answering: Service): void {
  registerRename(answering);
  const { connection, ask } = answering;
  connection.onCodeAction(
    ask('code actions', (now, file, { range, context }: CodeActionParams) =>
      codeActions(now, file, spanOf(file, range)).map((action) =>
        toCodeAction(now, file, action, context.diagnostics),
      ),
    ),
  );
}

/** A rename that is refused is an answer, with its reason, and no failure. */
function registerRename({ connection, ask }: Service): void {
  connection.onPrepareRename(
    ask('prepare rename', (now, file, { position }: AtPosition) => {
      const found = prepareRename(now, file, offsetOf(file, position));
      if ('reason' in found) return new ResponseError(ErrorCodes.InvalidRequest, found.reason);
      return { range: rangeOf(file, found.span), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    ask('rename', (now, file, { position, newName }: RenameParams) => {
      const renaming = rename(now, file, offsetOf(file, position), newName);
      if (!renaming.ok) return new ResponseError(ErrorCodes.InvalidRequest, renaming.reason);
      return toWorkspaceEdit(now, renaming.edits);
    }),
  );
}
