import { Uri, workspace } from 'vscode';
import type { AlertSource } from '../../webview/replay/messages.ts';

/** Characters or bytes in one piece of a text. */
const pieceSize = 1024 * 1024;

/** Larger files are refused: the editor hands out files as a whole. */
const largestFile = 512 * 1024 * 1024;

/** Says, for people, why alerts cannot be read from their source. */
export class UnreadableAlerts extends Error {}

/**
 * The text of a source in pieces; a document that is open is taken as it is in the editor.
 * @throws UnreadableAlerts where the file cannot be read, or is too large.
 */
export async function* alertText(source: AlertSource): AsyncGenerator<string> {
  if (source.kind === 'text') {
    yield* textPieces(source.text);
    return;
  }
  const uri = Uri.parse(source.uri, true);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) yield* textPieces(open.getText());
  else yield* filePieces(uri);
}

/** What a source is called in the panel. */
export function sourceName(source: AlertSource): string {
  return source.kind === 'text' ? 'pasted text' : workspace.asRelativePath(Uri.parse(source.uri, true));
}

function* textPieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceSize) yield text.slice(at, at + pieceSize);
}

async function* filePieces(uri: Uri): AsyncGenerator<string> {
  const bytes = await fileBytes(uri);
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += pieceSize) {
    yield decoder.decode(bytes.subarray(at, at + pieceSize), { stream: true });
  }
  yield decoder.decode();
}

async function fileBytes(uri: Uri): Promise<Uint8Array> {
  const name = workspace.asRelativePath(uri);
  let size: number;
  try {
    ({ size } = await workspace.fs.stat(uri));
    if (size <= largestFile) return await workspace.fs.readFile(uri);
  } catch (error) {
    throw new UnreadableAlerts(`${name} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const limit = largestFile / 1024 / 1024;
  throw new UnreadableAlerts(`${name} is larger than ${limit} MB. Cut out the part to replay.`);
}
