import type { CancellationToken } from 'vscode-languageserver';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';

/** The workspace as it is when nobody types: for work that is too much for every key stroke. */
export interface Settled {
  /** A project, the main one if not given, as it was when the workspace last came to rest. */
  snapshot(project?: string): Snapshot;
  /** Comes back when the workspace has come to rest after a change, at `wake`, or when the token is cancelled. */
  change(token: CancellationToken): Promise<void>;
  /** Lets everyone go on who waits for a change. */
  wake(): void;
}

/** @param pause how long nothing must change, in milliseconds. */
export function settledSnapshots(workspace: Workspace, pause: number): Settled {
  const waiting = new Set<() => void>();
  const current = new Map<string | undefined, Snapshot>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wake = () => {
    for (const goOn of waiting) goOn();
  };
  workspace.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      current.clear();
      wake();
    }, pause);
  });
  return {
    snapshot(project) {
      const snapshot = current.get(project) ?? workspace.snapshot(project);
      current.set(project, snapshot);
      return snapshot;
    },
    change: (token) =>
      new Promise((resolve) => {
        const goOn = () => {
          waiting.delete(goOn);
          cancelled.dispose();
          resolve();
        };
        const cancelled = token.onCancellationRequested(goOn);
        waiting.add(goOn);
      }),
    wake,
  };
}
