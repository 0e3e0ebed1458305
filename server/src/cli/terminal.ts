/** What a command needs from the process that it runs in; tests hand in their own. */
export interface Terminal {
  /** Writes to standard output. */
  write(text: string): void;
  /** Writes to standard error. */
  warn(text: string): void;
  /** The whole of standard input. */
  readInput(): string;
  /** Ends commands that would go on for ever; without it they do. */
  readonly stop?: AbortSignal;
  /** Whether standard output shows colours. */
  readonly colours: boolean;
}
