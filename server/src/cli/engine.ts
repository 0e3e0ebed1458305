import { Port } from './engine/port.ts';
import { readLines } from './engine/read-lines.ts';
import type { Terminal } from './terminal.ts';

/**
 * Serves the conformance port: one JSON request a line on standard input, one JSON answer a line on standard
 * output, in the same order, until the input ends. Returns the exit status.
 */
export async function servePort(input: AsyncIterable<Buffer>, terminal: Terminal): Promise<number> {
  const port = new Port();
  for await (const line of readLines(input)) {
    if (line.trim() === '') continue;
    terminal.write(`${JSON.stringify(await port.answer(line))}\n`);
  }
  return 0;
}
