import {
  type ClientCapabilities,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  type CompletionItem as LspCompletionItem,
  MarkupKind,
} from 'vscode-languageserver';
import type { CompletionItem, CompletionKind, Completions } from '../features/completion.ts';
import { describeTopic } from '../features/describe-topic.ts';
import type { Topic } from '../features/topic.ts';
import { outerText } from '../workspace/embedded/outer-edits.ts';
import type { Origin } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type PlacedText, rangeOf } from './ranges.ts';

/** What of the protocol's completion a client understands. */
export interface CompletionSupport {
  readonly snippets: boolean;
  /** One range for all items instead of one for each. */
  readonly sharedRange: boolean;
}

/** What a client says that it understands. */
export function completionSupport({ textDocument }: ClientCapabilities): CompletionSupport {
  const { completionItem, completionList } = textDocument?.completion ?? {};
  return {
    snippets: completionItem?.snippetSupport === true,
    sharedRange: completionList?.itemDefaults?.includes('editRange') === true,
  };
}

/** Completions in the protocol's form; descriptions follow when the client asks for them by `resolve`. */
export function toCompletionList(
  file: PlacedText & MayBeEmbedded,
  { items: all, replace }: Completions,
  support: CompletionSupport,
): CompletionList {
  const range = rangeOf(file, replace);
  const items = all.filter((item) => canInsert(file, item));
  if (support.sharedRange) {
    const shared = items.map((item) => toItem(item, support));
    return { isIncomplete: false, itemDefaults: { editRange: range }, items: shared };
  }
  const own = items.map((item) => {
    const { textEditText = item.label, ...rest } = toItem(item, support);
    return { ...rest, textEdit: { range, newText: textEditText } };
  });
  return { isIncomplete: false, items: own };
}

/** A text that can stand in another file. */
interface MayBeEmbedded {
  readonly origin?: Origin | undefined;
}

/** Escapes would disturb the places of a snippet: what needs some in a quoted text is not offered there. */
function canInsert({ origin }: MayBeEmbedded, { label, insert = label }: CompletionItem): boolean {
  if (origin === undefined) return true;
  const { form } = origin.embedded;
  return outerText(origin.embedded, insert) === insert && !(form === 'flow' && insert.includes('\n'));
}

/** The item with the description of its topic. */
export function resolveCompletion(snapshot: Snapshot, item: LspCompletionItem): LspCompletionItem {
  const topic: Topic | undefined = item.data;
  const value = topic && describeTopic(snapshot, topic);
  return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  macro: CompletionItemKind.Function,
  list: CompletionItemKind.Constant,
  operator: CompletionItemKind.Operator,
  word: CompletionItemKind.Keyword,
  transformer: CompletionItemKind.Method,
  value: CompletionItemKind.EnumMember,
  key: CompletionItemKind.Property,
  item: CompletionItemKind.Snippet,
};

function toItem(
  { label, kind, detail, insert, snippet, filter, deprecated, topic, uses, rank }: CompletionItem,
  { snippets }: CompletionSupport,
): LspCompletionItem {
  const text = insert !== undefined && snippet && !snippets ? withoutPlaces(insert) : insert;
  return {
    label,
    kind: kinds[kind],
    sortText: `${String(rank).padStart(2, '0')}${byUse(uses)}${label}`,
    ...(detail === undefined ? {} : { detail }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(text === undefined ? {} : { textEditText: text }),
    ...(snippet && snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(topic === undefined ? {} : { data: topic }),
  };
}

/** Sorts what is used more often first, and before all that is not used: no name begins with `!`. */
function byUse(uses: number | undefined): string {
  return uses === undefined ? '' : `!${String(9999 - Math.min(uses, 9999)).padStart(4, '0')}`;
}

/** A snippet's text for clients without snippets: each place with what stands in it at first. */
function withoutPlaces(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}
