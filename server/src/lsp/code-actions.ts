import type { Diagnostic, CodeAction as LspCodeAction } from 'vscode-languageserver';
import type { Problem } from '../checks/collect.ts';
import type { CodeAction } from '../features/code-actions.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { toWorkspaceEdit } from './edits.ts';
import { type PlacedText, rangeOf } from './ranges.ts';

/**
 * An action in the protocol's form, with the diagnostics of the client that it removes; undefined where a file
 * cannot be changed that way, or the client lacks the command that is needed.
 * @param options what the client has: whether it can ask for another name in place of one that was made up.
 */
export function toCodeAction(
  snapshot: Snapshot,
  file: PlacedText & { readonly document: string },
  { title, kind, edits, problem, preferred, rename, baseRules }: CodeAction,
  shown: readonly Diagnostic[],
  options: InitializationOptions,
): LspCodeAction | undefined {
  const diagnostics = problem === undefined ? {} : { diagnostics: diagnosticsOf(file, problem, shown) };
  if (baseRules !== undefined) {
    const command = 'falcoWorkbench.addBaseRules';
    return options.lensCommands
      ? { title, kind, ...diagnostics, command: { title, command, arguments: [file.document, baseRules] } }
      : undefined;
  }
  const edit = toWorkspaceEdit(snapshot, edits);
  if (edit === undefined) return undefined;
  return {
    title,
    kind,
    edit,
    ...diagnostics,
    ...(preferred === undefined ? {} : { isPreferred: preferred }),
    ...(options.renameAfterEdit === true && rename !== undefined
      ? {
          command: {
            title: 'Rename',
            command: 'falcoWorkbench.renameAt',
            arguments: [rename.file, rename.at.line, rename.at.column],
          },
        }
      : {}),
  };
}

function diagnosticsOf(file: PlacedText, problem: Problem, shown: readonly Diagnostic[]): Diagnostic[] {
  const { start } = rangeOf(file, problem.span);
  return shown.filter(
    ({ code, range }) =>
      code === problem.code && range.start.line === start.line && range.start.character === start.character,
  );
}
