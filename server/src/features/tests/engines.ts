import type { Alert } from '../../replay/alert.ts';
import type { FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { OpenSentinel } from '../stages/open-sentinel.ts';
import {
  projectParser,
  type QueryFile,
  queryFiles,
  type SentinelQuery,
  sentinelQueries,
} from '../stages/sentinel-queries.ts';
import { type WazuhStage, workspaceWazuhStage } from '../stages/wazuh-stage.ts';
import { type AlertContext, testAlert } from './test-alert.ts';
import { addressOf, isQueryFile } from './test-files.ts';
import { TestSentinel } from './test-sentinel.ts';

/** What tests are run with. */
export interface TestContext extends AlertContext {
  /** Opens a Sentinel, where tests ask about it; absent where there is none. */
  readonly openSentinel?: OpenSentinel;
  /** Queries in files, by their addresses, beside those that tests name by a path. */
  readonly queries?: readonly QueryFile[];
  /** What `now()` gives in queries, in milliseconds since 1970. */
  readonly now: number;
}

/** The engines that tests ask beside Falco's. */
export class Engines {
  private wazuhStage: WazuhStage | undefined;

  private constructor(
    readonly context: TestContext,
    /** Undefined where there is none, or nobody asks for it. */
    readonly sentinel: TestSentinel | undefined,
  ) {}

  /** Makes them for tests, or for some alerts that are recorded: only queries that can matter are run. */
  static async open(
    context: TestContext,
    tests: readonly FalcoTest[],
    alerts: readonly Alert[] = [],
  ): Promise<Engines> {
    const queries = queriesFor(context, tests, alerts);
    const parser = projectParser(context.snapshot);
    const opened = await context.openSentinel?.({ queries, parser, now: context.now });
    return new Engines(context, opened && new TestSentinel(opened, queries));
  }

  get snapshot(): Snapshot {
    return this.context.snapshot;
  }

  /** Wazuh with the rules generated for the project, and those of its own files. */
  get wazuh(): WazuhStage {
    this.wazuhStage ??= workspaceWazuhStage(this.snapshot);
    return this.wazuhStage;
  }

  /**
   * The query that a test names: of a detection, of a rule, or in a file, by its path from the file of the test
   * or by its name alone where only one file has it.
   */
  query(name: string, { placed: { file } }: FalcoTest): SentinelQuery | undefined {
    const queries = this.sentinel?.queries ?? [];
    if (isQueryFile(name)) {
      const files = queries.filter(({ kind }) => kind === 'file');
      const address = addressOf(name, file);
      const called = files.filter((each) => each.name === name);
      return files.find(({ uri }) => uri === address) ?? (called.length === 1 ? called[0] : undefined);
    }
    const named = queries.filter((each) => each.kind !== 'file' && each.name === name);
    return named.find(({ kind }) => kind === 'detection') ?? named[0];
  }
}

/** The queries that tests name, those about the rules that their alerts name, and all files. */
function queriesFor(
  context: TestContext,
  tests: readonly FalcoTest[],
  alerts: readonly Alert[],
): readonly SentinelQuery[] {
  const named = new Set(
    tests.flatMap(({ expectations }) =>
      expectations.flatMap((each) => (each.of === 'sentinel' && 'query' in each ? each.query : [])),
    ),
  );
  const made = tests.flatMap((test) => {
    const alert = testAlert(test, context);
    return alert.ok ? alert.alert : [];
  });
  const rules = new Set([...alerts, ...made].map(({ rule }) => rule));
  const byPath = queryFiles(
    Object.fromEntries([...context.texts].filter(([address]) => isQueryFile(address))),
  );
  const known = new Set(byPath.map(({ uri }) => uri));
  const others = (context.queries ?? []).filter((each) => named.has(each.name) && !known.has(each.uri));
  const ofProject = sentinelQueries(context.snapshot);
  const own = ofProject.filter(({ name, rule }) => named.has(name) || rules.has(rule));
  return [...own, ...byPath, ...others];
}
