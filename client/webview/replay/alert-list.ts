import type { ReplayNews, ReplayRow } from '../../../server/src/protocol.ts';
import { type VerdictGroup, verdictGroups, verdictWords } from './verdict.ts';

/** The columns that rows can be sorted by; `line` is the order in the file. */
export type Column = 'verdict' | 'line' | 'time' | 'rule' | 'priority' | 'where' | 'others';

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** What a user has set in the table; it outlives a reload of the page. */
export interface ListState {
  readonly filter: string;
  /** Groups that are left out. */
  readonly hidden: readonly VerdictGroup[];
  readonly sorting: Sorting;
  /** The selected alert. */
  readonly selected?: number;
}

export const initialState: ListState = {
  filter: '',
  hidden: [],
  sorting: { column: 'line', descending: false },
};

/**
 * The rows behind the table: which alerts there are, which of them are shown in which order, and which one is
 * selected. Knows nothing of the page.
 */
export class AlertList {
  readonly rows: ReplayRow[] = [];
  private run = -1;
  private shown: readonly number[] | undefined;

  constructor(private current: ListState = initialState) {}

  get state(): ListState {
    return this.current;
  }

  /** Takes rows in; those of a newer run replace the older ones, which stay until they are replaced. */
  take({ run, from, rows }: Pick<ReplayNews, 'run' | 'from' | 'rows'>): void {
    this.run = run;
    for (const [i, row] of rows.entries()) this.rows[from + i] = row;
    if (rows.length > 0) this.shown = undefined;
  }

  /** Other alerts from now on; what the user has set stays, the selection only where `keepSelection`. */
  clear(keepSelection: boolean): void {
    this.rows.length = 0;
    this.run = -1;
    this.change(keepSelection ? {} : { selected: undefined });
  }

  /** The run that the newest rows are from; -1 before the first. */
  get newestRun(): number {
    return this.run;
  }

  /** Alerts by their indices, as they are shown from the top. */
  get visible(): readonly number[] {
    this.shown ??= this.sortedAndFiltered();
    return this.shown;
  }

  /** How many alerts there are in each group, the filter's words regarded. */
  counts(): Readonly<Record<VerdictGroup, number>> {
    const counts = { fires: 0, silent: 0, unknown: 0, none: 0 };
    const fits = wordFilter(this.current.filter);
    for (const row of this.rows) if (fits(row)) counts[verdictWords(row.verdict).group]++;
    return counts;
  }

  setFilter(filter: string): void {
    this.change({ filter });
  }

  /** Shows or leaves out a group. */
  toggle(group: VerdictGroup): void {
    const { hidden } = this.current;
    const others = hidden.filter((each) => each !== group);
    this.change({ hidden: others.length < hidden.length ? others : [...hidden, group] });
  }

  /** Sorts by a column; a second time turns the order round. */
  sortBy(column: Column): void {
    const { sorting } = this.current;
    const descending = sorting.column === column && !sorting.descending;
    this.change({ sorting: { column, descending } });
  }

  select(alert: number | undefined): void {
    this.current = { ...this.current, selected: alert };
  }

  /** Place of the selected alert among the visible ones; undefined where it is not among them. */
  get selectedPlace(): number | undefined {
    const place = this.current.selected === undefined ? -1 : this.visible.indexOf(this.current.selected);
    return place === -1 ? undefined : place;
  }

  /** Moves the selection by some rows; to the first or last one where there are no more, or none is selected. */
  move(by: number): void {
    const last = this.visible.length - 1;
    const from = this.selectedPlace;
    const place = from === undefined ? (by > 0 ? 0 : last) : from + by;
    this.select(this.visible[Math.max(0, Math.min(place, last))]);
  }

  private change(changes: Partial<ListState>): void {
    this.current = { ...this.current, ...changes };
    this.shown = undefined;
  }

  private sortedAndFiltered(): number[] {
    const { filter, hidden, sorting } = this.current;
    const fits = wordFilter(filter);
    const places = [...this.rows.keys()].filter((place) => {
      const row = this.rows[place]!;
      return !hidden.includes(verdictWords(row.verdict).group) && fits(row);
    });
    return sorted(places, this.rows, sorting);
  }
}

/** True for rows that hold every word somewhere, and none of the words with `-` before them. */
export function wordFilter(filter: string): (row: ReplayRow) => boolean {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  if (words.length === 0) return () => true;
  return (row) => {
    const text = rowText(row);
    return words.every((word) => (word[0] === '-' ? !text.includes(word.slice(1)) : text.includes(word)));
  };
}

function rowText(row: ReplayRow): string {
  const { time, rule, priority, host, container, verdict, missing } = row;
  const parts = [time, rule, priority, host, container, verdictWords(verdict).words, ...missing];
  return parts.join('\n').toLowerCase();
}

/** Where an alert happened: container or pod, then host. */
export function whereOf({ container, host }: ReplayRow): string {
  if (container === undefined) return host ?? '';
  return host === undefined ? container : `${container} @ ${host}`;
}

const priorities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

const sortKeys: Readonly<Record<Column, (row: ReplayRow) => string | number>> = {
  line: ({ line }) => line,
  verdict: ({ verdict }) => verdictGroups.indexOf(verdictWords(verdict).group),
  time: ({ time }) => time ?? '',
  rule: ({ rule }) => rule?.toLowerCase() ?? '',
  priority: ({ priority }) => priorities.indexOf(priority?.toLowerCase() ?? ''),
  where: (row) => whereOf(row).toLowerCase(),
  others: ({ othersFire, othersUnknown }) => othersFire * 1_000_000 + othersUnknown,
};

/** Sorted by a column; equal ones keep the order of the file, whichever way the column is sorted. */
function sorted(places: number[], rows: readonly ReplayRow[], { column, descending }: Sorting): number[] {
  if (column === 'line') return descending ? places.reverse() : places;
  const keys = new Map(places.map((place) => [place, sortKeys[column](rows[place]!)]));
  const direction = descending ? -1 : 1;
  return places.sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    if (one === other) return a - b;
    return one < other ? -direction : direction;
  });
}
