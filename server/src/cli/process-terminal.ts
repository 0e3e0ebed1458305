import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Terminal } from './terminal.ts';

/**
 * The terminal of this process; colours only where a person reads them and does not object (no-color.org). Its
 * streams are asked for when they are needed: Node makes each then, which takes milliseconds.
 */
export function processTerminal(): Terminal {
  const { stdout } = process;
  // Whoever reads our output may stop, as `head` does: then there is nobody left to write for.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  let stop: AbortSignal | undefined;
  return {
    write: (text) => void stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    readInput: () => readFileSync(0, 'utf8'),
    inputBytes: () => process.stdin,
    drained: async () => {
      if (stdout.writableNeedDrain) await once(stdout, 'drain');
    },
    get progress() {
      const { stderr } = process;
      return stderr.isTTY ? (text: string) => void stderr.write(`\r${text}\u001b[K`) : undefined;
    },
    get stop() {
      stop ??= interrupt();
      return stop;
    },
    colours: stdout.isTTY === true && !process.env.NO_COLOR,
  };
}

/** Aborted by the first interrupt; the second ends the process as usual. */
function interrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
