import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { projectParser, type SentinelQuery, sentinelQueries } from '../stages/sentinel-queries.ts';
import { SentinelStage } from '../stages/sentinel-stage.ts';
import { type WazuhStage, workspaceWazuhStage } from '../stages/wazuh-stage.ts';
import type { AlertContext } from './test-alert.ts';

/** What tests are run with. */
export interface TestContext extends AlertContext {
  /** Kusto's library, where tests ask about Sentinel; see `needsSentinel`. */
  readonly kusto?: KustoLibrary;
  /** What `now()` gives in queries, in milliseconds since 1970. */
  readonly now: number;
}

/** The engines that tests ask beside Falco's, each made when the first test asks for it. */
export class Engines {
  private wazuhStage: WazuhStage | undefined;
  private sentinelStage: SentinelStage | undefined;
  readonly snapshot: Snapshot;

  constructor(readonly context: TestContext) {
    this.snapshot = context.snapshot;
  }

  /** Wazuh with the rules generated for the project, and those of its own files. */
  get wazuh(): WazuhStage {
    this.wazuhStage ??= workspaceWazuhStage(this.snapshot);
    return this.wazuhStage;
  }

  /** Sentinel with the queries of the project; undefined where Kusto's library is not at hand. */
  get sentinel(): SentinelStage | undefined {
    const { kusto, now } = this.context;
    if (kusto !== undefined) {
      const parser = projectParser(this.snapshot);
      this.sentinelStage ??= new SentinelStage(kusto, sentinelQueries(this.snapshot), now, parser);
    }
    return this.sentinelStage;
  }

  /** A query of the project by the name of its rule or detection; the detection, where both have it. */
  query(name: string): SentinelQuery | undefined {
    const named = this.sentinel?.queries.filter((each) => each.name === name) ?? [];
    return named.find(({ kind }) => kind === 'detection') ?? named[0];
  }
}
