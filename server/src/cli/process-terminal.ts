import { readFileSync } from 'node:fs';
import type { Terminal } from './terminal.ts';

/** The terminal of this process; colours only where a person reads them and does not object (no-color.org). */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  // Whoever reads our output may stop, as `head` does: then there is nobody left to write for.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    write: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    readInput: () => readFileSync(0, 'utf8'),
    colours: stdout.isTTY === true && !process.env.NO_COLOR,
  };
}
