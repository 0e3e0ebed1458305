import {
  type CancellationToken,
  CancellationTokenSource,
  Disposable,
  TestRunRequest,
  workspace,
} from 'vscode';

/** Runs of tests that go on: again after each change, until they are cancelled. */
export interface WatchedRuns extends Disposable {
  /** Runs the tests of a request now and after each change. */
  add(request: TestRunRequest, token: CancellationToken): void;
  /** Runs all of them again, once nothing changes for a while. */
  wake(): void;
}

/** How long changes are waited for that come together, in milliseconds. */
const pause = 300;

/** What tests depend on: rules, detections, tests, Wazuh rules, queries and alerts. */
const endings = ['yaml', 'yml', 'xml', 'kql', 'csl', 'jsonl', 'ndjson', 'json', 'log'];
const names = new RegExp(`\\.(?:${endings.join('|')})$`, 'i');

/** @param run runs a request once; its token is cancelled where the next run begins. */
export function watchedRuns(
  run: (request: TestRunRequest, token: CancellationToken) => Promise<void>,
): WatchedRuns {
  const requests = new Map<TestRunRequest, CancellationTokenSource>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watching: Disposable | undefined;
  const runAgain = (request: TestRunRequest) => {
    requests.get(request)?.cancel();
    const source = new CancellationTokenSource();
    requests.set(request, source);
    // A request that had its run is over for the editor, which shows nothing more of it: each run has its own.
    const { include, exclude, profile } = request;
    void run(new TestRunRequest(include, exclude, profile, true), source.token);
  };
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => [...requests.keys()].forEach(runAgain), pause);
  };
  const stopWatching = () => {
    watching?.dispose();
    watching = undefined;
  };
  return {
    add(request, token) {
      watching ??= watchFiles(wake);
      runAgain(request);
      token.onCancellationRequested(() => {
        requests.get(request)?.cancel();
        requests.delete(request);
        if (requests.size === 0) stopWatching();
      });
    },
    wake: () => {
      if (requests.size > 0) wake();
    },
    dispose() {
      clearTimeout(timer);
      stopWatching();
      for (const source of requests.values()) source.cancel();
    },
  };
}

/** Watches what tests depend on, as the editor saves it and as it changes on disk, which not every host can tell. */
function watchFiles(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(`**/*.{${endings.join(',')}}`);
  const events = [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((each) => each(changed));
  const saved = workspace.onDidSaveTextDocument(({ uri }) => {
    if (names.test(uri.path)) changed();
  });
  return Disposable.from(watcher, ...events, saved);
}
