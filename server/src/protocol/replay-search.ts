/** Requests of the search through the alerts of a replay. */
export interface ReplaySearchRequests {
  /** Looks for words in some of the alerts, as many as one answer may take. Null: no such replay. */
  'falcoWorkbench/replay/search': {
    readonly params: {
      readonly replay: number;
      /** Each is looked for on its own, whatever its case. */
      readonly words: readonly string[];
      /** Index of the first alert. */
      readonly from: number;
    };
    readonly result: ReplayFound | null;
  };
}

/** What a search has found so far. */
export interface ReplayFound {
  /** Alerts before this one were looked at. */
  readonly to: number;
  /** For each word the alerts that hold it, in their order. */
  readonly found: readonly (readonly number[])[];
}
