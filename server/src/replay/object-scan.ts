/**
 * Reads one JSON object piece by piece, looking at nothing but its brackets and strings: finds where it ends,
 * and completes one that was cut off.
 */
export class ObjectScan {
  private text = '';
  private closers: string[] = [];
  private inString = false;
  private escaped = false;
  private afterColon = false;
  /** Up to here, all members that have begun are whole. */
  private whole = 0;

  /**
   * Reads on, from the object's first bracket at the first call.
   * @returns the offset in `piece` after the object's last bracket; undefined while it has not come.
   */
  read(piece: string, from: number): number | undefined {
    const shift = this.text.length - from;
    for (let at = from; at < piece.length; at++) {
      if (this.inString) this.stepInString(piece.charCodeAt(at), at + shift);
      else this.step(piece.charCodeAt(at), at + shift);
      if (this.closers.length === 0) {
        this.text += piece.slice(from, at + 1);
        return at + 1;
      }
    }
    this.text += piece.slice(from);
    return undefined;
  }

  /** What was read so far, to the last bracket where that has come. */
  get object(): string {
    return this.text;
  }

  /** True within a string: JSON has no line breaks there, so an object whose line ends here was cut off. */
  get isInString(): boolean {
    return this.inString;
  }

  /** True where JSON can go on with a line that begins with this character. */
  goesOnWith(character: string): boolean {
    if ('}],"'.includes(character)) return true;
    return (this.afterColon || this.closers.at(-1) === ']') && /[-\d{[tfn]/.test(character);
  }

  /** An object cut off, without what is not whole at its end, and closed. */
  completed(): string {
    return this.text.slice(0, this.whole) + this.closers.toReversed().join('');
  }

  private step(code: number, at: number): void {
    switch (code) {
      case quote:
        this.inString = true;
        break;
      case 0x7b: // {
      case 0x5b: // [
        this.closers.push(code === 0x7b ? '}' : ']');
        this.wholeTo(at + 1);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        this.closers.pop();
        this.wholeTo(at + 1);
        break;
      case 0x2c: // ,
        this.wholeTo(at);
        break;
      case 0x3a: // :
        this.afterColon = true;
    }
  }

  private stepInString(code: number, at: number): void {
    if (this.escaped) this.escaped = false;
    else if (code === backslash) this.escaped = true;
    else if (code === quote) {
      this.inString = false;
      if (this.afterColon) this.wholeTo(at + 1);
    }
  }

  private wholeTo(offset: number): void {
    this.whole = offset;
    this.afterColon = false;
  }
}

const quote = 0x22;
const backslash = 0x5c;
