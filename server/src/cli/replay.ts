import { alertFormats } from '../features/alert-formats.ts';
import { bytesOfFile, UnreadableFile } from '../file-bytes.ts';
import { loadKusto } from '../kql/kusto/library.ts';
import type { Oddity } from '../replay/alert.ts';
import { AlertReader, type AlertsRead } from '../replay/read-alerts.ts';
import { textOfBytes } from '../text/text-of-bytes.ts';
import { isRefused, type LoadOptions, warnOfUnknownPlugins } from './load-inputs.ts';
import { AllStages, type ReplayTransport } from './replay/all-stages.ts';
import { type OutputTarget, openOutput } from './replay/output-target.ts';
import { type ReplayFormat, replayWriter } from './replay/replay-writer.ts';
import { ReplaySummary } from './replay/summary.ts';
import { printable } from './report/display-text.ts';
import { paletteFor } from './report/palette.ts';
import { textReport } from './report/text-report.ts';
import type { Terminal } from './terminal.ts';
import { loadWithWazuh } from './tests/load-tests.ts';

/** Options of `falco-workbench replay`. */
export interface ReplayOptions extends LoadOptions {
  /** Files with alerts; `-` for standard input. */
  readonly alerts: readonly string[];
  readonly transport: ReplayTransport;
  readonly format: ReplayFormat;
  /** A file to write to; without it standard output. */
  readonly out?: string;
}

/** Alerts that go through the engines together. */
const batchSize = 100;

/** Oddities that are told; of the others the number. */
const mostTold = 20;

/**
 * Takes alerts through the engines, and writes what becomes of each as it is known: only a piece of a file is
 * held at a time. Returns the exit status: 1 where files cannot be loaded or read, or hold no alert.
 */
export async function replay(
  paths: readonly string[],
  options: ReplayOptions,
  terminal: Terminal,
): Promise<number> {
  warnOfUnknownPlugins(options, terminal);
  const loaded = loadWithWazuh(paths, options, terminal);
  if (loaded === undefined) return 1;
  if (isRefused(loaded)) {
    terminal.warn(textReport(loaded, paletteFor(false)));
    return 1;
  }
  const output = openOutput(options.out, terminal);
  if (output === undefined) return 1;
  const stages = new AllStages(loaded.snapshot, await loadKusto(), options.transport, Date.now());
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
    const oddities = new ToldOddities(file, terminal);
    const take = (read: AlertsRead) => {
      for (const oddity of read.oddities) oddities.add(oddity);
      for (let at = 0; at < read.alerts.length; at += batchSize) {
        for (const each of stages.replay(read.alerts.slice(at, at + batchSize))) {
          summary.add(each);
          output.write(writer.row(each, file));
        }
      }
    };
    try {
      const reader = new AlertReader(alertFormats);
      for await (const piece of textOf(file, terminal)) take(reader.read(piece));
      take(reader.finish());
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      terminal.warn(`error: ${printable(file)}: ${error.message}\n`);
      status = 1;
    }
    oddities.end();
  }
  output.write(writer.end(summary));
  for (const { query, message } of stages.failures)
    terminal.warn(`warning: The query "${printable(query.name)}" cannot be run: ${printable(message)}\n`);
  if (summary.alerts === 0) terminal.warn('error: There is no alert in these files\n');
  return summary.alerts === 0 ? 1 : status;
}

async function* textOf(file: string, terminal: Terminal): AsyncGenerator<string> {
  if (file === '-') yield terminal.readInput();
  else yield* textOfBytes(bytesOfFile(file));
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
