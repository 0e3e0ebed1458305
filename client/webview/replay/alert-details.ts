import type { FileRange, ReplayDetails, ReplayRow } from '../../../server/src/protocol.ts';
import { whereOf } from './alert-list.ts';
import { element, setAttributes } from './element.ts';
import type { RuleTree, TreeLine } from './rule-tree.ts';
import { groupNames, verdictWords } from './verdict.ts';

/** What is known of one alert: its text, its fields, and what each rule says of it. */
export interface AlertDetailsView {
  readonly root: HTMLElement;
  /** Shows an alert; without details while they are on their way; nothing where there is no row. */
  readonly show: (row: ReplayRow | undefined, details: ReplayDetails | undefined) => void;
  /** Shows the tree as it is now. */
  readonly renderTree: () => void;
}

/**
 * @param open shows a place of a file in the editor.
 * @param changed called when the user has opened or closed a line of the tree.
 */
export function alertDetails(
  tree: RuleTree,
  open: (place: FileRange) => void,
  changed: () => void,
): AlertDetailsView {
  const head = element('div', { class: 'alert' });
  const list = element('div', { role: 'tree', class: 'tree', 'aria-label': 'Rules of the workspace' });
  const root = element('section', { class: 'details', 'aria-label': 'Selected alert' }, head, list);

  const renderTree = () => {
    const { lines } = tree;
    const active = tree.activeOf(lines);
    const focused = list.contains(document.activeElement);
    list.replaceChildren(...lines.map((line, i) => lineElement(line, i, line === active)));
    if (focused) list.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  const act = (line: TreeLine) => {
    if (line.place !== undefined) open(line.place);
    else tree.toggle(line);
  };
  list.addEventListener('click', ({ target }) => {
    const clicked = target instanceof Element ? target : undefined;
    const line = tree.lines[Number(clicked?.closest<HTMLElement>('[data-line]')?.dataset.line)];
    if (clicked === undefined || line === undefined) return;
    tree.activate(line.id);
    if (clicked.closest('.twistie') !== null) tree.toggle(line);
    else act(line);
    renderTree();
    list.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    changed();
  });
  list.addEventListener('focusin', ({ target }) => {
    const line = target instanceof HTMLElement ? tree.lines[Number(target.dataset.line)] : undefined;
    if (line !== undefined) tree.activate(line.id);
  });
  list.addEventListener('keydown', (event) => {
    const active = tree.activeOf(tree.lines);
    if (event.key === 'Enter' && active !== undefined) act(active);
    else if (!tree.press(event.key)) return;
    event.preventDefault();
    renderTree();
    changed();
  });
  const show = (row: ReplayRow | undefined, details: ReplayDetails | undefined) => {
    setAttributes(root, { hidden: row === undefined });
    if (row !== undefined) head.replaceChildren(...alertElements(row, details));
  };
  return { root, show, renderTree };
}

function alertElements(row: ReplayRow, details: ReplayDetails | undefined): HTMLElement[] {
  const { group, icon, words, meaning } = verdictWords(row.verdict);
  const mark = element('span', { class: `icon ${group}`, 'aria-hidden': 'true' }, icon);
  const made: HTMLElement[] = [
    element('h2', {}, row.rule ?? 'Alert without a rule'),
    element('p', { class: 'verdict' }, mark, element('strong', {}, words), ` ${meaning}`),
  ];
  made.push(element('p', { class: 'facts' }, factsText(row)));
  if (row.missing.length > 0) made.push(missingElement(row.missing));
  if (details?.output !== undefined) made.push(element('p', { class: 'output' }, details.output));
  if (details !== undefined) made.push(fieldsElement(details.fields));
  return made;
}

function factsText(row: ReplayRow): string {
  const facts = [row.priority, row.time, whereOf(row), `line ${row.line}`];
  return facts.filter((fact) => fact).join(' · ');
}

function missingElement(missing: readonly string[]): HTMLElement {
  const names = missing.flatMap((name, i) => [i === 0 ? '' : ', ', element('code', {}, name)]);
  return element(
    'p',
    { class: 'missing' },
    'Not in the alert: ',
    ...names,
    '. Add them to the output of the rule.',
  );
}

function fieldsElement(fields: ReplayDetails['fields']): HTMLElement {
  const rows = fields.map(([name, value]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      value === null ? element('td', { class: 'none' }, 'no value') : element('td', {}, value),
    ),
  );
  const table = element('table', {}, element('tbody', {}, ...rows));
  return element('details', { class: 'fields' }, element('summary', {}, `${fields.length} fields`), table);
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
function labelText({ label, verdict, depth }: TreeLine): string {
  const words = label.map(({ text }) => text).join(' ');
  if (verdict === undefined) return words;
  const says = depth === 1 ? groupNames[verdictWords(verdict).group] : String(verdict);
  return `${words}: ${says}`;
}
