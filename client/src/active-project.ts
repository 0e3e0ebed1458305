import { languages, window } from 'vscode';
import type { OfProject } from '../../server/src/protocol.ts';
import { documentSelector } from './document-selector.ts';

/** The project that a command is about: that of the file in the active editor, if it can hold rules. */
export function activeProject(): OfProject {
  const document = window.activeTextEditor?.document;
  if (document === undefined || languages.match(documentSelector, document) === 0) return {};
  return { project: document.uri.toString() };
}
