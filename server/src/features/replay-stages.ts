import { toBytes } from '../falco/evaluate/byte-string.ts';
import type { Transport } from '../kql/alerts/landed-alert.ts';
import { cefLandingNote } from '../kql/sidekick/landing.ts';
import type { Alert } from '../replay/alert.ts';
import { type Pace, type Stop, stretch } from '../replay/pace.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type Setup, transportsOf } from './replay-setup.ts';
import type { AsyncSentinel, OpenSentinel } from './stages/open-sentinel.ts';
import { projectParser, queryFiles, type SentinelQuery, sentinelQueries } from './stages/sentinel-queries.ts';
import type { SentinelResult } from './stages/sentinel-stage.ts';
import { type WazuhResult, type WazuhStage, workspaceWazuhStage } from './stages/wazuh-stage.ts';

/** One alert behind Falco; see `ReplayStageRow` in protocol/replay-stages.ts. */
export interface StageRow {
  readonly sentinel: readonly {
    readonly bytes: number;
    readonly isParsed: boolean;
    readonly returnedBy: readonly number[];
  }[];
  readonly wazuh:
    | { readonly id: string; readonly level: number; readonly description: string; readonly alert: boolean }
    | 'dropped'
    | null;
}

/** What the stages run with. */
export interface StageHost {
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Undefined where there is no Kusto. */
  readonly openSentinel?: OpenSentinel | undefined;
}

const fewest = 16;
const most = 1024;

/**
 * What comes behind Falco, for the alerts of a replay one after the other: Wazuh's rules may count, so that their
 * order matters. It holds for one run: one snapshot, one setup, the same alerts.
 */
export class StageRun {
  readonly rows: StageRow[] = [];
  readonly transports: readonly Transport[];
  /** The queries; rows name them by their place in it. Empty until `open`. */
  queries: readonly SentinelQuery[] = [];
  /** Why there is no Sentinel. */
  sentinelFailure: string | undefined;
  private wazuhStage: WazuhStage | undefined;
  private sentinel: Promise<AsyncSentinel | undefined> | undefined;
  private working: Promise<void> | undefined;
  private batch = fewest;

  constructor(
    readonly snapshot: Snapshot,
    private readonly setup: Setup,
    private readonly host: StageHost,
  ) {
    this.transports = transportsOf(setup, snapshot);
  }

  /** The stage of Wazuh, made at the first call. */
  get wazuh(): WazuhStage {
    this.wazuhStage ??= workspaceWazuhStage(this.snapshot);
    return this.wazuhStage;
  }

  /** The Sentinel; undefined, with `sentinelFailure`, where there is none. Never rejects. */
  open(): Promise<AsyncSentinel | undefined> {
    this.sentinel ??= this.openSentinel();
    return this.sentinel;
  }

  /** The Sentinel of this run as clients see it, once it was opened. */
  get sentinelShown() {
    const queries = this.queries.map(({ kind, name, rule }) => ({
      kind,
      name,
      ...(rule !== undefined && { rule }),
    }));
    const failure = this.sentinelFailure;
    return {
      transports: this.transports,
      queries,
      ...(failure !== undefined && { failure }),
      ...(this.transports.includes('cef') && { note: cefLandingNote }),
    };
  }

  /** Why Wazuh would not start with the rules; undefined where it would. */
  get wazuhFailure(): string | undefined {
    const { ruleset, messages } = this.wazuh.loaded;
    if (ruleset.usable) return undefined;
    const message = messages.find(({ level }) => level === 'error') ?? messages[0];
    return message?.message ?? 'Wazuh does not start with these rules.';
  }

  /** Takes the next alerts through the stages: a batch, so that rows grow by it, unless `stop` ends the work. */
  work(alerts: (from: number, to: number) => readonly Alert[], stop: Stop): Promise<void> {
    this.working ??= this.next(alerts, stop).finally(() => {
      this.working = undefined;
    });
    return this.working;
  }

  private async next(alerts: (from: number, to: number) => readonly Alert[], stop: Stop): Promise<void> {
    const { pace } = this.host;
    const next = alerts(this.rows.length, this.rows.length + this.batch);
    const ofSentinel = await this.throughSentinel(next, stop);
    if (ofSentinel === undefined || stop.stopped) return;
    let started = pace.now();
    for (const [i, alert] of next.entries()) {
      this.rows.push({
        sentinel: ofSentinel.map((each) => each[i]!),
        wazuh: shown(this.wazuh.evaluate(alert)),
      });
      if (pace.now() - started < stretch) continue;
      await pace.pause();
      if (stop.stopped) return;
      started = pace.now();
    }
  }

  /** A list for each transport; undefined where `stop` ended the work. */
  private async throughSentinel(alerts: readonly Alert[], stop: Stop) {
    const sentinel = await this.open();
    if (sentinel === undefined) return [];
    const { pace } = this.host;
    const started = pace.now();
    const results: StageRow['sentinel'][] = [];
    for (const transport of this.transports) {
      await pace.pause();
      const found = stop.stopped ? undefined : await sentinel.evaluate(alerts, transport, stop);
      if (found === undefined) return undefined;
      results.push(found.map((each) => this.counted(each)));
    }
    // Each query takes its time however few alerts there are: so many at once that single steps stay short.
    const share = (pace.now() - started) / (this.transports.length * (this.queries.length + 1));
    this.batch = share < stretch / 4 ? Math.min(most, this.batch * 2) : Math.max(fewest, this.batch / 2);
    return results;
  }

  private counted({ line, isParsed, returnedBy }: SentinelResult): StageRow['sentinel'][number] {
    return {
      bytes: toBytes(line).length,
      isParsed,
      returnedBy: returnedBy.map((query) => this.queries.indexOf(query)),
    };
  }

  private async openSentinel(): Promise<AsyncSentinel | undefined> {
    const { openSentinel, clock } = this.host;
    if (openSentinel === undefined) {
      this.sentinelFailure = 'Queries are not run here: Kusto’s library is not at hand.';
      return undefined;
    }
    this.queries = [...sentinelQueries(this.snapshot), ...queryFiles(this.setup.queries)];
    try {
      return await openSentinel({
        queries: this.queries,
        parser: projectParser(this.snapshot),
        now: clock(),
      });
    } catch (error) {
      this.queries = [];
      this.sentinelFailure = `Queries cannot be run: ${error instanceof Error ? error.message : error}`;
      return undefined;
    }
  }
}

function shown({ answer, isDropped }: WazuhResult): StageRow['wazuh'] {
  if (isDropped) return 'dropped';
  if (answer === null) return null;
  const { id, level, description, alert } = answer;
  return { id, level, description, alert };
}
