import {
  type CancellationToken,
  type Disposable,
  type FileCoverage,
  type LogOutputChannel,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  Uri,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  NotificationsToClient,
  TestFailure,
  TestFile,
  TestId,
  TestOutcome,
} from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../language-server.ts';
import { locationOf, rangeOf } from '../place.ts';
import { readQueries } from '../replay/workspace-queries.ts';
import { coverageOf, detailsOf } from './rules-coverage.ts';
import { watchedRuns } from './watched-runs.ts';

/** The tests of rules in VS Code's Test Explorer. */
export interface TestExplorer extends Disposable {
  /** Takes what a client's server says from now on. */
  listenTo(client: BaseLanguageClient): void;
  /** The addresses of the files of tests. */
  readonly files: () => readonly Uri[];
  /** The tests under an item, or of a file. */
  readonly testsOf: (item: TestItem | Uri) => readonly TestId[];
}

const resultMethod = 'falcoWorkbench/tests/result' satisfies keyof NotificationsToClient;
const listMethod = 'falcoWorkbench/tests/list' satisfies keyof NotificationsToClient;

/** Makes the explorer: an item for each file of tests, and one for each test in it. */
export function testExplorer(server: () => LanguageServer, log: LogOutputChannel): TestExplorer {
  const controller = tests.createTestController('falcoWorkbench.tests', 'Falco rules');
  const runs = new Map<number, (outcome: TestOutcome) => void>();
  const ids = new WeakMap<TestItem, TestId>();
  let count = 0;

  const run = async (request: TestRunRequest, token: CancellationToken, coverage: boolean) => {
    const number = ++count;
    const items = chosenItems(controller, request, ids);
    const testRun = controller.createTestRun(request);
    for (const item of items) testRun.enqueued(item);
    const itemOf = new Map(items.map((item) => [keyOf(ids.get(item)!), item]));
    runs.set(number, (outcome) => tell(testRun, itemOf.get(keyOf(outcome)), outcome));
    const asked = items.map((item) => ids.get(item)!);
    try {
      const params = { run: number, tests: asked, coverage, queries: await readQueries() };
      const result = await server().request('falcoWorkbench/tests/run', params, token);
      if (result && coverage) for (const file of coverageOf(result)) testRun.addCoverage(file);
    } catch (error) {
      if (!token.isCancellationRequested) log.error('Running tests failed:', error);
    } finally {
      runs.delete(number);
      testRun.end();
    }
  };

  const watched = watchedRuns((request, token) => run(request, token, false));
  const runProfile = controller.createRunProfile(
    'Run',
    TestRunProfileKind.Run,
    (request, token) => (request.continuous ? watched.add(request, token) : run(request, token, false)),
    true,
    undefined,
    true,
  );
  const coverageProfile = controller.createRunProfile(
    'Run with Coverage',
    TestRunProfileKind.Coverage,
    (request, token) => run(request, token, true),
    true,
  );
  coverageProfile.loadDetailedCoverage = async (_, file: FileCoverage) => detailsOf(file);

  return {
    listenTo(client) {
      client.onNotification(listMethod, ({ files }: NotificationsToClient[typeof listMethod]) => {
        controller.items.replace(files.map((file) => fileItem(controller, file, ids)));
        watched.wake();
      });
      client.onNotification(resultMethod, (outcome: TestOutcome) => runs.get(outcome.run)?.(outcome));
    },
    files: () => [...controller.items].map(([, { uri }]) => uri!),
    testsOf: (of) => {
      const item = of instanceof Uri ? controller.items.get(of.toString()) : of;
      return item === undefined ? [] : leavesOf(item).flatMap((leaf) => ids.get(leaf) ?? []);
    },
    dispose() {
      watched.dispose();
      runProfile.dispose();
      coverageProfile.dispose();
      controller.dispose();
    },
  };
}

function fileItem(
  controller: TestController,
  { uri, tests: inFile }: TestFile,
  ids: WeakMap<TestItem, TestId>,
): TestItem {
  const address = Uri.parse(uri);
  const item = controller.createTestItem(address.toString(), workspace.asRelativePath(address), address);
  item.children.replace(
    inFile.map(({ name, range }, index) => {
      const test = controller.createTestItem(`${uri}#${index}`, name || '(test without a name)', address);
      test.range = rangeOf(range);
      test.sortText = String(index).padStart(6, '0');
      ids.set(test, { uri, index });
      return test;
    }),
  );
  return item;
}

/** The tests that a request is for, without those that it leaves out. */
function chosenItems(
  controller: TestController,
  { include, exclude = [] }: TestRunRequest,
  ids: WeakMap<TestItem, TestId>,
): readonly TestItem[] {
  const roots = include ?? [...controller.items].map(([, item]) => item);
  const left = new Set(exclude.flatMap(leavesOf).map(({ id }) => id));
  return roots.flatMap(leavesOf).filter((item) => !left.has(item.id) && ids.has(item));
}

function leavesOf(item: TestItem): readonly TestItem[] {
  return item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leavesOf(child));
}

function keyOf({ uri, index }: TestId): string {
  return `${uri}#${index}`;
}

function tell(run: TestRun, item: TestItem | undefined, { error, failures }: TestOutcome): void {
  if (item === undefined) return;
  run.started(item);
  if (error !== undefined) run.errored(item, new TestMessage(error));
  else if (failures.length === 0) run.passed(item);
  else run.failed(item, failures.flatMap(messagesOf));
  const lines = failures.flatMap(({ message, reasons }) => [
    `    ${message}`,
    ...reasons.map((reason) => `      ${reason}`),
  ]);
  const mark = error === undefined && failures.length === 0 ? '✓' : '✗';
  const output = [`${mark} ${item.label}`, ...(error === undefined ? [] : [`    ${error}`]), ...lines];
  run.appendOutput(`${output.map(printable).join('\r\n')}\r\n`, undefined, item);
}

/** What was expected against what came, then why it came so. */
function messagesOf({ message, expected, actual, reasons, place }: TestFailure): TestMessage[] {
  const difference = TestMessage.diff(message, expected, actual);
  const all = reasons.length === 0 ? [difference] : [difference, new TestMessage(reasons.join('\n'))];
  for (const each of all) each.location = locationOf(place);
  return all;
}

/** Output goes to a terminal, which must obey nothing that stands in alerts. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}
