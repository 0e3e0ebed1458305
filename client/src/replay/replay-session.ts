import { CancellationTokenSource, type Disposable, type LogOutputChannel } from 'vscode';
import type { ReplayNews, ReplaySeen } from '../../../server/src/protocol.ts';
import type { AlertSource } from '../../webview/replay/messages.ts';
import type { LanguageServer } from '../language-server.ts';
import { alertText, UnreadableAlerts } from './alert-text.ts';

/** A replay of the alerts of one source. It goes on by itself where the server is started anew. */
export interface ReplaySession extends Disposable {
  readonly source: AlertSource;
  /** The number under which the server knows the replay; undefined while there is none. */
  readonly replay: number | undefined;
  /** Tells everything once more, from the first row. */
  readonly startOver: () => void;
}

/** Takes what a replay has to tell. */
export interface ReplayListener {
  readonly news: (news: ReplayNews) => void;
  /** @param message for people */
  readonly failed: (message: string) => void;
}

const nothingSeen: ReplaySeen = { run: -1, rows: 0, oddities: 0, done: false };

/** How long to wait before a server that does not answer is asked again, in milliseconds. */
const retryPause = 1000;

/** Starts a replay. */
export function startReplay(
  source: AlertSource,
  server: LanguageServer,
  listener: ReplayListener,
  log: LogOutputChannel,
): ReplaySession {
  let disposed = false;
  let replay: number | undefined;
  let seen = nothingSeen;
  let waiting = new CancellationTokenSource();

  /** Asks for news until the server no longer knows the replay. */
  const listen = async (current: number) => {
    while (!disposed) {
      const { token } = waiting;
      const news = await server
        .request('falcoWorkbench/replay/next', { replay: current, seen }, token)
        .catch((error) => {
          if (!token.isCancellationRequested) throw error;
          return null;
        });
      if (token.isCancellationRequested) continue;
      if (news === null) return;
      seen = seenWith(seen, news);
      listener.news(news);
    }
  };
  const reportUnfed = (error: unknown) => {
    if (error instanceof UnreadableAlerts) listener.failed(error.message);
    else if (!disposed) log.warn('The alerts did not reach the server:', error);
  };
  const run = async () => {
    while (!disposed) {
      try {
        ({ replay } = await server.request('falcoWorkbench/replay/open', {}));
        seen = nothingSeen;
        void feed(replay, source, server).catch(reportUnfed);
        await listen(replay);
      } catch (error) {
        if (!disposed) log.warn('The replay was interrupted:', error);
      }
      replay = undefined;
      if (!disposed) await pause(retryPause);
    }
  };
  const startOver = () => {
    seen = nothingSeen;
    waiting.cancel();
    waiting = new CancellationTokenSource();
  };
  const dispose = () => {
    disposed = true;
    waiting.cancel();
    if (replay !== undefined) server.request('falcoWorkbench/replay/close', { replay }).catch(() => {});
  };
  void run();
  return {
    source,
    get replay() {
      return replay;
    },
    startOver,
    dispose,
  };
}

async function feed(replay: number, source: AlertSource, server: LanguageServer): Promise<void> {
  const add = (text: string, last: boolean) =>
    server.request('falcoWorkbench/replay/add', { replay, text, last });
  for await (const text of alertText(source)) if ((await add(text, false)).full) return;
  await add('', true);
}

function seenWith(seen: ReplaySeen, { run, from, rows, oddities, done }: ReplayNews): ReplaySeen {
  return { run, rows: from + rows.length, oddities: seen.oddities + oddities.length, done };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
