import { parseBoolean } from '../falco/items/item-reader.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Finding, finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import { type Span, shift } from '../text/span.ts';
import { entryOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';

/** A value and its characters in the file, quotes included. */
export interface Located<Value> {
  readonly value: Value;
  readonly span: Span;
}

/** The codes under which one kind of file reports what is wrong with its form. */
export interface FormCodes {
  readonly missingKey: 'detection-missing-key' | 'test-missing-key';
  readonly unknownKey: 'detection-unknown-key' | 'test-unknown-key';
  readonly repeatedKey: 'detection-repeated-key' | 'test-repeated-key';
  readonly badValue: 'detection-bad-value' | 'test-bad-value';
}

/**
 * Reads the values of one item of a file of our own (a detection, a test) with their places. What is wrong
 * becomes a finding and counts as absent; spans count in the file.
 */
export class ItemValues {
  readonly findings: Finding[] = [];

  constructor(
    private readonly placed: PlacedItem,
    private readonly codes: FormCodes,
  ) {}

  /** Notes a problem; `where` counts in the file. */
  report<Code extends ProblemCode>(
    code: Code,
    where: Span,
    args: Parameters<(typeof problemKinds)[Code]['message']>,
  ): void {
    this.findings.push(finding(code, where, args));
  }

  /** Characters of the item as offsets in the file. */
  inFile(where: Span): Span {
    return shift(where, this.placed.start);
  }

  /** The text under a key that must be there; empty, at the item's first key, where it is not. */
  required(map: YamlMap, key: string): Located<string> {
    const head = this.inFile(map.entries[0]?.key.span ?? map.span);
    if (entryOf(map, key) === undefined) this.report(this.codes.missingKey, head, [key]);
    return this.text(map, key) ?? { value: '', span: head };
  }

  /** The text under a key, if there is one; it may not be empty. */
  text(map: YamlMap, key: string): Located<string> | undefined {
    return this.value(map, key, 'a text', (text) => (text.trim() === '' ? undefined : text));
  }

  /** The value under a key as `read` takes it from its text; undefined there means that it is not `expected`. */
  value<Value>(
    map: YamlMap,
    key: string,
    expected: string,
    read: (text: string) => Value | undefined,
  ): Located<Value> | undefined {
    const node = entryOf(map, key)?.value;
    return node && this.scalar(node, key, expected, read);
  }

  /** One of a few words, which are written in these very letters. */
  word<Word extends string>(map: YamlMap, key: string, words: readonly Word[]): Located<Word> | undefined {
    const expected = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    return this.value(map, key, expected, (text) => words.find((each) => each === text));
  }

  /** A whole number from `least` to `most`. */
  number(map: YamlMap, key: string, least: number, most: number): Located<number> | undefined {
    return this.value(map, key, `a whole number from ${least} to ${most}`, (text) => {
      const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    });
  }

  boolean(map: YamlMap, key: string): Located<boolean> | undefined {
    return this.value(map, key, '`true` or `false`', parseBoolean);
  }

  /** The texts of the list under a key. */
  texts(map: YamlMap, key: string): readonly Located<string>[] | undefined {
    const node = entryOf(map, key)?.value;
    if (node === undefined) return undefined;
    if (node.kind !== 'list') {
      this.report(this.codes.badValue, this.inFile(node.span), [key, 'a list']);
      return undefined;
    }
    return node.items.flatMap((each) => this.scalar(each, key, 'a list of texts', (text) => text) ?? []);
  }

  /** The map under a key. */
  map(map: YamlMap, key: string): YamlMap | undefined {
    const node = entryOf(map, key)?.value;
    if (node === undefined || node.kind === 'map') return node;
    this.report(this.codes.badValue, this.inFile(node.span), [key, 'a group of keys']);
    return undefined;
  }

  /** Warns of every key that is not among `known`, and of those that stand twice. */
  keys(map: YamlMap, known: readonly string[]): void {
    const seen = new Set<string>();
    for (const { key } of map.entries) {
      const name = key.kind === 'scalar' ? key.value : '';
      if (!known.includes(name)) this.report(this.codes.unknownKey, this.inFile(key.span), [name]);
      else if (seen.has(name)) this.report(this.codes.repeatedKey, this.inFile(key.span), [name]);
      seen.add(name);
    }
  }

  private scalar<Value>(
    node: YamlNode,
    key: string,
    expected: string,
    read: (text: string) => Value | undefined,
  ): Located<Value> | undefined {
    const value = isText(node) ? read(node.value) : undefined;
    if (value !== undefined) return { value, span: this.inFile(node.span) };
    this.report(this.codes.badValue, this.inFile(node.span), [key, expected]);
    return undefined;
  }
}

function isText(node: YamlNode): node is YamlScalar {
  return node.kind === 'scalar' && !node.isNull;
}
