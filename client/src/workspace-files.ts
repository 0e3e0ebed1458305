import { RelativePattern, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RequestsToClient } from '../../server/src/protocol.ts';

type ListFiles = RequestsToClient['falcoWorkbench/listFiles'];
type ReadFile = RequestsToClient['falcoWorkbench/readFile'];

/**
 * Answers the server's questions for files that it cannot read itself: in the browser, and where a folder is
 * on no disk.
 */
export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest('falcoWorkbench/listFiles' satisfies keyof RequestsToClient, listFiles);
  client.onRequest('falcoWorkbench/readFile' satisfies keyof RequestsToClient, readFile);
}

async function listFiles({ folder }: ListFiles['params']): Promise<ListFiles['result']> {
  const pattern = new RelativePattern(Uri.parse(folder), '**/*.{yaml,yml,xml,kql,csl}');
  const files = await workspace.findFiles(pattern, '**/node_modules/**');
  return { uris: files.map((file) => file.toString()) };
}

async function readFile({ uri }: ReadFile['params']): Promise<ReadFile['result']> {
  try {
    return { text: new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri))) };
  } catch {
    return { text: null };
  }
}
