import { closeSync, openSync, writeSync } from 'node:fs';
import { reasonOf } from '../../file-reason.ts';
import { printable } from '../report/display-text.ts';
import type { Terminal } from '../terminal.ts';

/** Where output goes, piece by piece. */
export interface OutputTarget {
  readonly colours: boolean;
  write(text: string): void;
  /** Over as soon as most of what was written is taken. */
  drained(): Promise<void>;
  close(): void;
}

/** A file, or standard output where none is named; undefined, and told, where the file cannot be written. */
export function openOutput(path: string | undefined, terminal: Terminal): OutputTarget | undefined {
  if (path === undefined) {
    const { colours } = terminal;
    const write = (text: string) => terminal.write(text);
    return { colours, write, drained: () => terminal.drained(), close: () => {} };
  }
  try {
    const file = openSync(path, 'w');
    return {
      colours: false,
      write: (text) => void (text !== '' && writeSync(file, text)),
      drained: async () => {},
      close: () => {
        closeSync(file);
        terminal.write(`Wrote ${path}\n`);
      },
    };
  } catch (error) {
    terminal.warn(`error: ${printable(path)}: ${reasonOf(error as NodeJS.ErrnoException)}\n`);
    return undefined;
  }
}
