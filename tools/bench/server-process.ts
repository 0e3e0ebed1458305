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
import { collectProblems } from '../../server/src/checks/collect.ts';
import { type Benchmark, type RulesToMeasure, summarise } from './measure.ts';
import { openWorkspace } from './workspace.ts';

const runs = 12;

/** What one fresh server came to, in milliseconds; its memory in megabytes, where the system says. */
interface FirstOpen {
  readonly start: number;
  readonly opened: number;
  readonly memory: number | undefined;
}

/**
 * A server of its own, as an editor starts it: how soon it is there, how soon what is opened at once has its
 * diagnostics, and what it needs of memory then. The first server keeps what it compiled for the others.
 */
export function serverProcess(root: string): Benchmark {
  return async (rules) => {
    const [first] = rules.files;
    await firstOpen(root, rules.files, 5000);
    const all = await several(() => firstOpen(root, rules.files));
    const alone = await several(() => firstOpen(root, [first!]));
    const count = `${rules.files.length} files`;
    const memory = all.flatMap((each) => each.memory ?? []);
    const from = 'from didOpen to publishDiagnostics, on a server that has just answered initialize';
    return [
      ...(memory.length === 0
        ? []
        : [summarise('server memory', 'MB', memory, `resident, with ${count} open`)]),
      summarise(
        'server start',
        'ms',
        all.map((each) => each.start),
        '`lsp --stdio`, from spawn to the answer to initialize',
      ),
      summarise(
        'first open',
        'ms',
        alone.map((each) => each.opened),
        `the first file alone, ${from}`,
      ),
      summarise(
        'first open, all',
        'ms',
        all.map((each) => each.opened),
        `${count} at once, to the last of them, ${from}`,
      ),
    ];
  };
}

/** Paths of the files of which there is something to say: of others nothing is published. */
function withProblems(files: RulesToMeasure['files']): string[] {
  const snapshot = openWorkspace({ from: 'made up', files }).snapshot();
  return [...snapshot.files.values()]
    .filter((file) => collectProblems(snapshot, file).length > 0)
    .map(({ uri }) => uri);
}

async function several(open: () => Promise<FirstOpen>): Promise<FirstOpen[]> {
  const taken: FirstOpen[] = [];
  for (let run = 0; run < runs; run++) taken.push(await open());
  return taken;
}

/** @param rest how long the server goes on after that, in milliseconds. */
async function firstOpen(root: string, files: RulesToMeasure['files'], rest = 0): Promise<FirstOpen> {
  const spawned = performance.now();
  const server = spawn(process.execPath, [join(root, 'dist/cli.cjs'), 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const connection = clientOf(server);
  const missing = new Set(withProblems(files).map((path) => pathToFileURL(path).href));
  const diagnosed = new Promise<void>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', ({ uri }: { uri: string }) => {
      missing.delete(uri);
      if (missing.size === 0) resolve();
    });
  });
  await initialize(connection, {});
  const start = performance.now();
  for (const { path, text } of files) {
    const textDocument = { uri: pathToFileURL(path).href, languageId: 'falco-rules', version: 1, text };
    void connection.sendNotification('textDocument/didOpen', { textDocument });
  }
  await diagnosed;
  const opened = performance.now() - start;
  const memory = residentMemory(server);
  await pause(rest);
  connection.dispose();
  server.kill();
  return { start: start - spawned, opened, memory };
}

/** A client of a server that has been started a while ago, as bare as one can be. */
export async function connect(server: ChildProcess): Promise<MessageConnection> {
  const connection = clientOf(server);
  await initialize(connection, { textDocument: { diagnostic: {} } });
  await pause(300);
  return connection;
}

function clientOf({ stdin, stdout }: ChildProcess): MessageConnection {
  const connection = createMessageConnection(
    new StreamMessageReader(stdout!),
    new StreamMessageWriter(stdin!),
  );
  connection.onRequest(() => null);
  connection.listen();
  return connection;
}

async function initialize(connection: MessageConnection, capabilities: object): Promise<void> {
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  void connection.sendNotification('initialized', {});
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
