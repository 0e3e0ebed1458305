import { editsBetween } from '../../text/line-diff.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { cutItems } from '../../yaml/cut.ts';
import { commentsAbove } from './item-text.ts';
import { proven, type Refactoring, refused } from './refactoring.ts';

const order = ['required_engine_version', 'required_plugin_versions', 'list', 'macro', 'rule', undefined];

/**
 * Puts the items of a file in order: required versions, lists, macros, rules; those of a kind stay in theirs.
 * Comments go with the item that they stand above.
 */
export function sortItems(snapshot: Snapshot, file: RulesFile): Refactoring {
  const cut = cutItems(file.text);
  const items = file.read.items;
  if (cut === undefined || file.read.problems.length > 0 || items.length !== cut.pieces.length) {
    return refused('The file cannot be cut into items.');
  }
  const units = unitsOf(
    file.text,
    cut.pieces.map(({ start }) => start),
  );
  const ranked = units.slice(1).map((text, i) => ({ text, rank: order.indexOf(items[i]!.item.kind) }));
  const sorted = ranked.toSorted((a, b) => a.rank - b.rank);
  if (sorted.every((unit, i) => unit === ranked[i])) return refused('The items are in order.');
  const after = [units[0]!, ...sorted.map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`))].join('');
  return proven(snapshot, 'Sort items', new Map([[file.uri, editsBetween(file.text, after)]]));
}

/** The head of a file and its items, each with the comments right above it and what follows it up to those of the next. */
function unitsOf(text: string, starts: readonly number[]): string[] {
  const cuts = starts.map((start) => commentsAbove(text, start));
  return [0, ...cuts].map((cut, i) => text.slice(cut, cuts[i]));
}
