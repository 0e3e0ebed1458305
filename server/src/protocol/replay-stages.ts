import type { FileRange } from './place.ts';

/** Requests about what comes behind Falco in a replay: what is sent, Sentinel, Wazuh. */
export interface ReplayStagesRequests {
  /** What the user has chosen for a replay; it begins a new run where that changes something. */
  'falcoWorkbench/replay/setup': {
    readonly params: { readonly replay: number; readonly setup: ReplaySetup };
    readonly result: null;
  };
  /** Asks for the stages of further alerts; answered as soon as there is something. Null: no such replay. */
  'falcoWorkbench/replay/stages': {
    readonly params: { readonly replay: number; readonly seen: StagesSeen };
    readonly result: ReplayStagesNews | null;
  };
  /** What an alert becomes on its way; null where there is no such alert. */
  'falcoWorkbench/replay/sent': {
    readonly params: { readonly replay: number; readonly alert: number };
    readonly result: ReplaySent | null;
  };
  /** The way of an alert through a query; null where there is no such alert or query. */
  'falcoWorkbench/replay/query': {
    readonly params: {
      readonly replay: number;
      readonly alert: number;
      readonly transport: ReplayTransport;
      readonly query: number;
    };
    readonly result: ReplayQuerySteps | null;
  };
  /** The Wazuh rules tried for an alert; null where there is no such alert. */
  'falcoWorkbench/replay/wazuh': {
    readonly params: { readonly replay: number; readonly alert: number };
    readonly result: ReplayWazuhTrace | null;
  };
  /** An alert as JSON, to be edited; null where there is no such alert. */
  'falcoWorkbench/replay/text': {
    readonly params: { readonly replay: number; readonly alert: number };
    readonly result: { readonly text: string } | null;
  };
  /** Replays an alert as a text says, or as it was read where there is none; `reason` says why it cannot. */
  'falcoWorkbench/replay/edit': {
    readonly params: { readonly replay: number; readonly alert: number; readonly text: string | null };
    readonly result: { readonly reason?: string } | null;
  };
  /** A report on alerts, in the order given; null where there is no such replay. */
  'falcoWorkbench/replay/report': {
    readonly params: {
      readonly replay: number;
      readonly format: ReplayFormat;
      readonly alerts: readonly number[];
    };
    readonly result: { readonly text: string } | null;
  };
}

/** What reports are written as. */
export type ReplayFormat = 'json' | 'csv' | 'markdown' | 'html';

/** How Falcosidekick sends alerts to Sentinel. */
export type ReplayTransport = 'json' | 'cef';

/** What a user has chosen; everything can be left out. */
export interface ReplaySetup {
  /** How alerts are sent; as the settings say if not given. */
  readonly transport?: ReplayTransport | 'both';
  /** The engine whose rules are replayed; as the settings say if not given. */
  readonly engineVersion?: string;
  /** Values for fields that an alert does not carry. */
  readonly assumed?: readonly { readonly field: string; readonly value: string }[];
  /** The project whose rules are replayed, by its home; the main one if not given. */
  readonly project?: string;
  /** Alerts by their indices that are replayed otherwise than they were read, as JSON. */
  readonly edits?: readonly { readonly alert: number; readonly text: string }[];
  /** Queries of the workspace's own files, by their addresses. */
  readonly queries?: Readonly<Record<string, string>>;
}

/** How many alerts a client has the stages of. */
export interface StagesSeen {
  /** -1 where there are none. */
  readonly run: number;
  readonly rows: number;
  readonly done: boolean;
}

/** What is new of the stages. Rows of a newer run replace those of the older one, from the first on. */
export interface ReplayStagesNews {
  readonly run: number;
  /** Index of the first row. */
  readonly from: number;
  readonly rows: readonly ReplayStageRow[];
  /** What the rows count in; told with the first rows of each run. */
  readonly sentinel?: ReplaySentinel;
  /** Why Wazuh would not start with these rules; absent where it would. */
  readonly wazuhFailure?: string;
  readonly done: boolean;
}

/** The Sentinel of a run. */
export interface ReplaySentinel {
  readonly transports: readonly ReplayTransport[];
  readonly queries: readonly ReplayQuery[];
  /** Why there are no verdicts of Sentinel at all. */
  readonly failure?: string;
  /** How far they can be relied on. */
  readonly note?: string;
}

/** A query that alerts are held against. */
export interface ReplayQuery {
  readonly kind: 'rule' | 'detection' | 'file';
  readonly name: string;
  /** The rule whose alerts it is about; absent for files. */
  readonly rule?: string;
}

/** One alert behind Falco. */
export interface ReplayStageRow {
  /** In the order of the run's transports; empty where Sentinel is not at hand. */
  readonly sentinel: readonly ReplaySentinelResult[];
  /** Null where no rule matches, `dropped` where the agent does not send it. */
  readonly wazuh: ReplayWazuhResult | 'dropped' | null;
}

/** What becomes of an alert in Sentinel over one transport. */
export interface ReplaySentinelResult {
  /** Of the line that is sent, in UTF-8. */
  readonly bytes: number;
  /** True where the parser function gives a row. */
  readonly isParsed: boolean;
  /** The queries that return it. */
  readonly returnedBy: readonly number[];
}

/** The rule of Wazuh that an alert ends on. */
export interface ReplayWazuhResult {
  readonly id: string;
  readonly level: number;
  readonly description: string;
  /** Written to the alerts file. */
  readonly alert: boolean;
}

/** What is sent for an alert, and what becomes of it where it lands. */
export interface ReplaySent {
  readonly run: number;
  readonly lines: readonly {
    readonly transport: ReplayTransport;
    readonly line: string;
    readonly bytes: number;
    /** Columns with values of the parser function's row; null where it gives none. */
    readonly row: readonly (readonly [column: string, value: string])[] | null;
  }[];
  /** What the Wazuh agent reads; null where it does not send it. */
  readonly agentLine: string | null;
  /** Queries that cannot be run, and why. */
  readonly failures: readonly { readonly query: number; readonly message: string }[];
  /** Where each query stands, in the order of the queries. */
  readonly places: readonly (FileRange | null)[];
}

/** The way of an alert through a query. */
export interface ReplayQuerySteps {
  readonly run: number;
  readonly steps: readonly ReplayQueryStep[];
  /** The step behind which there is no row any more; absent where the alert is returned. */
  readonly droppedBy?: number;
  readonly error?: string;
}

/** One operator of a query, and what is left of the row behind it. */
export interface ReplayQueryStep {
  /** The operator as it is written. */
  readonly text: string;
  /** Rows behind it. */
  readonly rows: number;
  /** Columns with values of the first row; null where there is none. */
  readonly row: readonly (readonly [column: string, value: string])[] | null;
  readonly place?: FileRange;
}

/** The rules that Wazuh tries for an alert that comes alone, in order. */
export interface ReplayWazuhTrace {
  readonly run: number;
  /** Why the agent does not send the line, as the end of a sentence; null for one that it sends. */
  readonly dropped: string | null;
  readonly answer: ReplayWazuhResult | null;
  readonly steps: readonly ReplayWazuhStep[];
  /** What Wazuh says while it loads the rules. */
  readonly messages: readonly { readonly message: string; readonly place?: FileRange }[];
}

/** One rule that Wazuh tries. */
export interface ReplayWazuhStep {
  readonly id: number;
  readonly level: number;
  /** Steps down from the root. */
  readonly depth: number;
  readonly matched: boolean;
  readonly description: string;
  /** The Falco rule or detection that it is generated for. */
  readonly of?: string;
  readonly failed?: {
    readonly option: string;
    readonly subject: string;
    readonly wanted: string;
    readonly negated: boolean;
    /** Absent where the event has nothing there. */
    readonly actual?: string;
    readonly unsupported?: string;
  };
  readonly place?: FileRange;
}
