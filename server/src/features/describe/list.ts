import type { Snapshot } from '../../workspace/workspace.ts';
import { codeSpan } from './code.ts';

const mostItems = 60;

/** A list with the items that the engine puts in for it. Markdown; undefined for an unknown name. */
export function describeList(snapshot: Snapshot, name: string): string | undefined {
  const list = snapshot.load.compiled.lists.get(name);
  if (list === undefined) return undefined;
  const { items } = list;
  const shown = items.slice(0, mostItems).map(codeSpan).join(', ');
  const more = items.length > mostItems ? `, … (${items.length - mostItems} more)` : '';
  const count = items.length === 1 ? '1 item' : `${items.length} items`;
  return `**${name}** — list, ${count}\n\n${shown}${more}`;
}
