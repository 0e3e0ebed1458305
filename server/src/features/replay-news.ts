import type { Alert } from '../replay/alert.ts';
import { AlertStore } from '../replay/alert-store.ts';
import { type Stop, stretch } from '../replay/pace.ts';
import { replayAlerts } from '../replay/replay.ts';
import { replayRules } from '../replay/replay-rules.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { alertFormats } from './alert-formats.ts';
import { replayMarks, replayRow } from './replay.ts';
import { alertText, editedAlert } from './replay-edit.ts';
import { ReplayReading } from './replay-reading.ts';
import { mayHold, searchText } from './replay-search.ts';
import { assumedFields, type Setup, withAssumed, withEngine } from './replay-setup.ts';
import { type StageHost, StageRun } from './replay-stages.ts';
import { RuleTally } from './rule-tally.ts';

/** How much of a replay somebody has seen; see `ReplaySeen` in protocol.ts. */
export interface Seen {
  readonly run: number;
  readonly rows: number;
  readonly oddities: number;
  readonly done: boolean;
  /** Bytes that had been read; absent where nobody wants to know. */
  readonly read?: number;
}

/** Rows and oddities in one answer: more would keep the view waiting. */
const mostAtOnce = 5000;

/** After so many milliseconds the stages that there are by then are shown. */
const shownEvery = 150;

/** A search answers after so many milliseconds with what it has found by then. */
const answerAfter = 100;

/** An alert by its index, and the text that it is replayed as. */
export interface Edit {
  readonly alert: number;
  readonly text: string;
}

/** Alerts that are replayed against the rules as they are: each change of the rules begins a new run. */
export class Replay {
  readonly store = new AlertStore(alertFormats);
  /** How the alerts come into the store. */
  readonly reading = new ReplayReading(this.store, () => this);
  /** Changes with the rules. */
  run = 0;

  private chosen: Setup = {};
  /** What alerts are replayed as instead of how they were read, as texts. */
  private edits: ReadonlyMap<number, string> = new Map();
  /** The same as alerts, as far as they were needed. */
  private readonly editedAlerts = new Map<number, Alert>();
  /** By rule, what came of the alerts in the current run. */
  private tally = new RuleTally();
  private viewed: Snapshot;
  private stageRun: StageRun;

  /** @param host what the stages behind Falco run with. */
  constructor(
    private rules: Snapshot,
    private readonly host: StageHost,
  ) {
    this.viewed = rules;
    this.stageRun = new StageRun(rules, this.chosen, host);
  }

  /** What the current run is about: the rules as the chosen engine loads them. */
  get snapshot(): Snapshot {
    return this.viewed;
  }

  /** What comes behind Falco in the current run. */
  get stages(): StageRun {
    return this.stageRun;
  }

  /** What the user has chosen. */
  get setup(): Setup {
    return this.chosen;
  }

  /** Begins a new run where the rules are others by now. */
  renew(snapshot: Snapshot): void {
    if (snapshot === this.rules) return;
    this.rules = snapshot;
    this.begin();
  }

  /** Begins a new run with other choices, or other edits. */
  setUp({ edits = [], ...setup }: Setup & { readonly edits?: readonly Edit[] }): void {
    const texts = new Map(edits.map(({ alert, text }) => [alert, text]));
    const isSame = JSON.stringify(setup) === JSON.stringify(this.chosen);
    if (isSame && hasSameEntries(texts, this.edits)) return;
    this.chosen = setup;
    this.edits = texts;
    this.begin();
  }

  /** An alert as it is replayed: with what is assumed of it; undefined where there is none. */
  alert(index: number): Alert | undefined {
    const alert = this.written(index);
    return alert && withAssumed(alert, this.chosen);
  }

  /** An alert as JSON, to be edited; undefined where there is none. */
  text(index: number): string | undefined {
    const alert = this.written(index);
    return alert && alertText(alert);
  }

  /**
   * Replays an alert as a text says from now on, or as it was read where there is no text: a new run.
   * @returns why it cannot; undefined where it does.
   */
  edit(index: number, text: string | undefined): string | undefined {
    const original = this.store.alerts.at(index);
    if (original === undefined) return 'There is no such alert.';
    const edited = text === undefined ? { alert: original } : editedAlert(text, original.line);
    if ('reason' in edited) return edited.reason;
    const others = [...this.edits].filter(([alert]) => alert !== index);
    this.edits = new Map(text === undefined ? others : [...others, [index, text]]);
    this.begin();
    return undefined;
  }

  /** True for an alert that is replayed otherwise than it was read. */
  isEdited(index: number): boolean {
    return this.edits.has(index);
  }

  private written(index: number): Alert | undefined {
    return this.edited(index) ?? this.store.alerts.at(index);
  }

  /** Undefined for an alert that is replayed as it was read. */
  private edited(index: number): Alert | undefined {
    const text = this.edits.get(index);
    const known = this.editedAlerts.get(index);
    if (text === undefined || known !== undefined) return known;
    const line = this.store.alerts.at(index)?.line;
    const edited = line === undefined ? undefined : editedAlert(text, line);
    if (edited === undefined || 'reason' in edited) return undefined;
    this.editedAlerts.set(index, edited.alert);
    return edited.alert;
  }

  /** The fields of an alert whose values are assumed. */
  assumed(index: number): readonly string[] {
    const alert = this.written(index);
    return alert === undefined ? [] : assumedFields(alert, this.chosen);
  }

  private begin(): void {
    this.viewed = withEngine(this.rules, this.chosen);
    this.stageRun = new StageRun(this.viewed, this.chosen, this.host);
    this.editedAlerts.clear();
    this.tally = new RuleTally();
    this.run++;
  }

  /** True where there is more than what was seen. */
  hasNews(seen: Seen): boolean {
    const { alerts, oddities, isComplete } = this.store;
    if (seen.run !== this.run || seen.oddities < oddities.length) return true;
    if (seen.read !== undefined && seen.read !== this.reading.bytes) return true;
    return seen.rows < alerts.length || (isComplete && !seen.done);
  }

  /**
   * What is new, see `ReplayNews` in protocol.ts: as many rows as fit into one answer, fewer where `stop` ends
   * the work.
   */
  async news(seen: Seen, stop: Stop) {
    const { alerts, oddities, otherLines, isComplete } = this.store;
    const { run, snapshot } = this;
    const from = seen.run === run ? seen.rows : 0;
    const rows: ReturnType<typeof replayRow>[] = [];
    const next = this.alertsFrom(from, from + mostAtOnce);
    for await (const batch of replayAlerts(next, replayRules(snapshot), this.host.pace, stop)) {
      for (const { alert, result } of batch) {
        if (run === this.run && from + rows.length === this.tally.next) this.tally.add(alert, result);
        rows.push(replayRow(alert, result));
      }
    }
    return {
      run,
      from,
      rows,
      oddities: oddities.slice(seen.oddities, seen.oddities + mostAtOnce),
      alerts: alerts.length,
      otherLines,
      done: isComplete && from + rows.length >= alerts.length,
      ...this.progress(),
    };
  }

  /** What the alerts that were replayed by now say of the rules. */
  marks() {
    const { isOutdated, counted } = this.reading;
    return replayMarks(this.snapshot, this.tally.with(isOutdated ? [] : counted.list()));
  }

  /**
   * Looks for words in the alerts from an index on, for a while.
   * @param words in lower case
   * @returns where it stopped, and for each word the alerts that hold it
   */
  async search(words: readonly string[], from: number, stop: Stop) {
    const { pace } = this.host;
    const { alerts } = this.store;
    const found = words.map((): number[] => []);
    const end = pace.now() + answerAfter;
    let until = pace.now() + stretch;
    let at = Math.max(0, from);
    for (; at < alerts.length; at++) {
      this.searchOne(at, words, found);
      if (pace.now() < until) continue;
      if (pace.now() >= end || stop.stopped) {
        at++;
        break;
      }
      await pace.pause();
      until = pace.now() + stretch;
    }
    return { to: at, found };
  }

  private searchOne(index: number, words: readonly string[], found: readonly number[][]): void {
    const edited = this.edited(index);
    if (edited === undefined && !mayHold(this.store.alerts.text(index) ?? '', words)) return;
    const text = searchText(edited ?? this.store.alerts.at(index)!);
    for (const [i, word] of words.entries()) if (text.includes(word)) found[i]!.push(index);
  }

  private progress() {
    const { bytes, total, failure, counted, isOutdated } = this.reading;
    const { alerts, othersFire } = counted;
    return {
      reading: { bytes, ...(total !== undefined && { total }), ...(failure !== undefined && { failure }) },
      ...(alerts > 0 && { counted: { alerts, othersFire, isOutdated, rules: counted.list() } }),
    };
  }

  /** True where there are more stages than were seen. */
  hasStages(seen: Pick<Seen, 'run' | 'rows' | 'done'>): boolean {
    if (seen.run !== this.run) return true;
    return seen.rows < this.store.alerts.length || (this.store.isComplete && !seen.done);
  }

  /** The stages that are new, see `ReplayStagesNews` in protocol/replay-stages.ts; some at a time. */
  async stageNews(seen: Pick<Seen, 'run' | 'rows'>, stop: Stop) {
    const { run, stageRun, store } = this;
    const from = seen.run === run ? seen.rows : 0;
    const alerts = (start: number, end: number) => [...this.alertsFrom(start, end)];
    const until = this.host.pace.now() + shownEvery;
    const { rows } = stageRun;
    while (rows.length < store.alerts.length && this.host.pace.now() < until && !stop.stopped) {
      await stageRun.work(alerts, stop);
    }
    await stageRun.open();
    return {
      run,
      from,
      rows: rows.slice(from, from + mostAtOnce),
      ...(from === 0 && { sentinel: stageRun.sentinelShown }),
      ...(from === 0 && { wazuhFailure: stageRun.wazuhFailure }),
      done: store.isComplete && rows.length >= store.alerts.length && from + mostAtOnce >= rows.length,
    };
  }

  private *alertsFrom(start: number, end: number): Generator<Alert> {
    let index = start;
    for (const alert of this.store.alerts.range(start, end)) {
      yield withAssumed(this.edited(index++) ?? alert, this.chosen);
    }
  }
}

function hasSameEntries(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
