import { type ParsedCondition, parseCondition } from '../falco/condition/parse.ts';
import type { Condition } from '../falco/condition/tree.ts';
import type { Item } from '../falco/items/item.ts';
import { parsedScalar } from '../falco/load/parsed-scalar.ts';
import type { Span } from '../text/span.ts';
import { decodeScalar } from '../yaml/decode-scalar.ts';
import { type DecodedScalar, valueUnder, type YamlNode, type YamlScalar } from '../yaml/node.ts';

/** A scalar of an item with its text and the way back to the item. */
export interface ItemText {
  readonly scalar: YamlScalar;
  readonly decoded: DecodedScalar;
}

/** What can be said of an item alone. Spans count in the item's text. */
export interface ItemFacts {
  /** The name's characters, without quotes. */
  readonly nameSpan: Span;
  /** True where the item changes a rule, macro or list that another item defines. */
  readonly isUpdate: boolean;
  readonly condition: (ItemText & { readonly parsed: ParsedCondition }) | undefined;
  readonly output: ItemText | undefined;
  /** The places of each rule that the item is about and does not define. */
  readonly rules: ReadonlyMap<string, readonly Span[]>;
  /** The places of each macro that the condition names. */
  readonly macros: ReadonlyMap<string, readonly Span[]>;
  /** The places of each word that the engine would put a list in for, if there is one of that name. */
  readonly words: ReadonlyMap<string, readonly Span[]>;
}

/** Equal items give equal facts, so this memory changes no answer; it goes with the items. */
const known = new WeakMap<Item, ItemFacts>();

/** The facts of an item, each computed at the first question: an edit of one item leaves those of the others. */
export function factsOf(item: Item): ItemFacts {
  let facts = known.get(item);
  if (facts === undefined) {
    facts = new ReadFacts(item);
    known.set(item, facts);
  }
  return facts;
}

/** Most facts of most items are never asked for: a check of a file asks for conditions alone. */
class ReadFacts implements ItemFacts {
  readonly isUpdate: boolean;
  private readonly read: { -readonly [Fact in keyof ItemFacts]?: ItemFacts[Fact] } = {};

  constructor(private readonly item: Item) {
    this.isUpdate = isUpdate(item);
  }

  get nameSpan(): Span {
    this.read.nameSpan ??= nameSpan(this.item);
    return this.read.nameSpan;
  }

  get condition(): ItemFacts['condition'] {
    if (!('condition' in this.read)) this.read.condition = parsedCondition(this.item);
    return this.read.condition;
  }

  get output(): ItemText | undefined {
    if (!('output' in this.read)) this.read.output = textUnder(this.item, 'output');
    return this.read.output;
  }

  get rules(): ReadonlyMap<string, readonly Span[]> {
    this.read.rules ??= rulePlaces(this.item);
    return this.read.rules;
  }

  get macros(): ReadonlyMap<string, readonly Span[]> {
    this.read.macros ??= macroPlaces(this.condition);
    return this.read.macros;
  }

  get words(): ReadonlyMap<string, readonly Span[]> {
    this.read.words ??= wordPlaces(this.item, this.condition);
    return this.read.words;
  }
}

/** Most texts are only decoded to say where something in them stands: the text itself the scalar has. */
class ReadText implements ItemText {
  private made: DecodedScalar | undefined;

  constructor(
    private readonly source: string,
    readonly scalar: YamlScalar,
  ) {}

  get decoded(): DecodedScalar {
    this.made ??= decodeScalar(this.source, this.scalar);
    return this.made;
  }
}

class ReadCondition extends ReadText {
  readonly parsed = parseFragment(this.scalar);
}

/** The condition of a rule or macro, the `where` of a detection. */
function parsedCondition(item: Item): ItemFacts['condition'] {
  if (item.kind === 'list') return undefined;
  const scalar = scalarUnder(item, item.kind === 'detection' ? 'where' : 'condition');
  return scalar && new ReadCondition(item.text, scalar);
}

/**
 * What is appended to a condition mostly begins with `and` or `or`, which would be taken for a name. The word
 * is parsed as blanks, so that the places of all others stay.
 */
function parseFragment(scalar: YamlScalar): ParsedCondition {
  const text = scalar.value;
  const word = /^\s*(?:and|or)(?=[\s(])/.exec(text)?.[0].length ?? 0;
  if (word === 0) return parsedScalar(scalar);
  return { ...parseCondition(' '.repeat(word) + text.slice(word)), text };
}

function nameSpan(item: Item): Span {
  const name = item.kind === undefined ? undefined : scalarUnder(item, item.kind);
  if (name === undefined || name.value === '') return item.nameSpan;
  return decodeScalar(item.text, name).map.toSource({ start: 0, end: name.value.length });
}

function isUpdate(item: Item): boolean {
  if (item.node.kind !== 'map' || item.kind === 'detection' || item.kind === 'test') return false;
  if (item.steps.some((step) => step.do.startsWith('define-'))) return false;
  const keys = item.node.entries.map(({ key }) => (key.kind === 'scalar' ? key.value : ''));
  const bare = item.kind === 'rule' && !keys.some((key) => /^(?:condition|output|desc|priority)$/.test(key));
  return keys.includes('append') || keys.includes('override') || (bare && keys.includes('enabled'));
}

function scalarUnder({ node }: Item, key: string): YamlScalar | undefined {
  const value = node.kind === 'map' ? valueUnder(node, key) : undefined;
  return value?.kind === 'scalar' ? value : undefined;
}

function textUnder(item: Item, key: string): ItemText | undefined {
  const scalar = scalarUnder(item, key);
  return scalar && new ReadText(item.text, scalar);
}

/** A detection names a rule, a test some more. */
function rulePlaces(item: Item): Map<string, Span[]> {
  const places = new Map<string, Span[]>();
  for (const scalar of ruleNames(item)) {
    const { text, map } = decodeScalar(item.text, scalar);
    if (text !== '') note(places, text, map.toSource({ start: 0, end: text.length }));
  }
  return places;
}

function ruleNames(item: Item): readonly YamlScalar[] {
  const { kind, node } = item;
  if (kind === 'detection') return scalarsIn(under(node, 'rule'), 0);
  if (kind !== 'test') return [];
  return ruleNamePaths.flatMap((path) => scalarsIn(under(node, ...path), 1));
}

/** Where a test names rules. */
const ruleNamePaths = [
  ['alert', 'from'],
  ['alert', 'rule'],
  ['expect', 'fires'],
  ['expect', 'silent'],
  ['expect', 'unknown'],
  ['expect', 'sentinel', 'returned-by'],
  ['expect', 'sentinel', 'not-returned-by'],
];

function under(node: YamlNode, ...path: readonly string[]): YamlNode | undefined {
  let found: YamlNode | undefined = node;
  for (const key of path) found = found?.kind === 'map' ? valueUnder(found, key) : undefined;
  return found;
}

function macroPlaces(condition: ItemFacts['condition']): Map<string, Span[]> {
  const places = new Map<string, Span[]>();
  if (condition === undefined) return places;
  const { decoded, parsed } = condition;
  const visit = (node: Condition): void => {
    if (node.kind === 'and' || node.kind === 'or') node.operands.forEach(visit);
    else if (node.kind === 'not') visit(node.operand);
    else if (node.kind === 'macro') note(places, node.name, decoded.map.toSource(node.span));
  };
  visit(parsed.tree);
  return places;
}

/** Lists are put into conditions, into the values of exceptions, and into other lists. */
function wordPlaces(item: Item, condition: ItemText | undefined): Map<string, Span[]> {
  const places = new Map<string, Span[]>();
  if (condition !== undefined) noteWords(places, condition.decoded);
  if (item.node.kind !== 'map') return places;
  if (item.kind === 'list') noteItems(places, item, valueUnder(item.node, 'items'));
  for (const exception of nodesIn(item.kind === 'rule' ? valueUnder(item.node, 'exceptions') : undefined)) {
    const values = exception.kind === 'map' ? valueUnder(exception, 'values') : undefined;
    for (const scalar of scalarsIn(values, 4)) noteWords(places, decodeScalar(item.text, scalar));
  }
  return places;
}

function noteItems(places: Map<string, Span[]>, item: Item, items: YamlNode | undefined): void {
  for (const node of nodesIn(items)) {
    if (node.kind !== 'scalar' || node.value === '') continue;
    const { map } = decodeScalar(item.text, node);
    note(places, node.value, map.toSource({ start: 0, end: node.value.length }));
  }
}

function noteWords(places: Map<string, Span[]>, { text, map }: DecodedScalar): void {
  for (const { 0: word, index } of text.matchAll(/[^ \t\n\r(),=]+/g)) {
    note(places, word, map.toSource({ start: index, end: index + word.length }));
  }
}

function note(places: Map<string, Span[]>, name: string, place: Span): void {
  const known = places.get(name);
  if (known === undefined) places.set(name, [place]);
  else known.push(place);
}

function nodesIn(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The scalars of lists in lists, `depth` deep at most. */
function scalarsIn(node: YamlNode | undefined, depth: number): YamlScalar[] {
  if (node?.kind === 'scalar') return [node];
  return depth === 0 ? [] : nodesIn(node).flatMap((each) => scalarsIn(each, depth - 1));
}
