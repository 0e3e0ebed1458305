/** What a command needs from the process that it runs in; tests hand in their own. */
export interface Terminal {
  /** Writes to standard output. */
  write(text: string): void;
  /** Writes to standard error. */
  warn(text: string): void;
  /** The whole of standard input. */
  readInput(): string;
  /** The bytes of standard input as they come, each piece valid until the next is asked for. */
  inputBytes(): AsyncIterable<Uint8Array>;
  /** Over as soon as whoever reads standard output has taken most of it: long outputs wait for it. */
  drained(): Promise<void>;
  /** Shows how far a command is, over what it said of that before; absent where nobody would see it. */
  readonly progress?: (text: string) => void;
  /**
   * Ends commands that go on, with what they have by then; without it nothing does. Who asks for it takes over
   * what an interrupt from the keyboard does, the first time.
   */
  readonly stop?: AbortSignal;
  /** Whether standard output shows colours. */
  readonly colours: boolean;
}
