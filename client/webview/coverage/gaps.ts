import type { CoverageItem, CoverageShown, FileRange } from '../../../server/src/protocol.ts';
import { element } from '../element.ts';
import { itemList } from './item-list.ts';

/** What is missing or wrong, each with its rules. */
export function gapsView(
  { gaps, items, tactics }: CoverageShown,
  open: (place: FileRange) => void,
): readonly HTMLElement[] {
  const named = (indices: readonly number[]) => indices.map((index) => items[index]!);
  const titles = tactics.filter(({ name }) => gaps.tactics.includes(name));
  const without = titles.map(({ title, uncovered }) =>
    element('li', {}, title, element('span', { class: 'faint' }, ` ${uncovered.length} techniques`)),
  );
  const section = (title: string, some: readonly CoverageItem[], more?: (item: CoverageItem) => string) =>
    part(title, some.length, itemList(some, open, more));
  return [
    part('Tactics without a rule or detection', titles.length, element('ul', { class: 'items' }, ...without)),
    section('Without tags of ATT&CK', named(gaps.untagged)),
    section(
      'Tags that disagree',
      named(gaps.disagreeing),
      ({ disagreeing }) => `not under these tactics: ${disagreeing.join(', ')}`,
    ),
    section('Tags that ATT&CK does not have', named(gaps.unknown), ({ unknown }) => unknown.join(', ')),
    section('Switched on, and without a test', named(gaps.untested)),
  ];
}

function part(title: string, count: number, list: HTMLElement): HTMLElement {
  const heading = element('h2', {}, `${title} (${count})`);
  return element(
    'section',
    { class: 'gap-part' },
    heading,
    count === 0 ? element('p', { class: 'faint' }, 'None.') : list,
  );
}
