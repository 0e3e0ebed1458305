import type { Alert } from '../replay/alert.ts';
import type { AlertStore } from '../replay/alert-store.ts';
import { CountedAlerts } from '../replay/counted-alerts.ts';
import { type Pace, stretch } from '../replay/pace.ts';
import { replayAlert } from '../replay/replay.ts';
import { replayRules } from '../replay/replay-rules.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { NoiseTally } from './noise/noise-tally.ts';
import { type Setup, withAssumed } from './replay-setup.ts';

/** Characters that are read between looks at the clock: about a millisecond of work. */
const sliceSize = 64 * 1024;

/** Progress is told this seldom, in milliseconds. */
const toldEvery = 100;

/** The rules and choices of a moment, and the number of the run that they began. */
export interface RulesOfRun {
  readonly snapshot: Snapshot;
  readonly setup: Setup;
  readonly run: number;
}

/**
 * Reads the alerts of one text into a store. Those for which there is no room are replayed once, as they come,
 * and counted.
 */
export class ReplayReading {
  /** Bytes of the file that had been taken in when it was last told, or characters of a text. */
  bytes = 0;
  /** How many there are in all; undefined where nobody knows. */
  total: number | undefined;
  /** Why the reading ended before the end, for people. */
  failure: string | undefined;
  readonly counted = new CountedAlerts();
  /** How loud the alerts are; those that are kept are counted when somebody wants to know. */
  readonly noise = new NoiseTally();
  /** The run in whose rules the first alert was counted. */
  private countedRun: number | undefined;
  private taken = 0;
  private readonly stopping = new AbortController();

  /** @param rules those to count alerts by, asked for each time. */
  constructor(
    private readonly store: AlertStore,
    private readonly rules: () => RulesOfRun,
  ) {}

  /** True where some alerts were counted by rules that are others by now. */
  get isOutdated(): boolean {
    return this.countedRun !== undefined && this.countedRun !== this.rules().run;
  }

  /** Ends the reading soon; what was read stays. */
  stop(): void {
    this.stopping.abort();
  }

  /** Aborted by `stop`: a source that waits for something need not wait on. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  /** Says that so many more bytes of the file have been taken in. */
  advance(bytes: number): void {
    this.taken += bytes;
  }

  /**
   * Reads a text to its end, in stretches of about 10 ms of work with a pause after each. Never rejects: what
   * the text throws becomes `failure`.
   * @param told called when there is something new, not too often.
   */
  async read(text: AsyncIterable<string>, pace: Pace, told: () => void): Promise<void> {
    const { stopped } = this;
    const tell = () => {
      this.bytes = this.taken;
      told();
    };
    const work = stretches(pace, tell);
    try {
      for await (const piece of text) {
        for (let at = 0; at < piece.length && !stopped.aborted; at += sliceSize) {
          await this.count(this.store.add(piece.slice(at, at + sliceSize), false), work);
          await work();
        }
        if (stopped.aborted) break;
      }
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    if (stopped.aborted) this.failure ??= 'The reading was stopped: only what was read is here.';
    await this.count(this.store.add('', true), work);
    tell();
  }

  private async count(alerts: readonly Alert[], work: () => Promise<void>): Promise<void> {
    for (const alert of alerts) {
      const { snapshot, setup, run } = this.rules();
      this.countedRun ??= run;
      this.noise.addBeyond(alert);
      this.counted.add(alert.rule, replayAlert(withAssumed(alert, setup), replayRules(snapshot)));
      await work();
    }
  }
}

/** A function to call between steps of work: it pauses where that is due, and tells of what is new. */
function stretches(pace: Pace, told: () => void): () => Promise<void> {
  let started = pace.now();
  let toldAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = pace.now();
    if (now - toldAt >= toldEvery) {
      toldAt = now;
      told();
    }
    if (now - started < stretch) return;
    await pace.pause();
    started = pace.now();
  };
}
