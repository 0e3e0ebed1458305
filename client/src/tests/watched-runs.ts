import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
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
const names = /\.(?:ya?ml|xml|kql|jsonl|ndjson|json|log)$/i;

/** @param run runs a request once; its token is cancelled where the next run begins. */
export function watchedRuns(
  run: (request: TestRunRequest, token: CancellationToken) => Promise<void>,
): WatchedRuns {
  const requests = new Map<TestRunRequest, CancellationTokenSource>();
  let timer: ReturnType<typeof setTimeout> | undefined;
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
  const saved = workspace.onDidSaveTextDocument(({ uri }) => {
    if (requests.size > 0 && names.test(uri.path)) wake();
  });
  return {
    add(request, token) {
      runAgain(request);
      token.onCancellationRequested(() => {
        requests.get(request)?.cancel();
        requests.delete(request);
      });
    },
    wake: () => {
      if (requests.size > 0) wake();
    },
    dispose() {
      clearTimeout(timer);
      saved.dispose();
      for (const source of requests.values()) source.cancel();
    },
  };
}
