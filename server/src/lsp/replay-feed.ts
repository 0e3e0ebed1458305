import type { Connection } from 'vscode-languageserver';
import type { ReplayReading } from '../features/replay-reading.ts';
import type { ReplayPiece, RequestsToServer } from '../protocol.ts';
import type { Pace } from '../replay/pace.ts';
import { textOfBytes } from '../text/text-of-bytes.ts';
import { reporter } from './guard.ts';
import type { Log } from './log.ts';

/**
 * The bytes of a file in pieces, each valid until the next is asked for; undefined for addresses that the host
 * cannot read. What it throws while it is read says, for people, what went wrong.
 * @param onSize called with the number of bytes as soon as that is known.
 */
export type BytesOf = (uri: string, onSize: (bytes: number) => void) => AsyncIterable<Uint8Array> | undefined;

type Asked<Name extends keyof RequestsToServer> = RequestsToServer[Name]['params'];

/**
 * Answers the requests that fill replays with alerts: files that the host reads, and pieces from the client.
 * @param readingOf the reading of a replay; undefined where there is no such replay.
 * @param told called when a reading has something new.
 */
export function registerReplayFeed(
  connection: Connection,
  readingOf: (replay: number) => ReplayReading | undefined,
  { bytesOf, pace }: { readonly bytesOf: BytesOf | undefined; readonly pace: Pace },
  told: () => void,
  log: Log,
): void {
  const handedOver = new WeakMap<ReplayReading, Handover>();
  const read = (reading: ReplayReading, text: AsyncIterable<string>) => {
    reading.read(text, pace, told).catch(reporter(log, 'Reading alerts'));
  };

  connection.onRequest(
    'falcoWorkbench/replay/read',
    ({ replay, uri }: Asked<'falcoWorkbench/replay/read'>) => {
      const reading = readingOf(replay);
      const bytes =
        reading &&
        bytesOf?.(uri, (size) => {
          reading.total = size;
        });
      if (bytes === undefined) return { reads: false };
      read(reading!, unpacked(bytes, reading!));
      return { reads: true };
    },
  );
  connection.onRequest(
    'falcoWorkbench/replay/add',
    async ({ replay, ...piece }: Asked<'falcoWorkbench/replay/add'>) => {
      const reading = readingOf(replay);
      if (reading === undefined) return { stopped: true };
      let pieces = handedOver.get(reading);
      if (pieces === undefined) {
        pieces = handover(reading.stopped);
        handedOver.set(reading, pieces);
        reading.total = piece.total;
        read(
          reading,
          piece.bytes === undefined ? texts(pieces.all, reading) : unpacked(bytes(pieces.all), reading),
        );
      }
      return { stopped: !(await pieces.push(piece)) };
    },
  );
  connection.onRequest('falcoWorkbench/replay/stop', ({ replay }: Asked<'falcoWorkbench/replay/stop'>) => {
    readingOf(replay)?.stop();
    return null;
  });
}

/** The text of a file, its bytes counted. */
function unpacked(bytes: AsyncIterable<Uint8Array>, reading: ReplayReading): AsyncIterable<string> {
  async function* counted() {
    for await (const piece of bytes) {
      reading.advance(piece.length);
      yield piece;
    }
  }
  return textOfBytes(counted());
}

async function* texts(pieces: AsyncIterable<ReplayPiece>, reading: ReplayReading): AsyncGenerator<string> {
  for await (const { text = '' } of pieces) {
    reading.advance(text.length);
    yield text;
  }
}

async function* bytes(pieces: AsyncIterable<ReplayPiece>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield decodeBase64(piece.bytes ?? '');
}

/** @throws DOMException for text that is no Base64. */
function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const decoded = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) decoded[i] = binary.charCodeAt(i);
  return decoded;
}

/** Pieces on their way from requests to a reader. */
interface Handover {
  /** Comes back when the reader is done with the piece: false where it wants no more. */
  push(piece: ReplayPiece): Promise<boolean>;
  /** To be read once; ends with the last piece, or when the reading is stopped. */
  readonly all: AsyncIterable<ReplayPiece>;
}

function handover(stopped: AbortSignal): Handover {
  const waiting: { readonly piece: ReplayPiece; readonly done: (goesOn: boolean) => void }[] = [];
  let isOver = false;
  let wake = () => {};
  stopped.addEventListener('abort', () => wake());

  async function* all(): AsyncGenerator<ReplayPiece> {
    try {
      while (!stopped.aborted) {
        const [next] = waiting;
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        yield next.piece;
        waiting.shift()!.done(true);
        if (next.piece.last) return;
      }
    } finally {
      isOver = true;
      for (const { done } of waiting) done(false);
    }
  }
  return {
    push: (piece) =>
      new Promise((done) => {
        if (isOver) return done(false);
        waiting.push({ piece, done });
        wake();
      }),
    all: all(),
  };
}
