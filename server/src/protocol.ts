/**
 * Every message between client and server that the Language Server Protocol does not have, both ways, and
 * what the client hands over at the start. Types only: each side names a message by its key here.
 */

/** What the client hands over in `initialize`; everything may be absent. */
export interface InitializationOptions {
  /** The settings section `falcoWorkbench`, for clients that cannot be asked for it. */
  readonly settings?: WorkbenchSettings;
  /** Address of the folder of problem pages; problems then carry a link to `<folder>/<code>.md`. */
  readonly problemPages?: string;
  /** The client answers `RequestsToClient`; without it the server of the web knows open documents only. */
  readonly clientFiles?: boolean;
  /** The client asks for diagnostics itself (`textDocument/diagnostic`): none are pushed to it. */
  readonly pullDiagnostics?: boolean;
}

/** The settings section `falcoWorkbench`, as package.json declares it. */
export interface WorkbenchSettings {
  /** The engine version that rules are checked for, e.g. `0.63.0`. */
  readonly engineVersion?: string;
  /** Loaded plugins beside `container`. */
  readonly plugins?: readonly string[];
  /** Files loaded before those of the workspace, as paths from the folder or absolute ones. */
  readonly baseRules?: readonly string[];
  /** Files and folders to load, in this order; left empty, every rules file. */
  readonly rulesFiles?: readonly string[];
  /** Path of an installed Falco to take fields, events and plugins from; never sent for an untrusted workspace. */
  readonly falcoPath?: string;
  /** Levels by problem code. */
  readonly problems?: Readonly<Record<string, 'off' | 'hint' | 'info' | 'warning' | 'error'>>;
}

/** Requests that the server sends to a client with `clientFiles`. */
export interface RequestsToClient {
  /** The addresses of all YAML files under a folder. */
  'falcoWorkbench/listFiles': {
    readonly params: { readonly folder: string };
    readonly result: { readonly uris: readonly string[] };
  };
  /** The text of a file; null where it cannot be read. */
  'falcoWorkbench/readFile': {
    readonly params: { readonly uri: string };
    readonly result: { readonly text: string | null };
  };
}

/** Requests that a client sends to the server. */
export interface RequestsToServer {
  /** The preview of the rule at a place of a rules file. */
  'falcoWorkbench/preview': {
    readonly params: {
      readonly kind: PreviewKind;
      readonly uri: string;
      /** 0-based line and UTF-16 column of the cursor. */
      readonly position: FilePosition;
    };
    readonly result: {
      readonly text: string;
      /** 0-based lines that are about the rule, where others are about more than it. */
      readonly lines?: { readonly first: number; readonly last: number };
    };
  };
  /** Has the installed Falco load the rules files, and compares its verdicts with ours; or why it cannot. */
  'falcoWorkbench/verify': {
    readonly params: object;
    readonly result: { readonly text: string } | { readonly problem: string };
  };
  /** Wazuh rules for all rules of the workspace; null where they cannot be made. */
  'falcoWorkbench/wazuh/rules': {
    readonly params: {
      readonly profile: WazuhProfile;
      /** The text of the file that is to be written, whose rules keep their ids. */
      readonly previous?: string;
      /** The texts of the rules files beside it, whose ids are avoided. */
      readonly neighbours: readonly string[];
    };
    readonly result: { readonly text: string; readonly problems: readonly GenerationProblem[] } | null;
  };
  /** What joins Falco and Wazuh; null where it cannot be made. */
  'falcoWorkbench/wazuh/integration': {
    readonly params: { readonly profile: WazuhProfile; readonly rulesFile?: string };
    readonly result: {
      readonly files: readonly { readonly name: string; readonly text: string }[];
      readonly problems: readonly GenerationProblem[];
    } | null;
  };
  /** Begins a replay: a store of alerts, replayed against the rules of the workspace as they are. */
  'falcoWorkbench/replay/open': { readonly params: object; readonly result: { readonly replay: number } };
  /** Hands over the next piece of the text with the alerts. */
  'falcoWorkbench/replay/add': {
    readonly params: { readonly replay: number; readonly text: string; readonly last: boolean };
    readonly result: { readonly full: boolean };
  };
  /** Asks for what the client has not seen yet; answered as soon as there is something. Null: no such replay. */
  'falcoWorkbench/replay/next': {
    readonly params: { readonly replay: number; readonly seen: ReplaySeen };
    readonly result: ReplayNews | null;
  };
  /** An alert with the verdicts of all rules; null where there is no such alert. */
  'falcoWorkbench/replay/details': {
    readonly params: { readonly replay: number; readonly alert: number };
    readonly result: ReplayDetails | null;
  };
  /** Why a rule has its verdict on an alert; null where there is no such alert or rule. */
  'falcoWorkbench/replay/explain': {
    readonly params: { readonly replay: number; readonly alert: number; readonly rule: string };
    readonly result: ReplayExplanation | null;
  };
  /** Ends a replay and forgets its alerts. */
  'falcoWorkbench/replay/close': {
    readonly params: { readonly replay: number };
    readonly result: null;
  };
}

export type PreviewKind = 'kql' | 'wazuh';

/** How Wazuh knows an alert: by its own shape, or by the field of the published recipe. */
export type WazuhProfile = 'sturdy' | 'recipe';

/** Something to say about generated files, at the Falco rule where it is about one. */
export interface GenerationProblem {
  readonly level: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly place?: FileRange;
}

/** 0-based line and UTF-16 column. */
export interface FilePosition {
  readonly line: number;
  readonly character: number;
}

/** Characters of a file. */
export interface FileRange {
  readonly uri: string;
  readonly start: FilePosition;
  readonly end: FilePosition;
}

/** How much of a replay a client has. */
export interface ReplaySeen {
  /** The run that the rows are from; -1 where there are none. */
  readonly run: number;
  readonly rows: number;
  readonly oddities: number;
  /** All alerts were there and were replayed. */
  readonly done: boolean;
}

/** What is new in a replay. Rows of a newer run replace those of the older one, from the first on. */
export interface ReplayNews {
  /** Changes with the rules. */
  readonly run: number;
  /** Index of the first row. */
  readonly from: number;
  readonly rows: readonly ReplayRow[];
  /** Oddities that the client has not seen. */
  readonly oddities: readonly ReplayOddity[];
  /** Alerts that have been read by now. */
  readonly alerts: number;
  /** Lines in which there was no alert. */
  readonly otherLines: number;
  /** All alerts are there, and the rows up to here are all. */
  readonly done: boolean;
}

/** One alert against the rules, as the table shows it. */
export interface ReplayRow {
  readonly line: number;
  readonly time?: string;
  readonly rule?: string;
  readonly priority?: string;
  readonly host?: string;
  readonly container?: string;
  /** The verdict of the rule that the alert names. */
  readonly verdict: ReplayVerdict;
  readonly missing: readonly string[];
  readonly othersFire: number;
  readonly othersUnknown: number;
}

/** `true`: fires; `false`: does not; the others say why there is no such answer. */
export type ReplayVerdict = boolean | 'unknown' | 'not-loaded' | 'unknown-rule' | 'internal' | 'unnamed';

/** Something strange about a line, and how it was read. */
export interface ReplayOddity {
  readonly line: number;
  readonly message: string;
}

/** An alert and what all rules for its source say of it. */
export interface ReplayDetails {
  readonly run: number;
  readonly output?: string;
  /** Names and values of the output fields; null where Falco had no value. */
  readonly fields: readonly (readonly [name: string, value: string | null])[];
  readonly rules: readonly ReplayRuleResult[];
}

export interface ReplayRuleResult {
  readonly name: string;
  readonly verdict: boolean | 'unknown';
  readonly missing: readonly string[];
  readonly enabled: boolean;
  /** True for the rule that the alert names. */
  readonly named: boolean;
  readonly place?: FileRange;
}

/** A part of a condition with its verdict on an alert. */
export interface ReplayExplanation {
  readonly kind: 'and' | 'or' | 'not' | 'macro' | 'check' | 'nothing';
  readonly verdict: boolean | 'unknown';
  /** True where this part brought about the verdict of the whole. */
  readonly decides: boolean;
  readonly place?: FileRange;
  /** A macro's name. */
  readonly name?: string;
  readonly check?: {
    readonly left: string;
    readonly operator: string;
    /** Absent where there is no value, or none was recorded. */
    readonly value?: string;
    readonly wanted: readonly string[];
    /** What Falco does otherwise than the condition says. */
    readonly note?: string;
  };
  /** Why, in a sentence. */
  readonly reason?: string;
  readonly parts: readonly ReplayExplanation[];
}
