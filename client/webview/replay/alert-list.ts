import type {
  ReplayNews,
  ReplayRow,
  ReplaySentinel,
  ReplayStageRow,
  ReplayStagesNews,
} from '../../../server/src/protocol.ts';
import { type Baseline, type KeptWords, keepBaseline, keptOf } from './baseline.ts';
import { type Holds, rowFilter } from './row-filter.ts';
import { type Stage, type StagedAlert, type StageWords, stages, stageWords } from './stage-words.ts';
import { type VerdictGroup, verdictGroups, verdictWords } from './verdict.ts';

/** The columns that rows can be sorted by; `line` is the order in the file. */
export type Column = Stage | 'line' | 'time' | 'rule' | 'priority' | 'where' | 'others';

/** By what column the table is sorted, and which way. */
export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** What a user has set in the table; it outlives a reload of the page. */
export interface ListState {
  readonly filter: string;
  /** Only alerts that name this rule, or on which it fires. */
  readonly rule?: string;
  /** Groups that are left out. */
  readonly hidden: readonly VerdictGroup[];
  readonly sorting: Sorting;
  /** The selected alert, and the stage of it that is explained. */
  readonly selected?: number;
  readonly stage: Stage;
  /** Alerts of one rule stand together, below its name. */
  readonly isGrouped: boolean;
  /** Rules whose alerts are folded away, where they are grouped. */
  readonly folded: readonly string[];
  /** The verdicts that were kept. */
  readonly baseline?: Baseline;
  /** Only alerts whose verdicts are others than those that were kept. */
  readonly changedOnly: boolean;
}

/** A line of the table: an alert by its index, or the head of a group. */
export type ListLine = number | GroupHead;

/** The row above the alerts of one rule. */
export interface GroupHead {
  readonly rule: string;
  /** Alerts below it, shown or folded away. */
  readonly alerts: number;
  /** Of these, those on which the rule fires. */
  readonly fire: number;
  readonly isFolded: boolean;
}

/** The stages whose verdicts are compared. */
const comparedStages = ['falco', 'sentinel', 'wazuh'] as const;

/** What the table is like before anybody sets anything. */
export const initialState: ListState = {
  filter: '',
  hidden: [],
  sorting: { column: 'line', descending: false },
  stage: 'falco',
  isGrouped: false,
  folded: [],
  changedOnly: false,
};

/**
 * The rows behind the table: which alerts there are, which of them are shown in which order, and which one is
 * selected. Knows nothing of the page.
 */
export class AlertList {
  readonly rows: ReplayRow[] = [];
  /** What comes behind Falco, by alert, as far as it is known. */
  readonly stages: ReplayStageRow[] = [];
  private sentinel: ReplaySentinel | undefined;
  private run = -1;
  private runOfStages = -1;
  private shown: readonly number[] | undefined;
  private shownLines: readonly ListLine[] | undefined;
  /** Alerts that hold the filter's words, and are of the rule that is wanted. */
  private fitting: readonly number[] | undefined;

  private current: ListState;

  /**
   * @param saved what the user had set; what is not in it is as it is at first.
   * @param holds says what alerts hold beyond their rows.
   */
  constructor(
    saved: Partial<ListState> = {},
    private readonly holds: Holds = () => false,
  ) {
    this.current = { ...initialState, ...saved };
  }

  get state(): ListState {
    return this.current;
  }

  /** Takes rows in; those of a newer run replace the older ones, which stay until they are replaced. */
  take({ run, from, rows }: Pick<ReplayNews, 'run' | 'from' | 'rows'>): void {
    this.run = run;
    for (const [i, row] of rows.entries()) this.rows[from + i] = row;
    if (rows.length > 0) this.forgetShown();
  }

  /** Takes what comes behind Falco; of a newer run it replaces everything that there was. */
  takeStages({ run, from, rows, sentinel }: ReplayStagesNews): void {
    if (from === 0) {
      this.runOfStages = run;
      this.stages.length = 0;
      this.sentinel = sentinel;
    }
    for (const [i, row] of rows.entries()) this.stages[from + i] = row;
    if (rows.length > 0) this.forgetShown();
  }

  /** An alert with its stages. */
  staged(alert: number): StagedAlert {
    return { row: this.rows[alert]!, stages: this.stages[alert], sentinel: this.sentinel };
  }

  /** What the cell of a stage says. */
  words(alert: number, stage: Stage): StageWords {
    return stageWords(stage, this.staged(alert));
  }

  /** Other alerts from now on; what the user has set stays, the selection only where `keepSelection`. */
  clear(keepSelection: boolean): void {
    this.rows.length = 0;
    this.stages.length = 0;
    this.run = -1;
    this.runOfStages = -1;
    this.change(keepSelection ? {} : { selected: undefined, baseline: undefined, changedOnly: false });
  }

  /** The run that the newest rows are from; -1 before the first. */
  get newestRun(): number {
    return this.run;
  }

  /** The run that the stages are from; -1 before the first. */
  get stagesRun(): number {
    return this.runOfStages;
  }

  /** Alerts by their indices, as they are shown from the top. */
  get visible(): readonly number[] {
    this.shown ??= this.sortedAndFiltered();
    return this.shown;
  }

  /** What the table shows from the top: alerts, and where they are grouped the heads of the groups. */
  get lines(): readonly ListLine[] {
    this.shownLines ??= this.current.isGrouped ? this.grouped() : this.visible;
    return this.shownLines;
  }

  /** Alerts of one rule together, or each for itself. */
  group(isGrouped: boolean): void {
    this.change({ isGrouped });
  }

  /** Folds the alerts of a rule away, or shows them again. */
  fold(rule: string): void {
    const others = this.current.folded.filter((each) => each !== rule);
    const isFolded = others.length < this.current.folded.length;
    this.change({ folded: isFolded ? others : [...others, rule] });
  }

  /** Keeps the verdicts as they are, to be compared with those after an edit; forgets them where they are kept. */
  keepBaseline(keep: boolean): void {
    const baseline = keep ? keepBaseline(this.rows.map((_, alert) => this.wordsOf(alert))) : undefined;
    this.change({ baseline, changedOnly: false });
  }

  /** True where verdicts are kept for comparison. */
  get hasBaseline(): boolean {
    return this.current.baseline !== undefined;
  }

  /** What a stage said when the verdicts were kept, where it says something else now. */
  before(alert: number, stage: Stage): string | undefined {
    const at = comparedStages.indexOf(stage as (typeof comparedStages)[number]);
    const { baseline } = this.current;
    const was = baseline && keptOf(baseline, alert)?.[at];
    if (was === undefined || (stage !== 'falco' && this.stages[alert] === undefined)) return undefined;
    return was === this.words(alert, stage).words ? undefined : was;
  }

  /** How many alerts have other verdicts than those that were kept. */
  changes(): number {
    return this.rows.reduce((count, _, alert) => count + (this.isChanged(alert) ? 1 : 0), 0);
  }

  /** Shows only alerts with other verdicts than those that were kept, or all. */
  showChanged(changedOnly: boolean): void {
    this.change({ changedOnly });
  }

  private isChanged(alert: number): boolean {
    return this.hasBaseline && comparedStages.some((stage) => this.before(alert, stage) !== undefined);
  }

  private wordsOf(alert: number): KeptWords {
    return comparedStages.map((stage) => this.words(alert, stage).words);
  }

  private grouped(): ListLine[] {
    const groups = new Map<string, number[]>();
    for (const alert of this.visible) {
      const rule = this.rows[alert]!.rule ?? '';
      const own = groups.get(rule);
      if (own === undefined) groups.set(rule, [alert]);
      else own.push(alert);
    }
    const folded = new Set(this.current.folded);
    const lines: ListLine[] = [];
    for (const [rule, alerts] of groups) {
      const fire = alerts.filter((alert) => this.rows[alert]!.verdict === true).length;
      const isFolded = folded.has(rule);
      lines.push({ rule, alerts: alerts.length, fire, isFolded });
      if (!isFolded) for (const alert of alerts) lines.push(alert);
    }
    return lines;
  }

  /** How many alerts there are in each group, the filter's words regarded. */
  counts(): Readonly<Record<VerdictGroup, number>> {
    const counts = { fires: 0, silent: 0, unknown: 0, none: 0 };
    for (const alert of this.fits) counts[verdictWords(this.rows[alert]!.verdict).group]++;
    return counts;
  }

  /** More is known of what alerts hold. */
  foundMore(): void {
    this.forgetShown();
  }

  /** Shows only what has to do with a rule, and leaves nothing of that out; everything where there is no rule. */
  showRule(rule: string | undefined): void {
    this.change(rule === undefined ? { rule } : { rule, filter: '', hidden: [], changedOnly: false });
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

  /** Explains a stage of the selected alert. */
  showStage(stage: Stage): void {
    this.current = { ...this.current, stage };
  }

  /** The same for the stage beside it; at the ends it stays where it is. */
  moveStage(by: number): void {
    this.showStage(stages[stages.indexOf(this.current.stage) + by] ?? this.current.stage);
  }

  /** Place of the selected alert among the lines; undefined where it is not among them. */
  get selectedPlace(): number | undefined {
    const place = this.current.selected === undefined ? -1 : this.lines.indexOf(this.current.selected);
    return place === -1 ? undefined : place;
  }

  /** Moves the selection by some rows; to the first or last one where there are no more, or none is selected. */
  move(by: number): void {
    const last = this.lines.length - 1;
    const from = this.selectedPlace;
    const place = Math.max(0, Math.min(from === undefined ? (by > 0 ? 0 : last) : from + by, last));
    const alert = this.alertNear(place, by > 0 ? 1 : -1) ?? this.alertNear(place, by > 0 ? -1 : 1);
    if (alert !== undefined) this.select(alert);
  }

  /** The first alert at a place or beyond it in a direction: heads of groups are passed over. */
  private alertNear(place: number, direction: 1 | -1): number | undefined {
    for (let at = place; at >= 0 && at < this.lines.length; at += direction) {
      const line = this.lines[at];
      if (typeof line === 'number') return line;
    }
    return undefined;
  }

  private change(changes: Partial<ListState>): void {
    this.current = { ...this.current, ...changes };
    this.forgetShown();
  }

  private forgetShown(): void {
    this.fitting = undefined;
    this.shown = undefined;
    this.shownLines = undefined;
  }

  private sortedAndFiltered(): number[] {
    const { hidden, sorting, changedOnly } = this.current;
    const places = this.fits.filter((place) => {
      if (changedOnly && this.hasBaseline && !this.isChanged(place)) return false;
      return !hidden.includes(verdictWords(this.rows[place]!.verdict).group);
    });
    return sorted(places, this, sorting);
  }

  private get fits(): readonly number[] {
    const { filter, rule } = this.current;
    const fits = rowFilter(filter, this.holds);
    const isOfRule = (row: ReplayRow) =>
      rule === undefined || row.rule === rule || row.othersFire.includes(rule);
    this.fitting ??= [...this.rows.keys()].filter((alert) => {
      const row = this.rows[alert]!;
      return isOfRule(row) && fits(row, alert);
    });
    return this.fitting;
  }
}

/** Where an alert happened: container or pod, then host. */
export function whereOf({ container, host }: ReplayRow): string {
  if (container === undefined) return host ?? '';
  return host === undefined ? container : `${container} @ ${host}`;
}

const priorities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

const sortKeys: Readonly<Record<Column, (alert: StagedAlert) => string | number>> = {
  line: ({ row }) => row.line,
  falco: ({ row }) => verdictGroups.indexOf(verdictWords(row.verdict).group),
  sent: ({ stages }) => stages?.sentinel.reduce((sum, { bytes }) => sum + bytes, 0) ?? -1,
  sentinel: (alert) => wordsKey(stageWords('sentinel', alert)),
  wazuh: ({ stages }) => levelOf(stages?.wazuh),
  time: ({ row }) => row.time ?? '',
  rule: ({ row }) => row.rule?.toLowerCase() ?? '',
  priority: ({ row }) => priorities.indexOf(row.priority?.toLowerCase() ?? ''),
  where: ({ row }) => whereOf(row).toLowerCase(),
  others: ({ row }) => row.othersFire.length * 1_000_000 + row.othersUnknown,
};

/** By group, then by what it says. */
function wordsKey({ group, words }: StageWords): string {
  return `${group === undefined ? 9 : verdictGroups.indexOf(group)} ${words}`;
}

/** The level of the rule, then its id; what has no rule comes first. */
function levelOf(wazuh: ReplayStageRow['wazuh'] | undefined): number {
  if (wazuh === undefined || wazuh === null || wazuh === 'dropped') return -1;
  return wazuh.level * 1_000_000 + Number(wazuh.id);
}

/** Sorted by a column; equal ones keep the order of the file, whichever way the column is sorted. */
function sorted(places: number[], list: AlertList, { column, descending }: Sorting): number[] {
  if (column === 'line') return descending ? places.reverse() : places;
  const keys = new Map(places.map((place) => [place, sortKeys[column](list.staged(place))]));
  const direction = descending ? -1 : 1;
  return places.sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    if (one === other) return a - b;
    return one < other ? -direction : direction;
  });
}
