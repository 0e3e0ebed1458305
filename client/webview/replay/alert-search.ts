import type { ReplayFound } from '../../../server/src/protocol.ts';

/** Looks for words in alerts from an index on; null where there are no alerts. */
export type AskForWords = (words: readonly string[], from: number) => Promise<ReplayFound | null>;

/** How long typing waits for the next key, in milliseconds. */
const pause = 120;

interface Progress {
  readonly alerts: Set<number>;
  /** Alerts before this one were looked at. */
  to: number;
}

/** Looks for words in all that alerts say, which only the server has; what is found comes in bit by bit. */
export class AlertSearch {
  private readonly words = new Map<string, Progress>();
  private alerts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Told apart so that an answer for other alerts is not taken. */
  private round = 0;
  private isAsking = false;

  /** @param foundMore called when there is more. */
  constructor(
    private readonly ask: AskForWords,
    private readonly foundMore: () => void,
  ) {}

  /**
   * Looks for these words from now on.
   * @param words in lower case
   * @param alerts how many there are by now
   */
  want(words: readonly string[], alerts: number): void {
    const isOther = words.length !== this.words.size || words.some((word) => !this.words.has(word));
    for (const word of this.words.keys()) if (!words.includes(word)) this.words.delete(word);
    for (const word of words) {
      if (!this.words.has(word)) this.words.set(word, { alerts: new Set(), to: 0 });
    }
    this.alerts = alerts;
    if (isOther) clearTimeout(this.timer);
    else if (this.timer !== undefined) return;
    this.timer = undefined;
    if (this.isSearching && !this.isAsking) this.timer = setTimeout(() => void this.search(), pause);
  }

  /** True for an alert that is known to hold a word. */
  holds(word: string, alert: number): boolean {
    return this.words.get(word)?.alerts.has(alert) === true;
  }

  /** True while alerts are still to be looked at. */
  get isSearching(): boolean {
    return [...this.words.values()].some(({ to }) => to < this.alerts);
  }

  /** The alerts are others by now: everything is looked for anew when it is wanted again. */
  forget(): void {
    this.round++;
    this.words.clear();
    this.alerts = 0;
  }

  /** An alert was edited: all are looked at anew, and what is known of each stays until then. */
  lookAgain(): void {
    this.round++;
    for (const progress of this.words.values()) progress.to = 0;
  }

  private async search(): Promise<void> {
    this.timer = undefined;
    this.isAsking = true;
    while (this.isSearching) {
      const { round } = this;
      const from = Math.min(...[...this.words.values()].map(({ to }) => to));
      const words = [...this.words].filter(([, { to }]) => to === from).map(([word]) => word);
      const answer = await this.ask(words, from);
      if (answer === null) break;
      if (round !== this.round) continue;
      for (const [i, word] of words.entries()) this.take(word, answer.found[i] ?? [], from, answer.to);
      this.foundMore();
      if (answer.to <= from) break; // there are fewer alerts than was said
    }
    this.isAsking = false;
  }

  private take(word: string, alerts: readonly number[], from: number, to: number): void {
    const progress = this.words.get(word);
    if (progress === undefined) return;
    for (const alert of progress.alerts) if (alert >= from && alert < to) progress.alerts.delete(alert);
    for (const alert of alerts) progress.alerts.add(alert);
    progress.to = to;
  }
}
