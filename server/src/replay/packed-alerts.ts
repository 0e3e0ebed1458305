import { packBytes, unpackBytes } from '../text/pack-bytes.ts';
import type { Alert } from './alert.ts';
import { alertOfText } from './falco-line.ts';

/** Bytes of texts that are packed together. */
const blockSize = 64 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

interface Block {
  readonly packed: Uint8Array;
  /** Of what is packed in it. */
  readonly length: number;
}

/**
 * Alerts kept as the packed bytes of their JSON texts, outside of the heap: a small part of what they need as
 * objects. They are unpacked and parsed whenever they are asked for.
 */
export class PackedAlerts {
  private readonly blocks: Block[] = [];
  private packedSize = 0;
  /** The block that is being filled; it comes after the others. */
  private readonly open = new Uint8Array(blockSize);
  private used = 0;
  private unpacked: { readonly block: number; readonly bytes: Uint8Array } | undefined;
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
    return this.packedSize + this.used;
  }

  /** @param line on which the alert begins in what it was read from, from 1 */
  push(text: string, line: number): void {
    this.lines.push(line);
    if (this.fill(text)) return;
    if (this.used > 0) this.seal(this.open.subarray(0, this.used));
    this.used = 0;
    if (this.fill(text)) return;
    const bytes = encoder.encode(text);
    this.place(this.blocks.length, 0, bytes.length);
    this.seal(bytes);
  }

  /** The alert at an index; undefined where there is none. */
  at(index: number): Alert | undefined {
    const text = this.text(index);
    return text === undefined ? undefined : alertOfText(text, this.lines[index]!);
  }

  /** The JSON text of the alert at an index; undefined where there is none. */
  text(index: number): string | undefined {
    const place = this.places[index];
    if (place === undefined) return undefined;
    const bytes = this.block(this.blockOf[index]!).subarray(place, place + this.lengths[index]!);
    return decoder.decode(bytes);
  }

  /** The alerts from an index up to another, each parsed when it is asked for. */
  *range(start: number, end: number): Generator<Alert> {
    for (let i = start; i < Math.min(end, this.length); i++) yield this.at(i)!;
  }

  /** False where the text does not fit into what is left of the open block. */
  private fill(text: string): boolean {
    const { read, written } = encoder.encodeInto(text, this.open.subarray(this.used));
    if (read < text.length) return false;
    this.place(this.blocks.length, this.used, written);
    this.used += written;
    return true;
  }

  private place(block: number, start: number, length: number): void {
    this.blockOf.push(block);
    this.places.push(start);
    this.lengths.push(length);
  }

  private seal(bytes: Uint8Array): void {
    const packed = packBytes(bytes);
    this.blocks.push({ packed, length: bytes.length });
    this.packedSize += packed.length;
  }

  /** The bytes of a block; the last one that was unpacked is at hand, since alerts are read in their order. */
  private block(index: number): Uint8Array {
    const block = this.blocks[index];
    if (block === undefined) return this.open;
    if (this.unpacked?.block !== index) {
      this.unpacked = { block: index, bytes: unpackBytes(block.packed, block.length) };
    }
    return this.unpacked.bytes;
  }
}
