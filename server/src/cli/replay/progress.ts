import { printable } from '../report/display-text.ts';
import type { Terminal } from '../terminal.ts';

/** How often somebody is told how far it is, in milliseconds. */
const often = 250;

/** How far a file of alerts is read, told on a terminal that shows it. */
export class ReplayProgress {
  /** Bytes of the file; undefined as long as nobody knows. */
  total: number | undefined;
  private read = 0;
  private told = 0;

  constructor(
    private readonly file: string,
    private readonly terminal: Terminal,
  ) {}

  /** The same bytes, counted. */
  async *watched(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      this.read += piece.length;
      yield piece;
    }
  }

  /** @param alerts how many were replayed */
  tell(alerts: number): void {
    const now = Date.now();
    if (this.terminal.progress === undefined || now - this.told < often) return;
    this.told = now;
    const part = this.total ? `${Math.floor((100 * this.read) / this.total)} %` : `${this.read} bytes`;
    this.terminal.progress(`${printable(this.file)}: ${part}, ${alerts} alerts`);
  }

  end(): void {
    if (this.told > 0) this.terminal.progress?.('');
  }
}
