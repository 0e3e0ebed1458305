import { ok } from 'node:assert';
import { type Diagnostic, languages, type TextDocument, Uri, window, workspace } from 'vscode';

/** Opens a file of test/exthost/workspace in an editor. */
export async function openRulesFile(name: string): Promise<TextDocument> {
  const [folder] = workspace.workspaceFolders ?? [];
  ok(folder, 'no folder is open');
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, name));
  await window.showTextDocument(document);
  return document;
}

/** Waits until the problems of a document are as wanted, and returns them; throws after `seconds`. */
export async function problemsOf(
  document: TextDocument,
  wanted: (problems: Diagnostic[]) => boolean,
  seconds = 20,
): Promise<Diagnostic[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const problems = languages.getDiagnostics(document.uri);
    if (wanted(problems)) return problems;
    if (Date.now() > deadline) throw new Error(`The problems are still ${JSON.stringify(problems)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
