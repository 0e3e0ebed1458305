import type { CoverageItem, FileRange } from '../../../server/src/protocol.ts';
import { button, element } from '../element.ts';
import { counted } from './words.ts';

/**
 * Rules and detections as a list; each leads to its place.
 * @param more what is said of an item beside its counts
 */
export function itemList(
  items: readonly CoverageItem[],
  open: (place: FileRange) => void,
  more: (item: CoverageItem) => string = () => '',
): HTMLElement {
  const lines = items.map((item) => {
    const { kind, name, place, enabled, tests, alerts } = item;
    const link = place === undefined ? name : button(name, { class: 'link' }, () => open(place));
    const facts = [
      kind === 'detection' ? 'detection' : '',
      enabled ? '' : 'switched off',
      tests > 0 ? counted(tests, 'test') : '',
      alerts > 0 ? counted(alerts, 'alert') : '',
      more(item),
    ];
    const words = facts.filter((fact) => fact !== '').join(', ');
    return element(
      'li',
      {},
      link,
      ...(words === '' ? [] : [element('span', { class: 'faint' }, ` ${words}`)]),
    );
  });
  return element('ul', { class: 'items' }, ...lines);
}
