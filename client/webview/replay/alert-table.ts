import type { ReplayRow } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import { shortened } from '../shortened.ts';
import { type AlertList, type Column, type GroupHead, whereOf } from './alert-list.ts';
import { iconOf, type Stage, stages } from './stage-words.ts';

/** Height of a row in pixels; the style sheet has it as `--row-height`. */
const rowHeight = 24;

/** Rows made above and below those in view. */
const margin = 8;

const columns: readonly { readonly column: Column; readonly title: string }[] = [
  { column: 'rule', title: 'Rule' },
  { column: 'falco', title: 'Falco' },
  { column: 'sent', title: 'Sent' },
  { column: 'sentinel', title: 'Sentinel' },
  { column: 'wazuh', title: 'Wazuh' },
  { column: 'priority', title: 'Priority' },
  { column: 'time', title: 'Time' },
  { column: 'where', title: 'Container @ host' },
  { column: 'others', title: 'Others' },
  { column: 'line', title: 'Line' },
];

/** The table of alerts. Only rows in view are in the page, so that 100,000 alerts scroll well. */
export interface AlertTable {
  readonly root: HTMLElement;
  /** Shows the list as it is now. */
  readonly render: () => void;
  /** Brings the selected row into view. */
  readonly reveal: () => void;
}

/**
 * @param changed called when the user has selected or sorted.
 * @param enter goes to what explains the selected cell.
 */
export function alertTable(list: AlertList, changed: () => void, enter: () => void): AlertTable {
  const headers = columns.map(({ column, title }) => {
    const sort = button(title, {}, () => {
      list.sortBy(column);
      changed();
    });
    return element('div', { role: 'columnheader', class: `cell ${column}` }, sort);
  });
  const head = element(
    'div',
    { role: 'rowgroup', class: 'head' },
    element('div', { role: 'row' }, ...headers),
  );
  const space = element('div', { role: 'presentation', class: 'space' });
  // What scrolls must be reached by keys.
  const body = element('div', { role: 'rowgroup', class: 'body', tabindex: 0 }, space);
  const root = element(
    'div',
    { role: 'grid', class: 'grid', tabindex: 0, 'aria-label': 'Alerts' },
    head,
    body,
  );

  const render = () => {
    for (const [i, { column }] of columns.entries()) {
      setAttributes(headers[i]!, { 'aria-sort': sortOf(list, column) });
    }
    renderRows(list, root, body, space);
  };
  const reveal = () => {
    const place = list.selectedPlace;
    if (place === undefined) return;
    const [top, bottom] = [place * rowHeight, (place + 1) * rowHeight];
    if (top < body.scrollTop) body.scrollTop = top;
    else if (bottom > body.scrollTop + body.clientHeight) body.scrollTop = bottom - body.clientHeight;
  };
  body.addEventListener('scroll', () => renderRows(list, root, body, space), { passive: true });
  space.addEventListener('click', ({ target }) => {
    const group = target instanceof Element ? target.closest<HTMLElement>('[data-group]') : null;
    if (group !== null) {
      list.fold(group.dataset.group ?? '');
      changed();
      return;
    }
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-alert]') : null;
    if (row === null) return;
    list.select(Number(row.dataset.alert));
    const stage =
      target instanceof Element ? target.closest<HTMLElement>('[data-stage]')?.dataset.stage : undefined;
    if (stage !== undefined) list.showStage(stage as Stage);
    changed();
  });
  root.addEventListener('keydown', (event) => {
    if (event.target !== root && event.target !== body) return;
    const by = moveOf(event.key, body, list);
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by !== undefined) list.move(by);
    else if (aside !== undefined) list.moveStage(aside);
    else if (event.key === 'Enter' && list.state.selected !== undefined) enter();
    else return;
    event.preventDefault();
    changed();
  });
  return { root, render, reveal };
}

/** How many rows a key moves the selection; undefined for other keys. */
function moveOf(key: string, body: HTMLElement, list: AlertList): number | undefined {
  const page = Math.max(1, Math.floor(body.clientHeight / rowHeight) - 1);
  const all = list.lines.length;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -all,
    End: all,
  };
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}

function sortOf(list: AlertList, column: Column): string {
  const { sorting } = list.state;
  if (sorting.column !== column) return 'none';
  return sorting.descending ? 'descending' : 'ascending';
}

function renderRows(list: AlertList, root: HTMLElement, body: HTMLElement, space: HTMLElement): void {
  const { lines } = list;
  const first = Math.max(0, Math.floor(body.scrollTop / rowHeight) - margin);
  const last = Math.min(lines.length, Math.ceil((body.scrollTop + body.clientHeight) / rowHeight) + margin);
  const rows = lines.slice(first, last).map((line, i) => {
    const place = first + i;
    return typeof line === 'number' ? rowElement(line, place, list) : headElement(line, place);
  });
  space.style.height = `${lines.length * rowHeight}px`;
  space.replaceChildren(...rows);
  space.classList.toggle('none', lines.length === 0 && list.rows.length > 0);
  const active = space.querySelector('.stage.active');
  setAttributes(root, { 'aria-rowcount': lines.length + 1, 'aria-activedescendant': active?.id });
}

/** The head of a group: a click folds it. */
function headElement({ rule, alerts, fire, isFolded }: GroupHead, place: number): HTMLElement {
  const count = `${alerts.toLocaleString('en')} ${alerts === 1 ? 'alert' : 'alerts'}, fires on ${fire.toLocaleString('en')}`;
  const cell = element(
    'div',
    { role: 'gridcell', 'aria-colspan': columns.length, class: 'cell' },
    element(
      'button',
      { type: 'button', tabindex: -1, 'aria-expanded': String(!isFolded) },
      element('span', { 'aria-hidden': 'true' }, isFolded ? '▸ ' : '▾ '),
      element('span', { class: 'group-name' }, shortened(rule === '' ? 'Alerts without a rule' : rule)),
      ' ',
      element('span', { class: 'plain' }, count),
    ),
  );
  const made = element(
    'div',
    { role: 'row', class: 'group', 'data-group': rule, 'aria-rowindex': place + 2 },
    cell,
  );
  made.style.top = `${place * rowHeight}px`;
  return made;
}

function rowElement(alert: number, place: number, list: AlertList): HTMLElement {
  const selected = list.state.selected === alert;
  const made = element(
    'div',
    {
      role: 'row',
      class: 'row',
      id: `alert-${alert}`,
      'data-alert': alert,
      'aria-rowindex': place + 2, // the head is the first
      'aria-selected': String(selected),
    },
    ...columns.map(({ column }) => cell(list, alert, column)),
  );
  made.style.top = `${place * rowHeight}px`;
  return made;
}

function cell(list: AlertList, alert: number, column: Column): HTMLElement {
  return isStage(column) ? stageCell(list, alert, column) : plainCell(list.rows[alert]!, column);
}

function stageCell(list: AlertList, alert: number, stage: Stage): HTMLElement {
  const { group, words, meaning } = list.words(alert, stage);
  const { selected, stage: active } = list.state;
  const made = element('div', {
    role: 'gridcell',
    class: `cell stage ${stage}${selected === alert && stage === active ? ' active' : ''}`,
    id: `alert-${alert}-${stage}`,
    'data-stage': stage,
    title: shortened(meaning),
  });
  if (group !== undefined) {
    made.append(element('span', { class: `icon ${group}`, 'aria-hidden': 'true' }, iconOf(group)), ' ');
  }
  made.append(shortened(words));
  const before = list.before(alert, stage);
  if (before !== undefined) {
    made.classList.add('changed');
    made.title = `${shortened(meaning)} Before: ${shortened(before)}.`;
    made.append(element('span', { class: 'was' }, ` was ${shortened(before)}`));
  }
  return made;
}

function isStage(column: Column): column is Stage {
  return (stages as readonly string[]).includes(column);
}

function plainCell(row: ReplayRow, column: Exclude<Column, Stage>): HTMLElement {
  const text = cellText(row, column);
  const title = titleOf(row, column) ?? text;
  return element('div', { role: 'gridcell', class: `cell ${column}`, title }, text);
}

function cellText(row: ReplayRow, column: Exclude<Column, Stage>): string {
  switch (column) {
    case 'line':
      return String(row.line);
    case 'others':
      return othersText(row);
    case 'where':
      return shortened(whereOf(row));
    case 'time':
      return shortened(row.time?.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1 $2') ?? '');
    default:
      return shortened(row[column] ?? '');
  }
}

/** Where there is more to say than the cell has room for. */
function titleOf(row: ReplayRow, column: Exclude<Column, Stage>): string | undefined {
  if (column === 'time') return shortened(row.time ?? '');
  if (column !== 'others' || row.othersFire.length === 0) return undefined;
  return shortened(`${othersText(row)}: ${row.othersFire.join(', ')}`);
}

function othersText({ othersFire, othersUnknown }: ReplayRow): string {
  const parts: string[] = [];
  const { length } = othersFire;
  if (length > 0) parts.push(`${length} ${length === 1 ? 'fires' : 'fire'}`);
  if (othersUnknown > 0) parts.push(`${othersUnknown} unknown`);
  return parts.join(', ');
}
