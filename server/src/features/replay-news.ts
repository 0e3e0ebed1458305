import { AlertStore } from '../replay/alert-store.ts';
import type { Pace, Stop } from '../replay/pace.ts';
import { replayAlerts } from '../replay/replay.ts';
import { replayRules } from '../replay/replay-rules.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { alertFormats } from './alert-formats.ts';
import { replayRow } from './replay.ts';

/** How much of a replay somebody has seen; see `ReplaySeen` in protocol.ts. */
export interface Seen {
  readonly run: number;
  readonly rows: number;
  readonly oddities: number;
  readonly done: boolean;
}

/** Rows and oddities in one answer: more would keep the view waiting. */
const mostAtOnce = 5000;

/** Alerts that are replayed against the rules as they are: each change of the rules begins a new run. */
export class Replay {
  readonly store = new AlertStore(alertFormats);
  /** Changes with the rules. */
  run = 0;

  constructor(private rules: Snapshot) {}

  /** What the current run is about. */
  get snapshot(): Snapshot {
    return this.rules;
  }

  /** Begins a new run where the rules are others by now. */
  renew(snapshot: Snapshot): void {
    if (snapshot === this.rules) return;
    this.rules = snapshot;
    this.run++;
  }

  /** True where there is more than what was seen. */
  hasNews(seen: Seen): boolean {
    const { alerts, oddities, isComplete } = this.store;
    if (seen.run !== this.run || seen.oddities < oddities.length) return true;
    return seen.rows < alerts.length || (isComplete && !seen.done);
  }

  /**
   * What is new, see `ReplayNews` in protocol.ts: as many rows as fit into one answer, fewer where `stop` ends
   * the work.
   */
  async news(seen: Seen, pace: Pace, stop: Stop) {
    const { alerts, oddities, otherLines, isComplete } = this.store;
    const { run, snapshot } = this;
    const from = seen.run === run ? seen.rows : 0;
    const next = alerts.slice(from, from + mostAtOnce);
    const rows: ReturnType<typeof replayRow>[] = [];
    for await (const batch of replayAlerts(next, replayRules(snapshot), pace, stop)) {
      for (const result of batch) rows.push(replayRow(next[rows.length]!, result));
    }
    return {
      run,
      from,
      rows,
      oddities: oddities.slice(seen.oddities, seen.oddities + mostAtOnce),
      alerts: alerts.length,
      otherLines,
      done: isComplete && from + rows.length >= alerts.length,
    };
  }
}
