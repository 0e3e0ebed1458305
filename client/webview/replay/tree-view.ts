import type { FileRange } from '../../../server/src/protocol.ts';
import { element } from '../element.ts';
import type { FoldTree, TreeLine } from './fold-tree.ts';
import { verdictWords } from './verdict.ts';

/** A tree on the page. */
export interface TreeView {
  readonly root: HTMLElement;
  /** Shows the tree as it is now. */
  readonly render: () => void;
}

/**
 * @param name what a screen reader calls the tree.
 * @param open shows a place of a file in the editor.
 * @param changed called when the user has opened or closed a line.
 */
export function treeView(
  tree: FoldTree,
  name: string,
  open: (place: FileRange) => void,
  changed: () => void,
): TreeView {
  const root = element('div', { role: 'tree', class: 'tree', 'aria-label': name });
  const render = () => {
    const { lines } = tree;
    const active = tree.activeOf(lines);
    const focused = root.contains(document.activeElement);
    root.replaceChildren(...lines.map((line, i) => lineElement(line, i, line === active)));
    if (focused) focusActive(root);
  };
  const act = (line: TreeLine) => {
    if (line.place !== undefined) open(line.place);
    else tree.toggle(line);
  };
  root.addEventListener('click', ({ target }) => {
    const clicked = target instanceof Element ? target : undefined;
    const line = tree.lines[Number(clicked?.closest<HTMLElement>('[data-line]')?.dataset.line)];
    if (clicked === undefined || line === undefined) return;
    tree.activate(line.id);
    if (clicked.closest('.twistie') !== null) tree.toggle(line);
    else act(line);
    render();
    focusActive(root);
    changed();
  });
  root.addEventListener('focusin', ({ target }) => {
    const line = target instanceof HTMLElement ? tree.lines[Number(target.dataset.line)] : undefined;
    if (line !== undefined) tree.activate(line.id);
  });
  root.addEventListener('keydown', (event) => {
    const active = tree.activeOf(tree.lines);
    if (event.key === 'Enter' && active !== undefined) act(active);
    else if (!tree.press(event.key)) return;
    event.preventDefault();
    render();
    changed();
  });
  return { root, render };
}

function focusActive(root: HTMLElement): void {
  root.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
}

function lineElement(line: TreeLine, index: number, active: boolean): HTMLElement {
  const { label, verdict, expanded, depth, place, decides } = line;
  const made = element('div', {
    role: 'treeitem',
    class: `part${decides ? '' : ' beside'}${place === undefined ? '' : ' link'}`,
    tabindex: active ? 0 : -1,
    'aria-level': depth,
    'aria-posinset': line.position,
    'aria-setsize': line.siblings,
    'aria-expanded': expanded === undefined ? undefined : String(expanded),
    'aria-label': labelText(line),
    'data-line': index,
    'data-verdict': verdict === undefined ? undefined : String(verdict),
  });
  made.style.paddingInlineStart = `${(depth - 1) * 14}px`;
  const twistie = expanded === undefined ? '' : expanded ? '▾' : '▸';
  made.append(element('span', { class: 'twistie', 'aria-hidden': 'true' }, twistie));
  if (verdict !== undefined) {
    const { group, icon } = verdictWords(verdict);
    made.append(element('span', { class: `icon ${group}`, 'aria-hidden': 'true' }, icon));
  }
  const words = label.flatMap(({ kind, text }) => [' ', element('span', { class: kind }, text)]);
  made.append(element('span', { class: 'label' }, ...words.slice(1)));
  return made;
}

/** What a screen reader says: the words of the line and its verdict. */
function labelText({ label, verdict, says = String(verdict) }: TreeLine): string {
  const words = label.map(({ text }) => text).join(' ');
  return verdict === undefined ? words : `${words}: ${says}`;
}
