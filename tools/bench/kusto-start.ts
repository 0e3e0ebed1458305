import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageConnection } from 'vscode-languageserver-protocol/node';
import { type Benchmark, summarise } from './measure.ts';
import { connect } from './server-process.ts';

const runs = 8;
const uri = 'file:///bench/shells.kql';
const text =
  'FalcoContainerSecurity\n| where Activity == "Terminal shell in container"\n| project file, command\n';

/** What an editor feels of Kusto's start: the longest a question waits while a worker loads the library. */
export function kustoStart(root: string): Benchmark {
  return async () => {
    const longest: number[] = [];
    const first: number[] = [];
    const usual: number[] = [];
    for (let run = 0; run < runs; run++) {
      const server = spawn(process.execPath, [join(root, 'dist/cli.cjs'), 'lsp', '--stdio'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const connection = await connect(server);
      usual.push(longestWait(await waitsUntil(connection, pause(500))));
      const start = performance.now();
      const answered = diagnose(connection);
      longest.push(longestWait(await waitsUntil(connection, answered)));
      await answered;
      first.push(performance.now() - start);
      connection.dispose();
      server.kill();
    }
    return [
      summarise(
        'kusto first answer',
        'ms',
        first,
        'a KQL file opened in a fresh server, to its first diagnostics',
      ),
      summarise(
        'kusto longest wait',
        'ms',
        longest,
        'of other questions to the server meanwhile, one every 5 ms',
      ),
      summarise('kusto wait before', 'ms', usual, 'the same for half a second before, with nothing to do'),
    ];
  };
}

async function diagnose(connection: MessageConnection): Promise<void> {
  const textDocument = { uri, languageId: 'kql', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
}

/** How long each of the questions waited that were asked until something was done. */
async function waitsUntil(connection: MessageConnection, done: Promise<unknown>): Promise<number[]> {
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  const waits: number[] = [];
  while (!isDone) {
    const start = performance.now();
    // No server knows this question: that it does not is an answer at once.
    await connection.sendRequest('bench/ping').catch(() => undefined);
    waits.push(performance.now() - start);
    await pause(5);
  }
  return waits;
}

function longestWait(waits: readonly number[]): number {
  return Math.max(0, ...waits);
}
