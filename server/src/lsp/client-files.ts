import type { Connection } from 'vscode-languageserver';
import type { RequestsToClient } from '../protocol.ts';
import type { FileAccess } from './file-access.ts';
import { describeError } from './guard.ts';
import type { Log } from './log.ts';

/** Files through the client: the only way in a browser, and for folders that are on no disk. */
export function clientFiles(connection: Connection, log: Log): FileAccess {
  return {
    async list(folder) {
      const answer = await ask(connection, log, 'falcoWorkbench/listFiles', { folder });
      return answer?.uris ?? [];
    },
    async read(uri) {
      const answer = await ask(connection, log, 'falcoWorkbench/readFile', { uri });
      return answer?.text ?? undefined;
    },
  };
}

/** Asks the client; undefined where it does not answer. */
async function ask<Method extends keyof RequestsToClient>(
  connection: Connection,
  log: Log,
  method: Method,
  params: RequestsToClient[Method]['params'],
): Promise<RequestsToClient[Method]['result'] | undefined> {
  try {
    return await connection.sendRequest<RequestsToClient[Method]['result']>(method, params);
  } catch (error) {
    log.error(`${method} failed: ${describeError(error)}`);
    return undefined;
  }
}
