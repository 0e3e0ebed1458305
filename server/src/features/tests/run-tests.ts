import { eventOf } from '../../falco/evaluate/event.ts';
import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { Alert } from '../../replay/alert.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { Expectation, FalcoTest } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { WazuhTarget } from '../generate-wazuh.ts';
import { projectParser, type SentinelQuery, sentinelQueries } from '../stages/sentinel-queries.ts';
import { SentinelStage } from '../stages/sentinel-stage.ts';
import { WazuhStage } from '../stages/wazuh-stage.ts';
import { falcoReason, sentinelReason, wazuhReason } from './reasons.ts';
import { type AlertContext, testAlert } from './test-alert.ts';

/** What tests are run with. */
export interface TestContext extends AlertContext {
  /** Kusto's library, where tests ask about Sentinel; see `needsSentinel`. */
  readonly kusto?: KustoLibrary;
  readonly wazuh?: WazuhTarget;
  /** Queries of the workspace's own `.kql` files, by the names of the files. */
  readonly queries?: Readonly<Record<string, string>>;
  /** What `now()` gives in queries, in milliseconds since 1970. */
  readonly now: number;
}

/** An expectation that was not met. */
export interface Failure {
  readonly expectation: Expectation;
  /** What was expected, and what came. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** Why it came so, a line each. */
  readonly reasons: readonly string[];
}

/** What became of a test. */
export interface TestResult {
  readonly test: FalcoTest;
  /** Why the test could not be run at all. */
  readonly error?: string;
  readonly failures: readonly Failure[];
  readonly alert?: Alert;
}

/** True where a test asks about Sentinel, so that Kusto's library is needed. */
export function needsSentinel(tests: readonly FalcoTest[]): boolean {
  return tests.some(({ expectations }) => expectations.some((each) => each.of === 'sentinel'));
}

/** Runs tests one after the other; each is on its own. */
export function* runTests(tests: readonly FalcoTest[], context: TestContext): Generator<TestResult> {
  const engines = new Engines(tests, context);
  for (const test of tests) yield runTest(test, engines, context);
}

function runTest(test: FalcoTest, engines: Engines, context: TestContext): TestResult {
  const made = testAlert(test, context);
  if (!made.ok) return { test, error: made.reason, failures: [] };
  const { alert } = made;
  const failures = test.expectations.flatMap((each) => engines.failure(each, alert, test) ?? []);
  return { test, alert, failures };
}

/** The three engines, each made when the first test asks for it. */
class Engines {
  private wazuh: WazuhStage | undefined;
  private sentinel: SentinelStage | undefined;

  constructor(
    private readonly tests: readonly FalcoTest[],
    private readonly context: TestContext,
  ) {}

  /** Undefined where the expectation is met. */
  failure(expectation: Expectation, alert: Alert, test: FalcoTest): Failure | undefined {
    switch (expectation.of) {
      case 'falco':
        return falcoFailure(expectation, alert, this.context.snapshot);
      case 'wazuh':
        this.wazuh ??= new WazuhStage(this.context.snapshot, this.context.wazuh);
        return wazuhFailure(expectation, alert, this.wazuh);
      case 'sentinel':
        this.sentinel ??= this.makeSentinel();
        return this.sentinel && sentinelFailure(expectation, alert, this.transportsOf(test), this.sentinel);
    }
  }

  private transportsOf({ transport = this.context.snapshot.settings.sentinel.transport }: FalcoTest) {
    return transport === 'both' ? (['json', 'cef'] as const) : [transport];
  }

  /** With the queries only that tests name: each costs an analysis. */
  private makeSentinel(): SentinelStage | undefined {
    const { kusto, snapshot, now, queries = {} } = this.context;
    if (kusto === undefined) return undefined;
    const named = new Set(
      this.tests.flatMap(({ expectations }) =>
        expectations.flatMap((each) => (each.of === 'sentinel' && 'query' in each ? each.query : [])),
      ),
    );
    const files = Object.entries(queries).map(
      ([name, text]): SentinelQuery => ({ kind: 'file', name, text }),
    );
    const all = [...sentinelQueries(snapshot), ...files];
    const wanted = all.filter(({ name }) => named.has(name));
    return new SentinelStage(kusto, wanted, now, projectParser(snapshot));
  }
}

function falcoFailure(
  expectation: Extract<Expectation, { of: 'falco' }>,
  alert: Alert,
  snapshot: Snapshot,
): Failure | undefined {
  const { rule, verdict: expected } = expectation;
  const found = replayRules(snapshot).rules.get(rule);
  if (found === undefined) {
    return failureOf(expectation, expected, 'not loaded', `Falco does not load the rule "${rule}".`, []);
  }
  const verdict = found.condition.evaluate(eventOf(alert.fields));
  const actual = verdict === true ? 'fires' : verdict === false ? 'silent' : 'unknown';
  if (actual === expected) return undefined;
  const message = `The rule "${rule}" should ${falcoWords[expected].should}, but ${falcoWords[actual].does}.`;
  return failureOf(expectation, expected, actual, message, falcoReason(snapshot, alert, rule));
}

const falcoWords = {
  fires: { should: 'fire', does: 'it fires' },
  silent: { should: 'be silent', does: 'it is silent' },
  unknown: { should: 'be unknown', does: 'the alert does not tell' },
} as const satisfies Record<string, { should: string; does: string }>;

function wazuhFailure(
  expectation: Extract<Expectation, { of: 'wazuh' }>,
  alert: Alert,
  stage: WazuhStage,
): Failure | undefined {
  const explained = stage.explain(alert);
  const answer = explained?.answer ?? null;
  const { what, value } = expectation;
  const reasons = explained === undefined ? ['The agent drops the line.'] : wazuhReason(explained);
  const actual = answer === null ? 'no rule' : String(what === 'id' ? Number(answer.id) : answer[what]);
  const isMet = what === 'description' ? actual.includes(value) : actual === String(value);
  if (isMet && answer !== null) return undefined;
  const named = { id: 'end on rule', level: 'have level', alert: 'alert', description: 'be described as' }[
    what
  ];
  const message = `In Wazuh it should ${named} ${value}, but it is ${actual}.`;
  return failureOf(expectation, String(value), actual, message, reasons);
}

function sentinelFailure(
  expectation: Extract<Expectation, { of: 'sentinel' }>,
  alert: Alert,
  transports: readonly Transport[],
  stage: SentinelStage,
): Failure | undefined {
  if (expectation.what !== 'returned' && expectation.what !== 'not-returned') return undefined;
  const query = stage.queries.find(({ name }) => name === expectation.query);
  if (query === undefined) {
    const message = `There is no query of the name "${expectation.query}".`;
    return failureOf(expectation, expectation.what, 'no query', message, []);
  }
  const wanted = expectation.what === 'returned';
  for (const way of transports) {
    const returned = stage.evaluate([alert], way)[0]!.returnedBy.includes(query);
    if (returned === wanted) continue;
    const actual = `${returned ? '' : 'not '}returned (${way.toUpperCase()})`;
    const message = `The query "${query.name}" should ${wanted ? '' : 'not '}return it, but ${returned ? 'does' : 'does not'} (${way.toUpperCase()}).`;
    return failureOf(
      expectation,
      expectation.what,
      actual,
      message,
      sentinelReason(stage, alert, query, way),
    );
  }
  return undefined;
}

function failureOf(
  expectation: Expectation,
  expected: string,
  actual: string,
  message: string,
  reasons: readonly string[],
): Failure {
  return { expectation, message, expected, actual, reasons };
}
