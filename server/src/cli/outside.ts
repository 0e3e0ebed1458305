import type { LaterCommands } from './later-commands.ts';

/** What stands outside the bundle of the command line. */
export interface Outside {
  /** The code of commands that most runs do not need. */
  readonly later: LaterCommands;
  /** Starts the language server on standard input and output; it ends when its client leaves. */
  readonly startLanguageServer: () => void;
}
