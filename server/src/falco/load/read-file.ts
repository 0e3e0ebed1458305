import { shift, span } from '../../text/span.ts';
import { cutItems } from '../../yaml/cut.ts';
import { isNull, type YamlNode, type YamlProblem } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { Item } from '../items/item.ts';
import { readItem } from '../items/read-item.ts';
import { engineError, type Finding, finding } from '../problems/index.ts';
import type { PlacedItem } from './placed-item.ts';
import { Swept } from './swept.ts';
import { noWork, type Work } from './work.ts';

/** A rules file to load. */
export interface SourceFile {
  /** The name that findings carry: a path or an address. */
  readonly name: string;
  readonly text: string;
}

/** A rules file cut into its items. */
export interface ReadFile {
  readonly name: string;
  readonly text: string;
  readonly items: readonly PlacedItem[];
  /** Problems of the file as a whole; the engine reads nothing of such a file. */
  readonly problems: readonly Finding[];
}

/** Makes items of the nodes of a file; spans of nodes and items count in `text`. */
export interface ItemFormat {
  /** Reads an item of the list that the file is. */
  readonly item: (node: YamlNode, text: string) => Item;
  /** Stands for a document that is no list: an item that only reports this. */
  readonly notAList: (document: YamlNode, text: string) => Item;
}

/**
 * Items by the text of their piece, so that reading a file again only reads what changed; and the file as it
 * was read last: what still stands where it stood stays the same object.
 */
export class ItemCache extends Swept<readonly Item[]> {
  last: ReadFile | undefined;

  /** @param work counts what is parsed. */
  constructor(readonly work: Work = noWork()) {
    super();
  }
}

/**
 * Reads a rules file into its items. Never throws.
 * @param cache items read before; equal texts share their items.
 */
export function readRulesFile(file: SourceFile, cache = new ItemCache()): ReadFile {
  return readItems(file, { item: readItem, notAList }, cache);
}

/** As `readRulesFile`, for a file whose items are of another format. */
export function readItems({ name, text }: SourceFile, format: ItemFormat, cache: ItemCache): ReadFile {
  const read = readInPieces(name, text, format, cache) ?? readWhole(name, text, format, cache.work);
  cache.last = read;
  return read;
}

/**
 * Reads piece by piece, so that a piece that is no YAML leaves the others as they are; undefined where the
 * file cannot be cut, or where what looks broken in pieces is whole: text that reaches over a dash, aliases.
 */
function readInPieces(
  name: string,
  text: string,
  format: ItemFormat,
  cache: ItemCache,
): ReadFile | undefined {
  const cut = cutItems(text);
  if (cut === undefined) return undefined;
  const before = cache.last?.items ?? [];
  const items: PlacedItem[] = [];
  const problems: Finding[] = [];
  for (const piece of cut.pieces) {
    const known = cache.get(piece.text);
    if (known === undefined) cache.work.piecesParsed++;
    const read = known === undefined ? readPiece(piece.text, format) : { items: known, problems: [] };
    if (read.problems.length === 0) cache.set(piece.text, read.items);
    for (const item of read.items) items.push(placedAt(piece.start, item, name, before[items.length]));
    for (const problem of read.problems) {
      problems.push(yamlFinding({ ...problem, span: shift(problem.span, piece.start) }));
    }
  }
  if (problems.length > 0 && parseYaml(text, false).problems.length === 0) return undefined;
  return { name, text, items, problems };
}

/** An item where it stands: the same as before where nothing is different. */
function placedAt(start: number, item: Item, file: string, before: PlacedItem | undefined): PlacedItem {
  return before?.item === item && before.start === start && before.file === file
    ? before
    : { file, start, item };
}

/** The items of one piece, as far as it is YAML. Null items count as nothing. */
function readPiece(
  text: string,
  format: ItemFormat,
): { items: readonly Item[]; problems: readonly YamlProblem[] } {
  const { documents, problems } = parseYaml(text);
  const [document] = documents;
  return { items: document?.kind === 'list' ? itemsOf(document.items, text, format) : [], problems };
}

function yamlFinding({ message, span: where }: YamlProblem): Finding {
  return finding('yaml-syntax', where, [message], engineError('LOAD_ERR_YAML_PARSE', message));
}

function itemsOf(nodes: readonly YamlNode[], text: string, { item }: ItemFormat): Item[] {
  return nodes.filter((node) => !isNull(node)).map((node) => item(node, text));
}

function readWhole(name: string, text: string, format: ItemFormat, work: Work): ReadFile {
  work.piecesParsed++;
  const { documents, problems } = parseYaml(text);
  const items: PlacedItem[] = [];
  for (const document of documents) {
    if (isNull(document)) continue;
    const isList = document.kind === 'list';
    const read = isList ? itemsOf(document.items, text, format) : [format.notAList(document, text)];
    for (const item of read) items.push({ file: name, start: 0, item });
  }
  return { name, text, items, problems: problems.map(yamlFinding) };
}

/** Stands for a whole document that is no list: an item that only reports this. */
function notAList(document: YamlNode, text: string): Item {
  const message =
    document.kind === 'map' ? 'Rules content is not yaml array of objects' : 'Rules content is not yaml';
  const { start } = document.span;
  const head = span(start, Math.min(start + 1, text.length));
  const found = finding('not-a-list', head, [], engineError('LOAD_ERR_YAML_VALIDATE', message));
  return { text, node: document, name: '', nameSpan: head, steps: [{ do: 'report', finding: found }] };
}
