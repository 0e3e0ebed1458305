import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../text/edit.ts';
import { outerEdits } from '../workspace/embedded/outer-edits.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type PlacedText, rangeInDocument } from './ranges.ts';

/** Why a change is refused that `toWorkspaceEdit` cannot express. */
export const cannotBeWritten =
  'The way in which the rules are written in this file does not allow this change: write them as a block scalar ' +
  '(`|`), and change by hand what a template action writes.';

/**
 * Edits of texts of Falco and Wazuh, by their addresses, in the protocol's form: as edits of the documents that
 * hold them. Undefined where one of these cannot hold the result.
 */
export function toWorkspaceEdit(
  { files, wazuhFiles }: Snapshot,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): WorkspaceEdit | undefined {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const [uri, inText] of edits) {
    const file = files.get(uri) ?? wazuhFiles.get(uri);
    if (file === undefined) continue;
    const translated = toTextEdits(file, inText);
    if (translated === undefined) return undefined;
    changes[file.document] = [...(changes[file.document] ?? []), ...translated];
  }
  return { changes };
}

/** A text that can be a part of a document. */
type EditedText = PlacedText & Partial<Pick<RulesFile, 'origin'>>;

/** Edits of one rules text as edits of its document; undefined where that cannot hold the result. */
export function toTextEdits(file: EditedText, edits: readonly TextEdit[]): LspTextEdit[] | undefined {
  const { origin } = file;
  const inDocument = origin === undefined ? edits : outerEdits(origin.lines.text, origin.embedded, edits);
  return inDocument?.map(({ span, newText }) => ({ range: rangeInDocument(file, span), newText }));
}

/** Edits of several projects that share files as one. */
export function mergeEdits(all: readonly WorkspaceEdit[]): WorkspaceEdit {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const [uri, edits] of all.flatMap((each) => Object.entries(each.changes ?? {}))) {
    const known = changes[uri] ?? [];
    changes[uri] = [...known, ...edits.filter((edit) => !known.some((each) => isSame(each, edit)))];
  }
  return { changes };
}

function isSame(a: LspTextEdit, b: LspTextEdit): boolean {
  return (
    a.newText === b.newText &&
    a.range.start.line === b.range.start.line &&
    a.range.start.character === b.range.start.character &&
    a.range.end.line === b.range.end.line &&
    a.range.end.character === b.range.end.character
  );
}
