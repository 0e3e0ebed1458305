import {
  projectParser,
  type SentinelQuery,
  sentinelQueries,
} from '../../features/stages/sentinel-queries.ts';
import { type QueryFailure, SentinelStage } from '../../features/stages/sentinel-stage.ts';
import { workspaceWazuhStage } from '../../features/stages/wazuh-stage.ts';
import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { Alert } from '../../replay/alert.ts';
import { type NamedVerdict, replayAlert } from '../../replay/replay.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { Answer } from '../../wazuh/evaluate/answer.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** The ways on which alerts come to Sentinel. */
export type ReplayTransport = Transport | 'both';

/** What became of one alert. */
export interface ReplayedAlert {
  readonly alert: Alert;
  readonly verdict: NamedVerdict;
  /** Fields that the verdict lacks. */
  readonly missing: readonly string[];
  /** How many other rules would fire. */
  readonly othersFire: number;
  /** For each way the names of the queries that return it; undefined where the parser function gives no row. */
  readonly sentinel: ReadonlyMap<Transport, readonly string[] | undefined>;
  /** Null where no rule matches, or the agent drops the line. */
  readonly wazuh: Answer | null;
}

/** Falco, Sentinel on each way, and Wazuh. */
export class AllStages {
  readonly ways: readonly Transport[];
  private readonly sentinel: SentinelStage;
  private readonly wazuh: ReturnType<typeof workspaceWazuhStage>;

  /**
   * @param more queries beside those of rules and detections
   * @param now what `now()` gives in queries, in milliseconds since 1970
   */
  constructor(
    private readonly snapshot: Snapshot,
    kusto: KustoLibrary,
    transport: ReplayTransport,
    more: readonly SentinelQuery[],
    now: number,
  ) {
    this.ways = transport === 'both' ? ['json', 'cef'] : [transport];
    this.sentinel = new SentinelStage(
      kusto,
      [...sentinelQueries(snapshot), ...more],
      now,
      projectParser(snapshot),
    );
    this.wazuh = workspaceWazuhStage(snapshot);
  }

  /** Queries that could not be run so far. */
  get failures(): readonly QueryFailure[] {
    return this.sentinel.failures;
  }

  /** What becomes of alerts, in their order; Wazuh counts those before. */
  replay(alerts: readonly Alert[]): readonly ReplayedAlert[] {
    const rules = replayRules(this.snapshot);
    const returned = this.ways.map((way) => [way, this.sentinel.evaluate(alerts, way)] as const);
    return alerts.map((alert, i): ReplayedAlert => {
      const { verdict, missing, othersFire } = replayAlert(alert, rules);
      const sentinel = new Map(
        returned.map(([way, results]) => {
          const { isParsed, returnedBy } = results[i]!;
          return [way, isParsed ? returnedBy.map(({ name }) => name) : undefined] as const;
        }),
      );
      const others = othersFire.length;
      return {
        alert,
        verdict,
        missing,
        othersFire: others,
        sentinel,
        wazuh: this.wazuh.evaluate(alert).answer,
      };
    });
  }
}
