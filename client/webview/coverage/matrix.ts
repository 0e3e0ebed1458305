import type { CoverageShown, CoverageTactic, FileRange } from '../../../server/src/protocol.ts';
import { button, element, setAttributes } from '../element.ts';
import { itemList } from './item-list.ts';
import { type MatrixCell, matrixRows, type Shade } from './matrix-rows.ts';
import { countWords } from './words.ts';

/** How the matrix is shown. */
export interface MatrixState {
  readonly shade: Shade;
  readonly withUncovered: boolean;
  /** Tactic and technique of the cell that is explained below, as `execution T1059`. */
  readonly selected?: string;
}

/** The matrix: tactics across, techniques down, and below what covers the selected one. */
export interface Matrix {
  readonly root: HTMLElement;
  readonly render: (shown: CoverageShown, state: MatrixState) => void;
}

/** @param select called with the cell that the user has chosen. */
export function matrix(select: (key: string) => void, open: (place: FileRange) => void): Matrix {
  const table = element('table', { role: 'grid', class: 'matrix', 'aria-label': 'Techniques by tactic' });
  const scroller = element('div', { class: 'scroller' }, table);
  const detail = element('section', { class: 'detail', 'aria-label': 'What covers the technique' });
  const root = element('div', { class: 'matrix-view' }, scroller, detail);
  let cells: (HTMLButtonElement | undefined)[][] = [];
  table.addEventListener('keydown', (event) => moveFocus(event, cells));

  const render = (shown: CoverageShown, state: MatrixState) => {
    const rows = matrixRows(shown.tactics, state.shade, state.withUncovered);
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    cells = rows.map((row) => row.map((cell) => cell && cellButton(cell, state, select)));
    const body = cells.map((row) =>
      element('tr', {}, ...row.map((cell) => element('td', { role: 'gridcell' }, ...(cell ? [cell] : [])))),
    );
    const head = element('tr', {}, ...shown.tactics.map(tacticHead));
    table.replaceChildren(element('thead', {}, head), element('tbody', {}, ...body));
    const buttons = cells.flat().filter((each) => each !== undefined);
    const entry = buttons.find(({ dataset }) => dataset.key === state.selected) ?? buttons[0];
    if (entry !== undefined) entry.tabIndex = 0;
    buttons.find(({ dataset }) => dataset.key === focused)?.focus();
    const chosen = rows.flat().find((cell) => cell !== undefined && keyOf(cell) === state.selected);
    detail.replaceChildren(...detailOf(chosen, shown, open));
  };
  return { root, render };
}

function keyOf({ tactic, id }: MatrixCell): string {
  return `${tactic} ${id}`;
}

function tacticHead(tactic: CoverageTactic): HTMLElement {
  const isEmpty = tactic.rules + tactic.detections === 0;
  const words = isEmpty ? 'no rule' : countWords(tactic);
  const count = element('span', { class: isEmpty ? 'count gap' : 'count' }, words);
  return element('th', { scope: 'col' }, element('span', { class: 'tactic' }, tactic.title), count);
}

function cellButton(
  cell: MatrixCell,
  { selected }: MatrixState,
  select: (key: string) => void,
): HTMLButtonElement {
  const key = keyOf(cell);
  const made = button('', { class: `cell level-${cell.level}`, tabindex: -1 }, () => select(key));
  setAttributes(made, { 'data-key': key, 'aria-pressed': String(key === selected) });
  made.append(
    element('span', { class: 'id' }, cell.id),
    element('span', { class: 'name' }, cell.name),
    element('span', { class: 'count' }, countWords(cell)),
  );
  return made;
}

function detailOf(
  cell: MatrixCell | undefined,
  { tactics, items }: CoverageShown,
  open: (place: FileRange) => void,
): HTMLElement[] {
  if (cell === undefined)
    return [element('p', { class: 'faint' }, 'Choose a technique to see what covers it.')];
  const tactic = tactics.find(({ name }) => name === cell.tactic)!;
  const heading = element('h2', {}, `${cell.id} ${cell.name}`);
  const counts = element('p', {}, `${tactic.title}: ${countWords(cell)}.`);
  const list = cell.items.map((index) => items[index]!);
  return list.length === 0 ? [heading, counts] : [heading, counts, itemList(list, open)];
}

/** Arrow keys move from cell to cell, over the empty ones; Home and End to the ends of the row. */
function moveFocus(
  event: KeyboardEvent,
  cells: readonly (readonly (HTMLButtonElement | undefined)[])[],
): void {
  const row = cells.findIndex((each) => each.includes(event.target as HTMLButtonElement));
  if (row === -1) return;
  const column = cells[row]!.indexOf(event.target as HTMLButtonElement);
  const next = target(event.key, cells, row, column);
  if (next === undefined) return;
  event.preventDefault();
  for (const each of cells.flat()) if (each !== undefined) each.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function target(
  key: string,
  cells: readonly (readonly (HTMLButtonElement | undefined)[])[],
  row: number,
  column: number,
): HTMLButtonElement | undefined {
  const line = cells[row]!;
  switch (key) {
    case 'ArrowRight':
      return line.slice(column + 1).find((each) => each !== undefined);
    case 'ArrowLeft':
      return line.slice(0, column).findLast((each) => each !== undefined);
    case 'ArrowDown':
      return cells[row + 1]?.[column];
    case 'ArrowUp':
      return cells[row - 1]?.[column];
    case 'Home':
      return line.find((each) => each !== undefined);
    case 'End':
      return line.findLast((each) => each !== undefined);
    default:
      return undefined;
  }
}
