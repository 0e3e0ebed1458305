import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
}

/** Circumstances of a run: files by their paths, what stands on standard input, whether colours are on. */
export interface Circumstances {
  files?: Record<string, string>;
  input?: string;
  colours?: boolean;
}

/** Runs a command line in a folder of its own with these files; `~/` in arguments stands for that folder. */
export async function runCommand(args: string[], circumstances: Circumstances = {}): Promise<Outcome> {
  const { files = {}, input = '', colours = false } = circumstances;
  const folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const outcome: Outcome = { status: 0, output: '', errors: '' };
    const withFolder = (arg: string) => (arg.startsWith('~') ? join(folder, arg.slice(1)) : arg);
    const terminal: Terminal = {
      write: (text) => {
        outcome.output += text.replaceAll(folder, '~');
      },
      warn: (text) => {
        outcome.errors += text.replaceAll(folder, '~');
      },
      readInput: () => input,
      colours,
    };
    outcome.status = await run(args.map(withFolder), terminal, async () => laterCommands);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
