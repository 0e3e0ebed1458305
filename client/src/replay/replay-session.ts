import { CancellationTokenSource, type Disposable, type LogOutputChannel } from 'vscode';
import type {
  ReplayNews,
  ReplayPiece,
  ReplaySeen,
  ReplaySetup,
  ReplayStagesNews,
  StagesSeen,
} from '../../../server/src/protocol.ts';
import type { AlertSource } from '../../webview/replay/messages.ts';
import type { LanguageServer } from '../language-server.ts';
import { alertPieces, readableFile, UnreadableAlerts } from './alert-text.ts';

/** Takes what a replay has to tell. */
export interface ReplayListener {
  /** Everything is told from the first row on, once more where it was told before. */
  readonly begun: () => void;
  readonly news: (news: ReplayNews) => void;
  readonly stages: (news: ReplayStagesNews) => void;
  /** @param message for people */
  readonly failed: (message: string) => void;
}

const nothingSeen: ReplaySeen = { run: -1, rows: 0, oddities: 0, done: false, read: 0 };
const noStagesSeen: StagesSeen = { run: -1, rows: 0, done: false };

/** How long to wait before a server that does not answer is asked again, in milliseconds. */
const retryPause = 1000;

/**
 * A replay of the alerts of one source, from `start` until it is disposed of. It begins anew by itself where
 * the server is started anew.
 */
export class ReplaySession implements Disposable {
  /** The number under which the server knows the replay; undefined while there is none. */
  replay: number | undefined;
  private seen = nothingSeen;
  private seenStages = noStagesSeen;
  private waiting = new CancellationTokenSource();
  private disposed = false;

  constructor(
    readonly source: AlertSource,
    private readonly server: LanguageServer,
    private setup: ReplaySetup,
    private readonly listener: ReplayListener,
    private readonly log: LogOutputChannel,
  ) {}

  /** Replays with other choices from now on. */
  async setUp(setup: ReplaySetup): Promise<void> {
    this.setup = setup;
    if (this.replay !== undefined) await this.sendSetup(this.replay);
  }

  /** Comes back when the replay was disposed of; never rejects. */
  async start(): Promise<void> {
    while (!this.disposed) {
      try {
        await this.runOnce();
      } catch (error) {
        if (!this.disposed) this.log.warn('The replay was interrupted:', error);
      }
      this.replay = undefined;
      if (!this.disposed) await pause(retryPause);
    }
  }

  /** Tells everything once more. */
  startOver(): void {
    this.beginTelling();
    this.waiting.cancel();
    this.waiting = new CancellationTokenSource();
  }

  /** Ends the reading of the alerts; what was read stays. */
  async stopReading(): Promise<void> {
    const { replay } = this;
    if (replay !== undefined) await this.server.request('falcoWorkbench/replay/stop', { replay });
  }

  dispose(): void {
    this.disposed = true;
    this.waiting.cancel();
    if (this.replay !== undefined) this.close(this.replay);
  }

  /** A replay from its begin until the server no longer knows it. */
  private async runOnce(): Promise<void> {
    this.beginTelling();
    const { replay } = await this.server.request('falcoWorkbench/replay/open', {});
    if (this.disposed) return this.close(replay);
    this.replay = replay;
    await this.sendSetup(replay);
    this.followStages(replay).catch((error) => {
      if (!this.disposed) this.log.warn('Sentinel and Wazuh were interrupted:', error);
    });
    this.feed(replay).catch((error) => this.reportUnfed(error));
    let news = await this.next(replay);
    while (news !== null && !this.disposed) {
      if (news !== 'cancelled') {
        this.seen = seenWith(this.seen, news);
        this.listener.news(news);
      }
      news = await this.next(replay);
    }
  }

  /** What comes behind Falco, on its own: it takes longer, and nobody has to wait for it. */
  private async followStages(replay: number): Promise<void> {
    while (!this.disposed) {
      const { token } = this.waiting;
      const asked = { replay, seen: this.seenStages };
      const news = await this.server
        .request('falcoWorkbench/replay/stages', asked, token)
        .catch((error) => (token.isCancellationRequested ? undefined : Promise.reject(error)));
      if (news === null || this.disposed || this.replay !== replay) return;
      if (news === undefined || token.isCancellationRequested) continue;
      this.seenStages = { run: news.run, rows: news.from + news.rows.length, done: news.done };
      this.listener.stages(news);
    }
  }

  private async sendSetup(replay: number): Promise<void> {
    await this.server.request('falcoWorkbench/replay/setup', { replay, setup: this.setup });
  }

  private close(replay: number): void {
    // A server that does not answer has nothing to close.
    this.server.request('falcoWorkbench/replay/close', { replay }).catch(() => {});
  }

  private beginTelling(): void {
    this.seen = nothingSeen;
    this.seenStages = noStagesSeen;
    this.listener.begun();
  }

  /** Waits for what was not told yet; null where the server does not know the replay. */
  private async next(replay: number): Promise<ReplayNews | 'cancelled' | null> {
    const { token } = this.waiting;
    try {
      const params = { replay, seen: this.seen };
      const news = await this.server.request('falcoWorkbench/replay/next', params, token);
      return token.isCancellationRequested ? 'cancelled' : news;
    } catch (error) {
      if (token.isCancellationRequested) return 'cancelled';
      throw error;
    }
  }

  /** Has the server read a file itself where it can; else hands over what the editor reads. */
  private async feed(replay: number): Promise<void> {
    const file = readableFile(this.source);
    if (file !== undefined) {
      const { reads } = await this.server.request('falcoWorkbench/replay/read', { replay, uri: file });
      if (reads) return;
    }
    const add = (piece: ReplayPiece) =>
      this.server.request('falcoWorkbench/replay/add', { replay, ...piece });
    try {
      for await (const piece of alertPieces(this.source)) {
        if (this.disposed || (await add(piece)).stopped) return;
      }
    } finally {
      if (!this.disposed) await add({ last: true });
    }
  }

  private reportUnfed(error: unknown): void {
    if (error instanceof UnreadableAlerts) this.listener.failed(error.message);
    else if (!this.disposed) this.log.warn('The alerts did not reach the server:', error);
  }
}

function seenWith(seen: ReplaySeen, news: ReplayNews): ReplaySeen {
  const { run, from, rows, done, reading } = news;
  const oddities = seen.oddities + news.oddities.length;
  return { run, rows: from + rows.length, oddities, done, read: reading.bytes };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
