import { Uri, workspace } from 'vscode';
import type { ReplayPiece } from '../../../server/src/protocol.ts';
import type { AlertSource } from '../../webview/replay/messages.ts';

/** Characters or bytes in one piece. */
const pieceSize = 1024 * 1024;

/** Larger files are refused where the editor has to read them: it hands files out as a whole. */
const largestFile = 512 * 1024 * 1024;

/** Says, for people, why alerts cannot be read from their source. */
export class UnreadableAlerts extends Error {}

/** The address of a source that the server may read itself: a file, unless it is open in the editor. */
export function readableFile(source: AlertSource): string | undefined {
  return source.kind === 'file' && openDocument(source.uri) === undefined ? source.uri : undefined;
}

/**
 * What a source holds, piece by piece: text that was pasted, a document as it is in the editor, or the bytes of
 * a file.
 * @throws UnreadableAlerts where the file cannot be read, or is too large.
 */
export async function* alertPieces(source: AlertSource): AsyncGenerator<ReplayPiece> {
  const text = source.kind === 'text' ? source.text : openDocument(source.uri)?.getText();
  if (text !== undefined) yield* textPieces(text);
  else if (source.kind === 'file') yield* bytePieces(await fileBytes(Uri.parse(source.uri, true)));
}

/**
 * The text of a source, piece by piece, for what does not go through the server.
 * @throws UnreadableAlerts where the file cannot be read, or is too large.
 */
export async function* alertText(source: AlertSource): AsyncGenerator<string> {
  const text = source.kind === 'text' ? source.text : openDocument(source.uri)?.getText();
  if (text !== undefined) yield text;
  if (text !== undefined || source.kind === 'text') return;
  const bytes = await fileBytes(Uri.parse(source.uri, true));
  const file = new Blob([new Uint8Array(bytes)]).stream();
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const decoder = new TextDecoder();
  for await (const piece of isGzip ? file.pipeThrough(new DecompressionStream('gzip')) : file) {
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

/** What a source is called in the panel. */
export function sourceName(source: AlertSource): string {
  if (source.kind === 'text') return 'pasted text';
  return source.name ?? workspace.asRelativePath(Uri.parse(source.uri, true));
}

function openDocument(uri: string) {
  const normal = Uri.parse(uri, true).toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === normal);
}

function* textPieces(text: string): Generator<ReplayPiece> {
  const total = text.length;
  for (let at = 0; at < total; at += pieceSize) {
    yield { text: text.slice(at, at + pieceSize), total, last: false };
  }
}

function* bytePieces(bytes: Uint8Array): Generator<ReplayPiece> {
  const total = bytes.length;
  for (let at = 0; at < total; at += pieceSize) {
    yield { bytes: base64Of(bytes.subarray(at, at + pieceSize)), total, last: false };
  }
}

/** `String.fromCharCode` takes only so many arguments at once. */
const mostArguments = 8192;

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += mostArguments) {
    binary += String.fromCharCode(...bytes.subarray(at, at + mostArguments));
  }
  return btoa(binary);
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
