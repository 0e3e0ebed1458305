import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, type Measurement, summarise } from './measure.ts';
import { peakMemory } from './server-process.ts';
import { streamSize, writeAlerts } from './stream.ts';

/** How often the process is asked for its memory, in milliseconds. */
const askEvery = 100;

/**
 * `falco-workbench replay` on a file of alerts: Falco, Sentinel on both ways and Wazuh. The rate leaves out the
 * start, measured by a file of a dozen alerts.
 */
export function replayCommand(root: string): Benchmark {
  const examples = join(root, 'examples/alerts/alerts.jsonl');
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
    try {
      const file = join(folder, 'alerts.jsonl');
      const megabytes = streamSize();
      const alerts = writeAlerts(file, megabytes * 1e6, examples);
      const out = join(folder, 'out.json');
      const ways = ['json', 'both'] as const;
      const measured: Measurement[] = [];
      for (const way of ways) {
        const start = await run(root, examples, way, out);
        const whole = await run(root, file, way, out);
        const what = `${megabytes} MB of alerts, Sentinel over ${way}, Wazuh`;
        const rate = (1000 * alerts) / (whole.took - start.took);
        measured.push(summarise(`command, ${way}`, 'alerts/s', [rate], what));
        measured.push(
          summarise(`command, ${way}, memory`, 'MB', [whole.memory ?? Number.NaN], 'resident, at most'),
        );
      }
      return measured;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

async function run(root: string, alerts: string, way: string, out: string) {
  const args = ['replay', join(root, 'examples/rules'), '--transport', way, '--alerts', alerts];
  const start = performance.now();
  const command = spawn(
    process.execPath,
    [join(root, 'dist/cli.cjs'), ...args, '--format', 'json', '--out', out],
    {
      stdio: 'ignore',
    },
  );
  const memory = watchedMemory(command);
  const status = await new Promise((resolve) => command.on('exit', resolve));
  if (status !== 0) throw new Error(`The replay ended with ${status}.`);
  return { took: performance.now() - start, memory: memory() };
}

/** Asks for the memory of a process for as long as it lives; gives the most that it had. */
function watchedMemory(command: ChildProcess): () => number | undefined {
  let most: number | undefined;
  const timer = setInterval(() => {
    const now = peakMemory(command) ?? 0;
    if (now > (most ?? 0)) most = now; // a process that is just over says nothing
  }, askEvery);
  return () => {
    clearInterval(timer);
    return most;
  };
}
