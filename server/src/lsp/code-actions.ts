import { CodeActionKind, type Diagnostic, type CodeAction as LspCodeAction } from 'vscode-languageserver';
import type { CodeAction } from '../features/code-actions.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { toWorkspaceEdit } from './edits.ts';
import { rangeOf } from './ranges.ts';

/**
 * An action in the protocol's form, with the diagnostic of the client that it removes; undefined where its file
 * cannot be changed that way.
 */
export function toCodeAction(
  snapshot: Snapshot,
  file: RulesFile,
  { title, edits, problem, preferred }: CodeAction,
  shown: readonly Diagnostic[],
): LspCodeAction | undefined {
  const edit = toWorkspaceEdit(snapshot, new Map([[file.uri, edits]]));
  if (edit === undefined) return undefined;
  const { start } = rangeOf(file, problem.span);
  const diagnostics = shown.filter(
    ({ code, range }) =>
      code === problem.code && range.start.line === start.line && range.start.character === start.character,
  );
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: preferred,
    edit,
  };
}
