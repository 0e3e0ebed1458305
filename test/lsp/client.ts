import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import {
  createMessageConnection,
  type Diagnostic,
  type InitializeParams,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type Host, startLanguageServer } from '../../server/src/lsp/language-server.ts';
import type { RequestsToServer } from '../../server/src/protocol.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

/** A client of the language server, as bare as a client can be. */
export interface TestClient {
  readonly connection: MessageConnection;
  /** What the server said in answer to `initialize`. */
  readonly initialized: unknown;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** The next diagnostics of a document that are as wanted. */
  diagnostics(uri: string, wanted?: (found: PublishDiagnosticsParams) => boolean): Promise<Diagnostic[]>;
  request<Result>(method: string, params: unknown): Promise<Result>;
  /** One of our own requests. */
  ask<Method extends keyof RequestsToServer>(
    method: Method,
    params: RequestsToServer[Method]['params'],
  ): Promise<RequestsToServer[Method]['result']>;
  close(): Promise<void>;
}

/** Starts a server in this process and a client of it, joined by two streams. */
export async function startServer(
  params: Partial<InitializeParams> = {},
  host: Host = {},
  prepare: (connection: MessageConnection) => void = () => {},
  workspace: Workspace = new Workspace(),
): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startLanguageServer(createConnection(toServer, toClient), host, workspace);
  return connectClient(new StreamMessageReader(toClient), new StreamMessageWriter(toServer), params, prepare);
}

/** A client on streams that lead to a server. */
export async function connectClient(
  reader: StreamMessageReader,
  writer: StreamMessageWriter,
  params: Partial<InitializeParams> = {},
  prepare: (connection: MessageConnection) => void = () => {},
): Promise<TestClient> {
  const connection = createMessageConnection(reader, writer);
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (found: PublishDiagnosticsParams) => {
    published.push(found);
    for (const wake of waiting) wake();
  });
  prepare(connection);
  connection.listen();
  const initialized = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    ...params,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    initialized,
    open: (uri, text, languageId = 'yaml') =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    diagnostics: (uri, wanted = () => true) =>
      waitFor(published, waiting, (found) => found.uri === uri && wanted(found)),
    request: (method, asked) => connection.sendRequest(method, asked),
    ask: (method, asked) => connection.sendRequest(method, asked),
    async close() {
      await connection.sendRequest('shutdown');
      connection.dispose();
    },
  };
}

function waitFor(
  published: readonly PublishDiagnosticsParams[],
  waiting: Set<() => void>,
  wanted: (found: PublishDiagnosticsParams) => boolean,
): Promise<Diagnostic[]> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = published.findLast(wanted);
      if (found === undefined) return;
      waiting.delete(look);
      clearTimeout(timer);
      resolve(found.diagnostics);
    };
    const timer = setTimeout(() => reject(new Error(`Only ${JSON.stringify(published)}`)), 30_000); // a machine can be busy
    waiting.add(look);
    look();
  });
}
