import { quoteItem } from '../../falco/load/expand-lists.ts';
import type { TextEdit } from '../../text/edit.ts';
import { touches } from '../../text/span.ts';
import { conditionOf } from '../../workspace/locate.ts';
import type { Occurrence } from '../../workspace/names.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { nameAt } from '../name-at.ts';
import { removeItem } from './item-text.ts';
import { proven, type Refactoring, refused } from './refactoring.ts';
import { writtenIn } from './written-in.ts';

/** Puts the items of the list at an offset in its place there. */
export function inlineList(snapshot: Snapshot, file: RulesFile, offset: number): Refactoring {
  return inline(snapshot, file, offset, false);
}

/** Puts the items of the list at an offset in its place everywhere, and takes its definition out. */
export function inlineListEverywhere(snapshot: Snapshot, file: RulesFile, offset: number): Refactoring {
  return inline(snapshot, file, offset, true);
}

function inline(snapshot: Snapshot, file: RulesFile, offset: number, everywhere: boolean): Refactoring {
  const found = nameAt(snapshot, file, offset);
  if (found?.kind !== 'list') return refused('There is no list here.');
  const { name } = found;
  const occurrences = snapshot.names.occurrencesOf('list', name);
  if (occurrences.some(({ role }) => role === 'update')) return refused(`Other items change \`${name}\`.`);
  const [definition, ...others] = snapshot.names.definitionsOf('list', name);
  const list = snapshot.load.collector.lists.get(name);
  if (definition === undefined || list === undefined)
    return refused(`\`${name}\` is not defined in these files.`);
  if (others.length > 0) return refused(`\`${name}\` is defined more than once.`);
  if (list.items.length === 0) return refused(`\`${name}\` is empty.`);
  const all = occurrences.filter(({ role }) => role === 'use');
  const uses = everywhere
    ? all
    : all.filter(({ placed, span }) => placed.file === file.uri && touches(span, offset));
  if (uses.length === 0) return refused('The cursor is not at a use of a list.');
  const edits = new Map<string, TextEdit[]>();
  const add = (uri: string, edit: TextEdit) => edits.set(uri, [...(edits.get(uri) ?? []), edit]);
  for (const use of uses) {
    const newText = itemsIn(snapshot, use, list.items.map(quoteItem).join(', '));
    if (newText === undefined) return refused(`\`${name}\` is used where its items cannot be written.`);
    add(use.placed.file, { span: use.span, newText });
  }
  if (everywhere) add(definition.file, removeItem(snapshot.files.get(definition.file)!, definition));
  const title = everywhere ? `Inline list \`${name}\` everywhere and remove it` : `Inline list \`${name}\``;
  return proven(snapshot, title, edits);
}

/** Items as they are written where the list's name stands; undefined outside of conditions. */
function itemsIn(snapshot: Snapshot, { placed, span }: Occurrence, items: string): string | undefined {
  const condition = conditionOf(placed);
  const file = snapshot.files.get(placed.file);
  if (condition === undefined || file === undefined || file.isDetectionsFile) return undefined;
  const { scalar } = condition;
  const within = placed.start + scalar.span.start <= span.start && span.end <= placed.start + scalar.span.end;
  if (!within) return undefined;
  return writtenIn(scalar, items);
}
