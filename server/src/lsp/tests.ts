import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { OpenSentinel } from '../features/stages/open-sentinel.ts';
import { type QueryFile, queryFiles } from '../features/stages/sentinel-queries.ts';
import { Engines, type TestContext } from '../features/tests/engines.ts';
import { newTest } from '../features/tests/new-test.ts';
import { coveredPlaces } from '../features/tests/place-coverage.ts';
import { recordTest } from '../features/tests/record.ts';
import { needsSentinel, runTest, type TestResult } from '../features/tests/run-tests.ts';
import { testAlert } from '../features/tests/test-alert.ts';
import { filesOf } from '../features/tests/test-files.ts';
import type {
  FileRange,
  NotificationsToClient,
  RequestsToServer,
  TestFile,
  TestId,
  TestOutcome,
} from '../protocol.ts';
import type { Alert } from '../replay/alert.ts';
import type { Span } from '../text/span.ts';
import type { FalcoTest } from '../workspace/tests/falco-test.ts';
import { readTests } from '../workspace/tests/read-tests.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { afterPause } from './after-pause.ts';
import type { FileAccess } from './file-access.ts';
import { describeError, reporter } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf } from './ranges.ts';

type Method = Extract<keyof RequestsToServer, `falcoWorkbench/tests/${string}`>;

const listMethod = 'falcoWorkbench/tests/list' satisfies keyof NotificationsToClient;
const resultMethod = 'falcoWorkbench/tests/result' satisfies keyof NotificationsToClient;

/** What tests are run with beside the workspace. */
export interface TestHost {
  readonly files: FileAccess;
  /** Opens a Sentinel of our own, which runs elsewhere. */
  readonly openSentinel: OpenSentinel;
  /** Those of the workspace, where a client has said them. */
  readonly queries?: readonly QueryFile[];
}

/** How long nothing must change before the client is told of the tests, in milliseconds. */
const pause = 150;

/** Tells the client what tests there are, each time it changes. */
export function sendTests(connection: Connection, workspace: Workspace, log: Log): void {
  let told = '{"files":[]}';
  const tell = () => {
    const list = { files: listTests(workspace) };
    const content = JSON.stringify(list);
    if (content === told) return;
    told = content;
    connection.sendNotification(listMethod, list).catch(reporter(log, 'Telling the tests'));
  };
  workspace.onChange(afterPause(tell, pause));
}

function listTests(workspace: Workspace): TestFile[] {
  const files = new Map<string, TestFile>();
  for (const snapshot of workspace.allSnapshots()) {
    for (const { uri, read } of snapshot.testFiles) {
      const tests = readTests(read).tests.map(({ name, placed }) => ({
        name: name.value,
        range: rangeIn(snapshot, placed.file, name.span),
      }));
      files.set(uri, { uri, tests });
    }
  }
  return [...files.values()];
}

/** Answers requests about tests. Long runs make room for other questions, and end when they are cancelled. */
export function registerTests(connection: Connection, workspace: Workspace, host: TestHost, log: Log): void {
  function answer<Name extends Method>(
    method: Name,
    empty: RequestsToServer[Name]['result'],
    handler: (
      asked: RequestsToServer[Name]['params'],
      token: CancellationToken,
    ) => Promise<RequestsToServer[Name]['result']>,
  ): void {
    connection.onRequest(
      method,
      async (asked: RequestsToServer[Name]['params'], token: CancellationToken): Promise<unknown> => {
        try {
          return await handler(asked, token);
        } catch (error) {
          log.error(`${method} failed: ${describeError(error)}`);
          return empty;
        }
      },
    );
  }

  answer('falcoWorkbench/tests/run', null, async ({ run, tests, coverage, queries }, token) => {
    const groups = groupsOf(workspace, tests);
    const result = { checks: [] as CheckCounts, rules: [] as RuleCounts };
    for (const { snapshot, asked } of groups) {
      const alerts = await runGroup(
        snapshot,
        asked,
        { ...host, queries: queryFiles(queries) },
        token,
        (id, outcome) =>
          connection
            .sendNotification(resultMethod, outcomeOf(run, id, outcome, snapshot))
            .catch(reporter(log, 'Telling a result')),
      );
      if (alerts === undefined) return null;
      if (!coverage) continue;
      const covered = await inPieces(coveredPlaces(alerts, snapshot), token);
      if (covered === undefined) return null;
      const placed = <Counted extends { place: { uri: string; span: Span } }>(each: Counted) => ({
        ...each,
        place: rangeIn(snapshot, each.place.uri, each.place.span),
      });
      result.checks.push(...covered.checks.map(placed));
      result.rules.push(...covered.rules.map(placed));
    }
    return result;
  });
  answer('falcoWorkbench/tests/record', { edits: [], problems: [] }, ({ tests, queries }) =>
    record(workspace, tests, { ...host, queries: queryFiles(queries) }),
  );
  answer('falcoWorkbench/tests/new', { problem: 'It failed; the log says why.' }, async (asked) => {
    const { source, target } = asked;
    const loads =
      source.kind === 'rule' &&
      workspace.allSnapshots().find(({ load }) => load.compiled.rules.has(source.rule));
    const snapshot = loads || workspace.snapshot(target);
    return newTest(source, target, await contextFor(snapshot, [], host, true));
  });
}

type Counts = NonNullable<RequestsToServer['falcoWorkbench/tests/run']['result']>;
type CheckCounts = Counts['checks'][number][];
type RuleCounts = Counts['rules'][number][];

/** Tests that are asked for, with where they stand among those of their file. */
interface Asked {
  readonly id: TestId;
  readonly test: FalcoTest;
}

/** The tests that are asked for, by the snapshots that they are run on; those that are gone are left out. */
function groupsOf(workspace: Workspace, ids: readonly TestId[]) {
  const groups = new Map<Snapshot, Asked[]>();
  for (const id of ids) {
    const snapshot = workspace.snapshot(id.uri);
    const file = snapshot.files.get(id.uri);
    const test = file && readTests(file.read).tests[id.index];
    if (test === undefined) continue;
    const group = groups.get(snapshot) ?? [];
    group.push({ id, test });
    groups.set(snapshot, group);
  }
  return [...groups].map(([snapshot, asked]) => ({ snapshot, asked }));
}

/** Runs tests; gives their alerts, or undefined where it was cancelled. */
async function runGroup(
  snapshot: Snapshot,
  asked: readonly Asked[],
  host: TestHost,
  token: CancellationToken,
  tell: (id: TestId, result: TestResult) => void,
): Promise<readonly Alert[] | undefined> {
  const tests = asked.map(({ test }) => test);
  const engines = await Engines.open(await contextFor(snapshot, tests, host, needsSentinel(tests)), tests);
  const alerts: Alert[] = [];
  for (const { id, test } of asked) {
    await rest();
    if (token.isCancellationRequested) return undefined;
    const result = await runTest(test, engines);
    if (result.alert) alerts.push(result.alert);
    tell(id, result);
  }
  return alerts;
}

async function record(workspace: Workspace, ids: readonly TestId[], host: TestHost) {
  const edits: RequestsToServer['falcoWorkbench/tests/record']['result']['edits'][number][] = [];
  const problems: string[] = [];
  for (const { snapshot, asked } of groupsOf(workspace, ids)) {
    const all = asked.map(({ test }) => test);
    const context = await contextFor(snapshot, all, host, true);
    const engines = await Engines.open(context, all);
    for (const { test } of asked) {
      await rest();
      const name = test.name.value;
      const edit = await recordTest(test, engines);
      const made = testAlert(test, context);
      if (edit === undefined) problems.push(`${name}: ${made.ok ? 'The test has no alert.' : made.reason}`);
      else {
        edits.push({ ...rangeIn(snapshot, test.placed.file, edit.span), newText: edit.newText, name });
      }
    }
  }
  return { edits, problems };
}

async function contextFor(
  snapshot: Snapshot,
  tests: readonly FalcoTest[],
  { files, openSentinel, queries }: TestHost,
  withSentinel: boolean,
): Promise<TestContext> {
  const texts = new Map<string, string>();
  for (const address of filesOf(tests)) {
    const text = await files.read(address);
    if (text !== undefined) texts.set(address, text);
  }
  const now = Date.now();
  const moment = { nanoseconds: BigInt(now) * 1_000_000n, hostname: 'node-1' };
  return { snapshot, texts, ...(queries && { queries }), moment, now, ...(withSentinel && { openSentinel }) };
}

function outcomeOf(
  run: number,
  id: TestId,
  { error, failures }: TestResult,
  snapshot: Snapshot,
): TestOutcome {
  return {
    run,
    ...id,
    ...(error !== undefined && { error }),
    failures: failures.map(({ expectation, message, expected, actual, reasons }) => ({
      message,
      expected,
      actual,
      reasons,
      place: rangeIn(snapshot, id.uri, expectation.span),
    })),
  };
}

function rangeIn(snapshot: Snapshot, uri: string, span: Span): FileRange {
  const location = locationOf(snapshot, uri, span);
  const start = { line: 0, character: 0 };
  return location ? { uri: location.uri, ...location.range } : { uri, start, end: start };
}

/** Goes through the steps of a job, with room for others between them; undefined where it was cancelled. */
async function inPieces<Result>(
  steps: Generator<undefined, Result>,
  token: CancellationToken,
): Promise<Result | undefined> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await rest();
    if (token.isCancellationRequested) return undefined;
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
