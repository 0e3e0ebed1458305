import type { Alert } from './alert.ts';
import { alertOfText } from './falco-line.ts';

/** Bytes in one block of packed texts. */
const blockSize = 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Alerts kept as the UTF-8 bytes of their JSON texts, outside of the heap: a fraction of what they need as
 * objects. They are parsed whenever they are asked for.
 */
export class PackedAlerts {
  private readonly blocks: Uint8Array[] = [];
  private used = 0;
  /** Bytes of all blocks. */
  private size = 0;
  // By alert: plain numbers, which cost a few bytes each.
  private readonly lines: number[] = [];
  private readonly places: number[] = [];
  private readonly lengths: number[] = [];
  private readonly blockOf: number[] = [];

  get length(): number {
    return this.lines.length;
  }

  /** Bytes that the texts take up. */
  get bytes(): number {
    return this.size;
  }

  /** @param line on which the alert begins in what it was read from, from 1 */
  push(text: string, line: number): void {
    const length = this.fill(text) ?? this.fillNext(text);
    this.lines.push(line);
    this.lengths.push(length);
    this.places.push(this.used - length);
    this.blockOf.push(this.blocks.length - 1);
  }

  /** The alert at an index; undefined where there is none. */
  at(index: number): Alert | undefined {
    const place = this.places[index];
    if (place === undefined) return undefined;
    const bytes = this.blocks[this.blockOf[index]!]!.subarray(place, place + this.lengths[index]!);
    return alertOfText(decoder.decode(bytes), this.lines[index]!);
  }

  /** The alerts from an index up to another, each parsed when it is asked for. */
  *range(start: number, end: number): Generator<Alert> {
    for (let i = start; i < Math.min(end, this.length); i++) yield this.at(i)!;
  }

  /** The number of bytes that a text takes up in the last block; undefined where it does not fit. */
  private fill(text: string): number | undefined {
    const block = this.blocks.at(-1);
    if (block === undefined) return undefined;
    const { read, written } = encoder.encodeInto(text, block.subarray(this.used));
    if (read < text.length) return undefined;
    this.used += written;
    return written;
  }

  /** As `fill`, in a block of its own for a text that may be too long for the usual one. */
  private fillNext(text: string): number {
    const isLong = text.length * 3 > blockSize;
    const block = isLong ? encoder.encode(text) : new Uint8Array(blockSize);
    this.blocks.push(block);
    this.size += block.length;
    this.used = isLong ? block.length : encoder.encodeInto(text, block).written;
    return this.used;
  }
}
