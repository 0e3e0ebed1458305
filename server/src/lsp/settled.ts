import type { CancellationToken } from 'vscode-languageserver';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';

/** The workspace as it is when nobody types: for work that is too much for every key stroke. */
export interface Settled {
  /** The workspace as it was when it last came to rest. */
  snapshot(): Snapshot;
  /** Comes back when the workspace has come to rest after a change, at `wake`, or when the token is cancelled. */
  change(token: CancellationToken): Promise<void>;
  /** Lets everyone go on who waits for a change. */
  wake(): void;
}

/** @param pause how long nothing must change, in milliseconds. */
export function settledSnapshots(workspace: Workspace, pause: number): Settled {
  const waiting = new Set<() => void>();
  let current: Snapshot | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wake = () => {
    for (const goOn of waiting) goOn();
  };
  workspace.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      current = undefined;
      wake();
    }, pause);
  });
  return {
    snapshot() {
      current ??= workspace.snapshot();
      return current;
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
