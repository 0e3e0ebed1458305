import { type Disposable, languages, type TextDocument, workspace } from 'vscode';

/**
 * Gives files with KQL our colours where no other extension knows them: ours declares no file names, so it
 * is never in the way of another one.
 */
export function colourKqlDocuments(): Disposable {
  const colour = async (document: TextDocument) => {
    if (document.languageId !== 'plaintext' || !/\.(?:kql|csl)$/i.test(document.uri.path)) return;
    await languages.setTextDocumentLanguage(document, 'falco-kql');
  };
  for (const document of workspace.textDocuments) void colour(document);
  return workspace.onDidOpenTextDocument(colour);
}
