import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type Benchmark, type RulesToMeasure, summarise } from './measure.ts';

const runs = 8;

/** A server of its own, as an editor starts it: how soon it answers for all files, and what it needs of memory. */
export function serverProcess(root: string): Benchmark {
  return async (rules) => {
    const opened: number[] = [];
    const memory: number[] = [];
    for (let run = 0; run < runs; run++) {
      const server = spawn(process.execPath, [join(root, 'dist/cli.cjs'), 'lsp', '--stdio'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const connection = await connect(server);
      const start = performance.now();
      await openAll(connection, rules);
      opened.push(performance.now() - start);
      const used = residentMemory(server);
      if (used !== undefined) memory.push(used);
      connection.dispose();
      server.kill();
    }
    const ready = summarise(
      'first open',
      'ms',
      opened,
      'all files opened in a fresh server, to the last diagnostics',
    );
    const resident = summarise('server memory', 'MB', memory, 'resident, of that server after that');
    return memory.length === 0 ? [ready] : [ready, resident];
  };
}

/** A client of a server that has just been started, as bare as one can be. */
export async function connect({ stdin, stdout }: ChildProcess): Promise<MessageConnection> {
  const connection = createMessageConnection(
    new StreamMessageReader(stdout!),
    new StreamMessageWriter(stdin!),
  );
  connection.onRequest(() => null);
  connection.listen();
  const capabilities = { textDocument: { diagnostic: {} } };
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  await pause(300);
  return connection;
}

async function openAll(connection: MessageConnection, { files }: RulesToMeasure): Promise<void> {
  const documents = files.map(({ path, text }) => ({ uri: pathToFileURL(path).href, text }));
  for (const { uri, text } of documents) {
    const textDocument = { uri, languageId: 'falco-rules', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
  }
  for (const { uri } of documents) {
    await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  }
}

/** Megabytes that a process holds in memory; undefined where the system does not say. */
function residentMemory(server: ChildProcess): number | undefined {
  return memoryOf(server, 'VmRSS');
}

/** The most that a process has held in memory so far, in megabytes; undefined where the system does not say. */
export function peakMemory(server: ChildProcess): number | undefined {
  return memoryOf(server, 'VmHWM');
}

/** Seconds of one core that a process has used so far; undefined where the system does not say. */
export function coreSeconds({ pid }: ChildProcess): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const afterName = readFileSync(stat, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(afterName[11]) + Number(afterName[12])) / 100; // in hundredths, as proc(5) says
}

function memoryOf({ pid }: ChildProcess, kind: 'VmRSS' | 'VmHWM'): number | undefined {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return undefined;
  const kilobytes = new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(readFileSync(status, 'utf8'))?.[1];
  return Number(kilobytes) / 1000;
}
