import type { FileRange } from './place.ts';

/** Requests about how loud the alerts of a replay are, and what they cost. */
export interface NoiseRequests {
  /** What was counted so far; to be asked again until it is done. Null: no such replay. */
  'falcoWorkbench/noise/show': {
    readonly params: { readonly replay: number };
    readonly result: NoiseShown | null;
  };
  /** An exception for a cluster of alerts, and what it would silence; or why there is none. */
  'falcoWorkbench/noise/silence': {
    readonly params: { readonly replay: number; readonly cluster: number };
    readonly result: NoiseSilence | { readonly reason: string };
  };
}

/** Alerts in each stretch of time. */
export interface NoiseOverTime {
  /** Milliseconds since 1970, and of one stretch. */
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Bytes that Sentinel would ingest, by the transport. */
export interface NoiseBytes {
  readonly cef: number;
  readonly json: number;
}

/** A rule, host or container and how much of the noise is its own. */
export interface NoiseTalker {
  readonly value: string;
  readonly count: number;
  readonly bytes: NoiseBytes;
  readonly over: NoiseOverTime;
}

/** The noise of a replay so far. */
export interface NoiseShown {
  readonly done: boolean;
  /** Alerts that were counted, and those among them without a time. */
  readonly alerts: number;
  readonly withoutTime: number;
  /** Alerts among them that are not listed: their sizes are estimated by others of their rules. */
  readonly beyond: number;
  readonly over: NoiseOverTime;
  /** Milliseconds from the first alert to the last; 0 where there are none. */
  readonly span: number;
  readonly bytes: NoiseBytes;
  /** How far the bytes over CEF can be relied on. */
  readonly cefNote: string;
  /** The loudest values, and how many there are. */
  readonly talkers: Readonly<Record<'rule' | 'host' | 'container', readonly NoiseTalker[]>>;
  readonly different: Readonly<Record<'rule' | 'host' | 'container', number>>;
  /** The largest clusters of alerts with the same values. */
  readonly clusters: readonly NoiseCluster[];
}

/** Alerts of one rule with the same values. */
export interface NoiseCluster {
  /** What `silence` asks for. */
  readonly id: number;
  readonly rule: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly count: number;
}

/** An exception that silences a cluster, and what it would do. */
export interface NoiseSilence {
  readonly edits: readonly (FileRange & { readonly newText: string })[];
  /** Alerts of the rule; those that would be silenced; those of them that are not of the cluster. */
  readonly alerts: number;
  readonly silenced: number;
  readonly beyond: number;
  readonly differing: readonly {
    readonly field: string;
    readonly values: readonly string[];
    readonly more: boolean;
  }[];
}
