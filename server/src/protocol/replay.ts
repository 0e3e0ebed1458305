import type { FileRange } from './place.ts';

/** Requests of the panel that replays alerts. */
export interface ReplayRequests {
  /** Begins a replay: a store of alerts, replayed against the rules of the workspace as they are. */
  'falcoWorkbench/replay/open': { readonly params: object; readonly result: { readonly replay: number } };
  /**
   * Has the server read a file from its own disk, gzip too; `reads` is false where it cannot get at the file: the
   * client then hands it over with `add`.
   */
  'falcoWorkbench/replay/read': {
    readonly params: { readonly replay: number; readonly uri: string };
    readonly result: { readonly reads: boolean };
  };
  /**
   * Hands over the next piece of the text with the alerts, or of the bytes of a file; answered when the server
   * wants the next. `stopped`: it wants no more.
   */
  'falcoWorkbench/replay/add': {
    readonly params: ReplayPiece & { readonly replay: number };
    readonly result: { readonly stopped: boolean };
  };
  /** Ends the reading of a replay; what was read stays. */
  'falcoWorkbench/replay/stop': {
    readonly params: { readonly replay: number };
    readonly result: null;
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
  /** The projects whose rules alerts can be replayed against, the main one first. */
  'falcoWorkbench/replay/projects': {
    readonly params: { readonly document?: string };
    readonly result: { readonly projects: readonly ReplayProject[] };
  };
  /** Ends a replay and forgets its alerts. */
  'falcoWorkbench/replay/close': {
    readonly params: { readonly replay: number };
    readonly result: null;
  };
}

/** Rules files that one Falco loads together. */
export interface ReplayProject {
  /** The folder or the file that makes the project; empty for files in no open folder. */
  readonly home: string;
  /** Rules files that it loads. */
  readonly files: number;
  /** True for the one whose rules are replayed where nothing else is said. */
  readonly isMain: boolean;
  /** True for that of the document in the question. */
  readonly isAsked: boolean;
}

/** A piece of what alerts are read from: all pieces of a replay are text, or all are bytes. */
export interface ReplayPiece {
  readonly text?: string;
  /** In Base64. */
  readonly bytes?: string;
  /** Length of the whole in bytes, or in characters where it is text. */
  readonly total?: number;
  /** Nothing comes after this piece. */
  readonly last: boolean;
}

/** How much of a replay a client has. */
export interface ReplaySeen {
  /** The run that the rows are from; -1 where there are none. */
  readonly run: number;
  readonly rows: number;
  readonly oddities: number;
  /** All alerts were there and were replayed. */
  readonly done: boolean;
  /** `reading.bytes` as last told; a client without it is told of rows and oddities only. */
  readonly read?: number;
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
  /** Alerts that have been read and kept by now. */
  readonly alerts: number;
  /** Lines in which there was no alert. */
  readonly otherLines: number;
  /** All alerts are there, and the rows up to here are all. */
  readonly done: boolean;
  readonly reading: ReplayProgress;
  /** Alerts beyond those that are kept; absent where there are none. */
  readonly counted?: ReplayCounted;
}

/** How far a text was read. */
export interface ReplayProgress {
  /** Bytes of the file, packed ones where it is gzip, or characters of a text. */
  readonly bytes: number;
  /** How many there are in all, where that is known. */
  readonly total?: number;
  /** Why the reading ended before the end, for people; what was read stays. */
  readonly failure?: string;
}

/** Alerts that were replayed once, as they were read, and are not kept. */
export interface ReplayCounted {
  readonly alerts: number;
  /** Those on which a rule would fire that they do not name. */
  readonly othersFire: number;
  /** True where some were counted with rules that are others by now. */
  readonly isOutdated: boolean;
  /** By rule and verdict; without a rule where the alerts name none, or too many different ones. */
  readonly rules: readonly {
    readonly rule?: string;
    readonly verdict: ReplayVerdict;
    readonly alerts: number;
  }[];
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
  /** The other rules that fire on it too. */
  readonly othersFire: readonly string[];
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
  /** Fields that it does not carry, replayed with values that the user gave. */
  readonly assumed: readonly string[];
  /** It is replayed otherwise than it was read. */
  readonly isEdited: boolean;
  readonly rules: readonly ReplayRuleResult[];
}

/** The verdict of one rule on an alert; `missing` are the fields that it cannot be known without. */
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
