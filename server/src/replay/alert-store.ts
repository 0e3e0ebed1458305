import type { Alert, Oddity } from './alert.ts';
import type { AlertFormat } from './alert-format.ts';
import { PackedAlerts } from './packed-alerts.ts';
import { AlertReader, type AlertsRead } from './read-alerts.ts';

/** How much a store keeps. */
export interface StoreLimits {
  readonly alerts: number;
  /** Of packed texts; see PackedAlerts. */
  readonly bytes: number;
  readonly oddities: number;
}

/** As many alerts as a list can show well; packed they seldom need a tenth of that room. */
const usualLimits: StoreLimits = { alerts: 100_000, bytes: 128 * 1024 * 1024, oddities: 10_000 };

/** The alerts of one replay, as they come in: the first ones are kept, the others handed on. */
export class AlertStore {
  readonly alerts = new PackedAlerts();
  readonly oddities: Oddity[] = [];
  /** Lines in which there was no alert. */
  otherLines = 0;
  /** True where nothing more will come. */
  isComplete = false;
  private readonly reader: AlertReader;
  private isFull = false;

  /** @param formats understood beside Falco's own JSON. */
  constructor(
    formats: readonly AlertFormat[] = [],
    private readonly limits: StoreLimits = usualLimits,
  ) {
    this.reader = new AlertReader(formats);
  }

  /**
   * Takes the next piece of the text; `last` ends it.
   * @returns the alerts for which there is no room.
   */
  add(text: string, last: boolean): readonly Alert[] {
    if (this.isComplete) return [];
    const others = this.take(this.reader.read(text));
    if (!last) return others;
    this.isComplete = true;
    return [...others, ...this.take(this.reader.finish())];
  }

  private take({ alerts, texts, oddities, otherLines }: AlertsRead): readonly Alert[] {
    let kept = 0;
    for (; kept < alerts.length && this.hasRoom(); kept++) {
      this.alerts.push(texts[kept]!, alerts[kept]!.line);
    }
    const room = this.limits.oddities - this.oddities.length;
    for (const oddity of oddities.slice(0, room)) this.oddities.push(oddity);
    this.otherLines += otherLines;
    return kept === 0 ? alerts : alerts.slice(kept);
  }

  /** Once an alert was left out, so are all after it: what is kept is the begin of the file. */
  private hasRoom(): boolean {
    const { length, bytes } = this.alerts;
    this.isFull ||= length >= this.limits.alerts || bytes >= this.limits.bytes;
    return !this.isFull;
  }
}
