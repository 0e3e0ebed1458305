import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type FileSystemWatcher,
  type TestRunRequest,
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
const files = '**/*.{yaml,yml,xml,kql,csl,jsonl,ndjson,json,log}';

/** @param run runs a request once; its token is cancelled where the next run begins. */
export function watchedRuns(
  run: (request: TestRunRequest, token: CancellationToken) => Promise<void>,
): WatchedRuns {
  const requests = new Map<TestRunRequest, CancellationTokenSource>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watcher: FileSystemWatcher | undefined;
  const runAgain = (request: TestRunRequest) => {
    requests.get(request)?.cancel();
    const source = new CancellationTokenSource();
    requests.set(request, source);
    void run(request, source.token);
  };
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => [...requests.keys()].forEach(runAgain), pause);
  };
  const watchFiles = () => {
    if (watcher !== undefined) return;
    watcher = workspace.createFileSystemWatcher(files);
    for (const changed of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) changed(wake);
  };
  const stopWatching = () => {
    watcher?.dispose();
    watcher = undefined;
  };
  return {
    add(request, token) {
      watchFiles();
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
