import { alertFormats } from '../features/alert-formats.ts';
import { bytesOfFile, UnreadableFile } from '../file-bytes.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import type { Alert, Oddity } from '../replay/alert.ts';
import { AlertReader, type AlertsRead } from '../replay/read-alerts.ts';
import { DamagedGzip, textOfBytes } from '../text/text-of-bytes.ts';
import { type LoadOptions, warnOfUnknownPlugins } from './load-inputs.ts';
import { AllStages, type ReplayTransport } from './replay/all-stages.ts';
import { type OutputTarget, openOutput } from './replay/output-target.ts';
import { ReplayProgress } from './replay/progress.ts';
import { type ReplayFormat, type ReplayWriter, replayWriter } from './replay/replay-writer.ts';
import { ReplaySummary } from './replay/summary.ts';
import { printable } from './report/display-text.ts';
import { paletteFor } from './report/palette.ts';
import { tellRefusal } from './report/refusal.ts';
import type { Terminal } from './terminal.ts';
import { loadWithWazuh } from './tests/load-tests.ts';
import { readQueryFiles } from './tests/query-files.ts';

/** Options of `falco-workbench replay`. */
export interface ReplayOptions extends LoadOptions {
  /** Files with alerts; `-` for standard input. */
  readonly alerts: readonly string[];
  readonly transport: ReplayTransport;
  readonly format: ReplayFormat;
  /** A file to write to; without it standard output. */
  readonly out?: string;
}

/** Alerts that go through the engines together: what a query costs before its first row is shared by them. */
const batchSize = 500;

/** Oddities that are told; of the others the number. */
const mostTold = 20;

/** As shells have it for a command that an interrupt ended. */
const interrupted = 130;

/**
 * Takes alerts through the engines, and writes what becomes of each as it is known: only a piece of a file is
 * held at a time. Where the terminal stops it, the report is ended with the alerts so far. Returns the exit
 * status: 1 where files cannot be loaded or read, or hold no alert.
 */
export async function replay(
  paths: readonly string[],
  options: ReplayOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadWithWazuh(paths, options, terminal);
  const queries = readQueryFiles(paths, terminal);
  if (loaded === undefined || queries === undefined) return 1;
  if (tellRefusal(loaded, terminal)) return 1;
  const output = openOutput(options.out, terminal);
  if (output === undefined) return 1;
  const now = Date.now();
  const stages = new AllStages(loaded.snapshot, await loadKusto(), options.transport, queries, now);
  try {
    return await replayFiles(options, stages, output, terminal);
  } finally {
    output.close();
  }
}

async function replayFiles(
  { alerts: files, format }: ReplayOptions,
  stages: AllStages,
  output: OutputTarget,
  terminal: Terminal,
): Promise<number> {
  const writer = replayWriter(format, stages.ways, paletteFor(output.colours));
  const summary = new ReplaySummary();
  let status = 0;
  output.write(writer.start());
  for (const file of files) {
    if (terminal.stop?.aborted) break;
    const oddities = new ToldOddities(file, terminal);
    try {
      await replayFile(file, { stages, writer, summary, output, oddities, terminal });
    } catch (error) {
      if (!(error instanceof UnreadableFile || error instanceof DamagedGzip)) throw error;
      terminal.warn(`error: ${printable(file)}: ${error.message}\n`);
      status = 1;
    }
    oddities.end();
  }
  output.write(writer.end(summary));
  for (const { query, message } of stages.failures)
    terminal.warn(`warning: The query "${printable(query.name)}" cannot be run: ${printable(message)}\n`);
  if (terminal.stop?.aborted) {
    terminal.warn(`Stopped after ${summary.alerts} alerts.\n`);
    return interrupted;
  }
  if (summary.alerts === 0) terminal.warn('error: There is no alert in these files\n');
  return summary.alerts === 0 ? 1 : status;
}

/** Where the alerts of a file go. */
interface Ways {
  readonly stages: AllStages;
  readonly writer: ReplayWriter;
  readonly summary: ReplaySummary;
  readonly output: OutputTarget;
  readonly oddities: ToldOddities;
  readonly terminal: Terminal;
}

async function replayFile(file: string, ways: Ways): Promise<void> {
  const { oddities, output, terminal, summary } = ways;
  const reader = new AlertReader(alertFormats);
  const progress = new ReplayProgress(file, terminal);
  let waiting: Alert[] = [];
  const flush = async () => {
    for (let at = 0; at < waiting.length; at += batchSize)
      output.write(rowsOf(waiting.slice(at, at + batchSize), file, ways));
    waiting = [];
    await output.drained();
  };
  const take = (read: AlertsRead) => {
    for (const oddity of read.oddities) oddities.add(oddity);
    waiting.push(...read.alerts);
  };
  try {
    for await (const piece of textOfBytes(progress.watched(bytesOf(file, terminal, progress)))) {
      take(reader.read(piece));
      // Whoever writes to us line by line wants to see line by line what comes of it.
      if (waiting.length >= batchSize || file === '-') await flush();
      progress.tell(summary.alerts);
      if (terminal.stop?.aborted) return;
    }
    take(reader.finish());
  } finally {
    await flush();
    progress.end();
  }
}

function rowsOf(alerts: readonly Alert[], file: string, { stages, summary, writer }: Ways): string {
  return stages
    .replay(alerts)
    .map((each) => {
      summary.add(each);
      return writer.row(each, file);
    })
    .join('');
}

function bytesOf(file: string, terminal: Terminal, progress: ReplayProgress): AsyncIterable<Uint8Array> {
  if (file === '-') return terminal.inputBytes();
  return bytesOfFile(file, (size) => {
    progress.total = size;
  });
}

/** Tells what is strange about alerts, not too much of it. */
class ToldOddities {
  private count = 0;

  constructor(
    private readonly file: string,
    private readonly terminal: Terminal,
  ) {}

  add({ line, message }: Oddity): void {
    if (++this.count <= mostTold)
      this.terminal.warn(`note: ${printable(this.file)}:${line}: ${printable(message)}\n`);
  }

  end(): void {
    const more = this.count - mostTold;
    if (more > 0) this.terminal.warn(`note: ${printable(this.file)}: ${more} more like these\n`);
  }
}
