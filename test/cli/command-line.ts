import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { laterCommands } from '../../server/src/cli/later-commands.ts';
import { run } from '../../server/src/cli/run.ts';
import type { Terminal } from '../../server/src/cli/terminal.ts';

/** What a command line left behind. */
export interface Outcome {
  status: number;
  output: string;
  errors: string;
  /** The texts of the wanted files. */
  texts: string[];
}

/** Circumstances of a run: files by their paths, what stands on standard input, whether colours are on. */
export interface Circumstances {
  files?: Record<string, string>;
  input?: string | Uint8Array;
  colours?: boolean;
  /** Called with all output so far after each piece of it; `stop` ends commands that go on. */
  watch?: (output: string, folder: string, stop: () => void) => void;
  /** Files of the folder, by their paths, that are wanted as they are afterwards. */
  wanted?: string[];
}

/** Runs a command line in a folder of its own with these files; `~/` in arguments stands for that folder. */
export async function runCommand(args: string[], circumstances: Circumstances = {}): Promise<Outcome> {
  const { files = {}, input = '', colours = false, watch, wanted = [] } = circumstances;
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const outcome: Outcome = { status: 0, output: '', errors: '', texts: [] };
    const withFolder = (arg: string) => (arg.startsWith('~') ? join(folder, arg.slice(1)) : arg);
    const terminal: Terminal = {
      write: (text) => {
        outcome.output += text.replaceAll(folder, '~');
        watch?.(outcome.output, folder, () => stop.abort());
      },
      warn: (text) => {
        outcome.errors += text.replaceAll(folder, '~');
      },
      readInput: () => Buffer.from(input as string).toString(),
      inputBytes: () => pieces(input),
      drained: async () => {},
      colours,
      stop: stop.signal,
    };
    outcome.status = await run(args.map(withFolder), terminal, {
      later: async () => laterCommands,
      startLanguageServer: () => {},
    });
    outcome.texts = wanted.map((path) => readFileSync(join(folder, path), 'utf8'));
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bytes of a text, or bytes, in pieces as they come through a pipe. */
async function* pieces(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(input as string);
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
