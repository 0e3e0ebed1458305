import type { Snapshot } from '../workspace/workspace.ts';
import { type DocumentSymbol, documentSymbols } from './document-symbols.ts';
import type { FilePlace } from './place.ts';

/** A rule, macro, list or detection of the workspace. */
export interface WorkspaceSymbol extends FilePlace, Pick<DocumentSymbol, 'name' | 'kind'> {}

const mostSymbols = 2000;

/** Rules, macros, lists and detections whose names have the characters of `query` in their order, in load order. */
export function workspaceSymbols(snapshot: Snapshot, query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const file of [...snapshot.loadOrder, ...snapshot.detectionFiles]) {
    for (const { name, kind, nameSpan } of documentSymbols(file)) {
      if (kind === 'version' || !hasInOrder(name.toLowerCase(), query.toLowerCase())) continue;
      found.push({ name, kind, file: file.uri, span: nameSpan });
      if (found.length === mostSymbols) return found;
    }
  }
  return found;
}

function hasInOrder(text: string, wanted: string): boolean {
  let at = 0;
  for (const character of wanted) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
