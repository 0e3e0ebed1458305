import type { FileRange } from './place.ts';

/** Requests about what a replay says of the rules in the editor. */
export interface ReplayMarksRequests {
  /** The rules that replayed alerts are about; null where there is no such replay. */
  'falcoWorkbench/replay/marks': {
    readonly params: { readonly replay: number };
    readonly result: { readonly marks: readonly ReplayMark[] } | null;
  };
}

/** What the alerts that were replayed by now say of a rule. */
export interface ReplayMark {
  readonly rule: string;
  /** Its name, where it is defined. */
  readonly place: FileRange;
  /** Alerts that name it; those of them on which it fires, and for which nobody can say. */
  readonly named: number;
  readonly fires: number;
  readonly unknown: number;
  /** Alerts of other rules on which it fires too. */
  readonly others: number;
}
