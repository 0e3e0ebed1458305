import type { Alert, Oddity } from './alert.ts';
import type { AlertFormat } from './alert-format.ts';
import { AlertReader, type AlertsRead } from './read-alerts.ts';

/** How much a store takes in before it is full. */
export interface StoreLimits {
  readonly alerts: number;
  readonly characters: number;
  readonly oddities: number;
}

/** Enough for 100,000 usual alerts, and an end to what a hostile file can do. */
const usualLimits: StoreLimits = { alerts: 200_000, characters: 512 * 1024 * 1024, oddities: 10_000 };

/** The alerts of one replay, as they come in. */
export class AlertStore {
  readonly alerts: Alert[] = [];
  readonly oddities: Oddity[] = [];
  /** Lines in which there was no alert. */
  otherLines = 0;
  /** True where nothing more will come: the text is at its end, or the store is full. */
  isComplete = false;
  private readonly reader: AlertReader;
  private characters = 0;

  /** @param formats understood beside Falco's own JSON. */
  constructor(
    formats: readonly AlertFormat[] = [],
    private readonly limits: StoreLimits = usualLimits,
  ) {
    this.reader = new AlertReader(formats);
  }

  /**
   * Takes the next piece of the text; `last` ends it.
   * @returns false where the store is full: further pieces are not read.
   */
  add(text: string, last: boolean): boolean {
    if (this.isComplete) return !this.isFull;
    this.characters += text.length;
    this.take(this.reader.read(text));
    if (last) this.take(this.reader.finish());
    if (this.isFull) this.noteEnd();
    this.isComplete = last || this.isFull;
    return !this.isFull;
  }

  private get isFull(): boolean {
    const { alerts, characters } = this.limits;
    return this.alerts.length >= alerts || this.characters >= characters;
  }

  private take({ alerts, oddities, otherLines }: AlertsRead): void {
    const { limits } = this;
    for (const alert of alerts) if (this.alerts.length < limits.alerts) this.alerts.push(alert);
    for (const oddity of oddities) if (this.oddities.length < limits.oddities) this.oddities.push(oddity);
    this.otherLines += otherLines;
  }

  private noteEnd(): void {
    const line = this.alerts.at(-1)?.line ?? 1;
    const message = `Only the first ${this.alerts.length} alerts were read: a replay holds no more.`;
    this.oddities.push({ line, message });
  }
}
