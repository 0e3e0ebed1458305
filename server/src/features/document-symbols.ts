import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Span, shift } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { itemSpan } from '../workspace/locate.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { valueUnder, type YamlNode } from '../yaml/node.ts';

/** What an outline lists. */
export type SymbolKind = 'rule' | 'macro' | 'list' | 'version' | 'exception' | 'detection' | 'test';

/** One entry of an outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** A few words beside the name. */
  readonly detail: string;
  /** The whole item. */
  readonly span: Span;
  /** Its name. */
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The items of a file, with the exceptions of rules. */
export function documentSymbols(file: RulesFile): DocumentSymbol[] {
  return file.read.items.flatMap((placed) => itemSymbol(placed) ?? []);
}

function itemSymbol(placed: PlacedItem): DocumentSymbol | undefined {
  const { kind, name, node } = placed.item;
  if (kind === undefined) return undefined;
  const isVersion = kind === 'required_engine_version' || kind === 'required_plugin_versions';
  const span = itemSpan(placed);
  return {
    name: isVersion ? kind : name || `(${kind} without a name)`,
    kind: isVersion ? 'version' : kind,
    detail: isVersion ? name : factsOf(placed.item).isUpdate ? `changes a ${kind}` : kind,
    span,
    nameSpan: within(shift(factsOf(placed.item).nameSpan, placed.start), span),
    children: kind === 'rule' ? exceptionSymbols(node, placed.start) : [],
  };
}

function exceptionSymbols(node: YamlNode, start: number): DocumentSymbol[] {
  const exceptions = node.kind === 'map' ? valueUnder(node, 'exceptions') : undefined;
  if (exceptions?.kind !== 'list') return [];
  return exceptions.items.flatMap((each): DocumentSymbol[] => {
    const name = each.kind === 'map' ? valueUnder(each, 'name') : undefined;
    if (name?.kind !== 'scalar' || name.value === '') return [];
    const span = shift(each.span, start);
    const nameSpan = within(shift(name.span, start), span);
    return [{ name: name.value, kind: 'exception', detail: 'exception', span, nameSpan, children: [] }];
  });
}

/** The protocol asks for names inside their symbols. */
function within(inner: Span, outer: Span): Span {
  return inner.start >= outer.start && inner.end <= outer.end
    ? inner
    : { start: outer.start, end: outer.start };
}
