import { button, element } from '../element.ts';
import type { MessageFromResults, ResultsToShow } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: MessageFromResults): void };

/** More rows at once would hold the page up. */
const pageSize = 500;

const editor = acquireVsCodeApi();
const page = document.querySelector('main')!;
const collator = new Intl.Collator('en', { numeric: true });

window.addEventListener('message', ({ data }: MessageEvent<ResultsToShow>) => {
  if (data.type === 'results') show(data);
});
editor.postMessage({ type: 'ready' });

/** Shows rows; all their text is shown as text, for it comes from alerts. */
function show(results: ResultsToShow): void {
  const tools = [
    button('Copy as CSV', {}, () => editor.postMessage({ type: 'copy', form: 'csv' })),
    button('Copy as JSON', {}, () => editor.postMessage({ type: 'copy', form: 'json' })),
    ...(results.canReplay
      ? [button('Replay These Alerts', {}, () => editor.postMessage({ type: 'replay' }))]
      : []),
  ];
  const notes = results.notes.map((note) => element('p', {}, note));
  const count = `${results.rows.length.toLocaleString('en-US')} ${results.rows.length === 1 ? 'row' : 'rows'}`;
  page.replaceChildren(
    element(
      'header',
      {},
      element('h1', {}, results.title),
      element('p', { role: 'status' }, count),
      ...notes,
    ),
    element('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Results' }, ...tools),
    results.rows.length === 0 ? element('p', {}, 'The query returns no rows.') : table(results),
  );
}

/** A table that is sorted by a click on a column; clicked again, the other way round. */
function table({ title, columns, rows }: ResultsToShow): HTMLElement {
  const body = element('tbody');
  let order = rows.map((_, i) => i);
  let sorted: { readonly column: number; readonly direction: 1 | -1 } | undefined;
  let shown = 0;

  const more = button('', { class: 'more' }, showMore);
  function showMore(): void {
    const next = order.slice(shown, shown + pageSize);
    body.append(...next.map((row) => line(rows[row]!)));
    shown += next.length;
    more.hidden = shown >= rows.length;
    more.textContent = `Show ${Math.min(pageSize, rows.length - shown)} more of ${rows.length - shown}`;
  }
  function line(cells: readonly (string | null)[]): HTMLElement {
    return element(
      'tr',
      {},
      ...cells.map((cell, i) =>
        element('td', { class: columns[i]?.isNumber && 'number', title: cell ?? undefined }, cell ?? ''),
      ),
    );
  }
  function sortBy(column: number): void {
    const direction = sorted?.column === column && sorted.direction === 1 ? -1 : 1;
    sorted = { column, direction };
    order = sortedRows(rows, column, direction);
    for (const [i, head] of heads.entries())
      head.setAttribute('aria-sort', i !== column ? 'none' : direction === 1 ? 'ascending' : 'descending');
    body.replaceChildren();
    shown = 0;
    showMore();
  }
  const heads = columns.map(({ name }, i) =>
    element(
      'th',
      { scope: 'col', 'aria-sort': 'none' },
      button(name, {}, () => sortBy(i)),
    ),
  );
  showMore();
  const grid = element(
    'table',
    { 'aria-label': title },
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  );
  return element('div', { class: 'rows', tabindex: 0, role: 'region', 'aria-label': 'Rows' }, grid, more);
}

/** The rows' places in their new order; rows without a value come last, equal ones stay in order. */
function sortedRows(
  rows: readonly (readonly (string | null)[])[],
  column: number,
  direction: 1 | -1,
): number[] {
  return rows
    .map((_, i) => i)
    .sort((a, b) => {
      const [one, other] = [rows[a]![column] ?? null, rows[b]![column] ?? null];
      if (one === null || other === null) return Number(one === null) - Number(other === null) || a - b;
      return direction * collator.compare(one, other) || a - b;
    });
}
