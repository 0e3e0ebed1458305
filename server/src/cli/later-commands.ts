/**
 * The code of commands that stands outside the bundle of the command line, since most runs of it are checks: each
 * is loaded when its command runs.
 */
export const laterCommands = {
  kql: () => import('./kql.ts'),
  kqlInWorkspace: () => import('./kql-in-workspace.ts'),
  kqlRun: () => import('./kql-run.ts'),
  wazuh: () => import('./wazuh.ts'),
  coverage: () => import('./coverage.ts'),
  checkWazuh: () => import('./check-wazuh.ts'),
  checkQueries: () => import('./check-queries.ts'),
  test: () => import('./test.ts'),
  replay: () => import('./replay.ts'),
  engine: () => import('./engine.ts'),
} as const;

/** Loads what loads the code of such commands, by their names. */
export type LaterCommands = () => Promise<typeof laterCommands>;
