import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-languageserver-protocol/node';
import type { ReplayNews, ReplaySeen } from '../../server/src/protocol.ts';
import { type Benchmark, type Measurement, type RulesToMeasure, summarise } from './measure.ts';
import { connect, coreSeconds, peakMemory } from './server-process.ts';

/** Megabytes of alerts; another number stands in this variable of the environment. */
const usualSize = 64;
const sizeVariable = 'FALCO_BENCH_STREAM_MB';

/** How often somebody asks for a hover while alerts stream in, in milliseconds. */
const hoverEvery = 50;

/**
 * A file of alerts read and replayed by a server of its own, as the panel does it: how fast, how soon the first
 * rows are there, how long a hover waits meanwhile, and what the server needs of memory at most.
 */
export function stream(root: string): Benchmark {
  return async (rules) => {
    const folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
    const server = spawn(process.execPath, [join(root, 'dist/server.cjs'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      const file = join(folder, 'alerts.jsonl');
      const size = streamSize();
      const alerts = writeAlerts(file, size * 1e6, join(root, 'examples/alerts/alerts.jsonl'));
      return await measured(server, rules, file, alerts, `${size} MB of alerts`);
    } finally {
      server.kill();
      rmSync(folder, { recursive: true });
    }
  };
}

/** How many megabytes of alerts are to be measured. */
export function streamSize(): number {
  return Number(process.env[sizeVariable] ?? usualSize);
}

/** Writes the example alerts over and over, each with a number of its own; gives how many they are. */
export function writeAlerts(path: string, size: number, examples: string): number {
  const lines = readFileSync(examples, 'utf8').trim().split('\n');
  const file = openSync(path, 'w');
  let count = 0;
  for (let written = 0; written < size; ) {
    let text = '';
    for (let i = 0; i < 1200; i++) {
      const line = lines[count % lines.length]!;
      text += `${line.replace('"output_fields":{', `"output_fields":{"evt.num":${count},`)}\n`;
      count++;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
  return count;
}

async function measured(
  server: ChildProcess,
  rules: RulesToMeasure,
  file: string,
  alerts: number,
  what: string,
): Promise<Measurement[]> {
  const connection = await connect(server);
  const hover = await openRules(connection, rules);
  const { replay } = await connection.sendRequest<{ replay: number }>('falcoWorkbench/replay/open', {});
  const usedBefore = coreSeconds(server);
  const start = performance.now();
  const uri = pathToFileURL(file).href;
  await connection.sendRequest('falcoWorkbench/replay/read', { replay, uri });
  const reading = { isOver: false };
  const hovers = hoverTimes(hover, reading);
  const firstRows = await follow(connection, replay, alerts);
  const took = performance.now() - start;
  reading.isOver = true;
  const peak = peakMemory(server);
  const used = (coreSeconds(server) ?? Number.NaN) - (usedBefore ?? Number.NaN);
  const measurements = [
    summarise('stream', 'alerts/s', [(1000 * alerts) / took], `${what}: read, replayed, told`),
    summarise('stream, first rows', 'ms', [firstRows - start], 'from the question to the first verdicts'),
    summarise('stream, hover', 'ms', await hovers, 'a hover in the first file meanwhile'),
  ];
  if (!Number.isNaN(used)) {
    measurements.push(
      summarise('stream, per core', 'alerts/s', [alerts / used], 'by the time of a core used'),
    );
  }
  if (peak !== undefined) measurements.push(summarise('stream, memory', 'MB', [peak], 'resident, at most'));
  connection.dispose();
  return measurements;
}

/** Opens the first file of the rules; gives a function that asks for a hover in it. */
async function openRules(connection: MessageConnection, { files }: RulesToMeasure) {
  const [{ path, text }] = files as readonly [RulesToMeasure['files'][number]];
  const uri = pathToFileURL(path).href;
  const textDocument = { uri, languageId: 'falco-rules', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const before = text.slice(0, text.indexOf('evt.type') + 2).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)!.length };
  const ask = () => connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  await ask();
  return ask;
}

/** Takes all news as the panel does, to the end of the file; gives when the first rows came. */
async function follow(connection: MessageConnection, replay: number, alerts: number): Promise<number> {
  let seen: ReplaySeen = { run: -1, rows: 0, oddities: 0, done: false, read: 0 };
  let first = Number.NaN;
  let total = 0;
  while (!seen.done) {
    const news = await connection.sendRequest<ReplayNews>('falcoWorkbench/replay/next', { replay, seen });
    if (news.rows.length > 0 && Number.isNaN(first)) first = performance.now();
    const oddities = seen.oddities + news.oddities.length;
    seen = {
      run: news.run,
      rows: news.from + news.rows.length,
      oddities,
      done: news.done,
      read: news.reading.bytes,
    };
    total = news.alerts + (news.counted?.alerts ?? 0);
  }
  if (total !== alerts) throw new Error(`${alerts} alerts were written, and ${total} were replayed.`);
  return first;
}

async function hoverTimes(ask: () => Promise<unknown>, reading: { isOver: boolean }): Promise<number[]> {
  const times: number[] = [];
  while (!reading.isOver) {
    await pause(hoverEvery);
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  return times;
}
