/** What the page tells the extension. */
export type MessageFromResults =
  /** The page has loaded and shows nothing yet. */
  | { readonly type: 'ready' }
  | { readonly type: 'copy'; readonly form: 'csv' | 'json' }
  /** The user wants the rows as alerts in the panel that replays them. */
  | { readonly type: 'replay' };

/** What the extension tells the page. */
export interface ResultsToShow {
  readonly type: 'results';
  readonly title: string;
  /** What the query cost and what is missing, a sentence each. */
  readonly notes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  /** Cells as text; null where there is no value. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows may be alerts. */
  readonly canReplay: boolean;
}
