import type { FileRange, OfProject } from './place.ts';

/** Requests about what covers the matrix of MITRE ATT&CK. */
export interface CoverageRequests {
  /** Begins a set of alerts, none at first. */
  'falcoWorkbench/coverage/open': {
    readonly params: OfProject;
    readonly result: { readonly coverage: number };
  };
  /** Hands over the next piece of the text with the alerts. */
  'falcoWorkbench/coverage/add': {
    readonly params: { readonly coverage: number; readonly text: string; readonly last: boolean };
    readonly result: null;
  };
  /** Counts the alerts of an open replay beside those so far; null where there is no such replay. */
  'falcoWorkbench/coverage/replay': {
    readonly params: { readonly coverage: number; readonly replay: number };
    readonly result: { readonly alerts: number } | null;
  };
  /** The matrix with the rules as they are now and the alerts so far; null where there is no such set. */
  'falcoWorkbench/coverage/show': {
    readonly params: { readonly coverage: number; readonly filter: CoverageChoice };
    readonly result: CoverageShown | null;
  };
  /** A layer for the ATT&CK Navigator, as JSON. */
  'falcoWorkbench/coverage/layer': {
    readonly params: { readonly coverage: number; readonly filter: CoverageChoice };
    readonly result: { readonly text: string } | null;
  };
  'falcoWorkbench/coverage/close': {
    readonly params: { readonly coverage: number };
    readonly result: null;
  };
}

/** Which rules and detections are looked at; what is absent leaves out nothing. */
export interface CoverageChoice {
  /** Those of all projects of the workspace, not only of the one that was asked about. */
  readonly allProjects?: boolean;
  readonly enabled?: boolean;
  /** `stable` …; `none` for rules without a maturity. */
  readonly maturity?: string;
  readonly source?: string;
}

/** How many stand for something. */
export interface CoverageCounts {
  readonly rules: number;
  readonly detections: number;
  readonly tests: number;
  readonly alerts: number;
}

/** What the panel shows; numbers in lists are indices of items. */
export interface CoverageShown extends CoverageCounts {
  /** The version of ATT&CK. */
  readonly version: string;
  readonly items: readonly CoverageItem[];
  readonly tactics: readonly CoverageTactic[];
  /** Different techniques that an item names. */
  readonly techniques: number;
  readonly gaps: {
    readonly tactics: readonly string[];
    readonly untagged: readonly number[];
    readonly disagreeing: readonly number[];
    readonly unknown: readonly number[];
    readonly untested: readonly number[];
  };
  readonly sources: readonly string[];
  readonly maturities: readonly string[];
  /** How many projects the workspace has. */
  readonly projects: number;
  readonly paths: readonly CoveragePath[];
  /** Alerts that are in no path: there were too many rules or places. */
  readonly leftOut: number;
}

/** A rule or detection, and what is known of it. */
export interface CoverageItem {
  readonly kind: 'rule' | 'detection';
  readonly name: string;
  readonly place?: FileRange;
  readonly enabled: boolean;
  readonly tests: number;
  readonly alerts: number;
  /** Ids of techniques that serve none of the tactics beside them. */
  readonly disagreeing: readonly string[];
  readonly unknown: readonly string[];
}

/** A tactic of ATT&CK with its techniques; `withoutTechnique` are places in the list of items. */
export interface CoverageTactic extends CoverageCounts {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly techniques: readonly CoverageTechnique[];
  readonly withoutTechnique: readonly number[];
  readonly uncovered: readonly { readonly id: string; readonly name: string }[];
}

/** A technique under a tactic; `items` are places in the list of items. */
export interface CoverageTechnique extends CoverageCounts {
  readonly id: string;
  readonly name: string;
  readonly items: readonly number[];
}

/** What happened at one place, in time order. */
export interface CoveragePath {
  readonly host?: string;
  readonly container?: string;
  /** Names of tactics, by their first alerts. */
  readonly tactics: readonly string[];
  readonly steps: readonly CoverageStep[];
}

/** The alerts of one rule at one place. */
export interface CoverageStep {
  readonly rule: string;
  readonly count: number;
  /** Of the earliest alert and the latest, in milliseconds since 1970. */
  readonly first?: number;
  readonly last?: number;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  /** Where the rule is defined. */
  readonly place?: FileRange;
}
