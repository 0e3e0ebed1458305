import { type CancellationToken, type LogOutputChannel, window } from 'vscode';
import type { BaseLanguageClient, State } from 'vscode-languageclient';
import type { RequestsToServer } from '../../server/src/protocol.ts';

/** The language server, started and stopped as a whole. */
export interface LanguageServer {
  /**
   * Asks the server; rejects where it is not running.
   * @param token cancels the question
   */
  readonly request: <Method extends keyof RequestsToServer>(
    method: Method,
    params: RequestsToServer[Method]['params'],
    token?: CancellationToken,
  ) => Promise<RequestsToServer[Method]['result']>;
  /** Starts the server, or starts it anew. A failure is logged and shown, never thrown. */
  readonly restart: () => Promise<void>;
  /** Stops the server; one that has crashed, or never started, is left alone. */
  readonly stop: () => Promise<void>;
}

/**
 * A server that is not yet started. Each start makes a new client: one whose start failed can be neither
 * stopped nor started again.
 */
export function languageServer(
  createClient: () => Promise<BaseLanguageClient>,
  log: LogOutputChannel,
): LanguageServer {
  let client: Promise<BaseLanguageClient> | undefined;
  let starting: Promise<void> | undefined;

  const stop = async () => {
    await starting;
    const started = await client;
    if (started?.isRunning()) await started.dispose();
  };
  const stopAndReport = () =>
    stop().catch((error) => log.warn('The language server did not stop in an orderly way:', error));
  const restart = async () => {
    // Before anything is awaited, so that the first start has begun when activation ends.
    if (starting !== undefined) await stopAndReport();
    client = createClient();
    starting = startAndReport(client, log);
    await starting;
  };
  return {
    async request(method, params, token) {
      const asked = await client;
      if (asked === undefined) throw new Error('The language server has not been started.');
      // An absent token would be sent as a second parameter.
      return token === undefined
        ? asked.sendRequest(method, params)
        : asked.sendRequest(method, params, token);
    },
    restart,
    stop,
  };
}

/** States in words: the library that knows their names is not loaded before it is needed. */
const stateNames: Readonly<Record<State, string>> = {
  1: 'stopped',
  2: 'running',
  3: 'starting',
  4: 'start failed',
};

async function startAndReport(client: Promise<BaseLanguageClient>, log: LogOutputChannel): Promise<void> {
  try {
    const created = await client;
    created.onDidChangeState(({ newState }) => log.info(`Language server: ${stateNames[newState]}`));
    await created.start();
  } catch (error) {
    log.error('The language server did not start:', error);
    const showLog = 'Show Log';
    // Not awaited: activation must not wait for the user.
    void window
      .showErrorMessage('The language server of the Falco Rule Workbench did not start.', showLog)
      .then((answer) => answer === showLog && log.show());
  }
}
