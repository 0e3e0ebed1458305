import type { FileRange } from './place.ts';

/** Requests about tests of rules. */
export interface TestRequests {
  /**
   * Runs tests one after the other; each result is sent as `falcoWorkbench/tests/result` as soon as it is known.
   * Null where it was cancelled or failed.
   */
  'falcoWorkbench/tests/run': {
    readonly params: WithQueries & {
      readonly run: number;
      readonly tests: readonly TestId[];
      readonly coverage: boolean;
    };
    readonly result: TestRunResult | null;
  };
  /** Edits that put what comes out now in the place of what tests expect; tests without an alert, and why. */
  'falcoWorkbench/tests/record': {
    readonly params: WithQueries & { readonly tests: readonly TestId[] };
    readonly result: { readonly edits: readonly RecordEdit[]; readonly problems: readonly string[] };
  };
  /** The text of a new test for a file of tests, or why there is none. */
  'falcoWorkbench/tests/new': {
    readonly params: {
      /** The address of the file of tests that it is for. */
      readonly target: string;
      readonly source:
        | { readonly kind: 'rule'; readonly rule: string }
        | {
            readonly kind: 'alert';
            readonly text: string;
            readonly line: number;
            readonly address?: string;
          };
    };
    readonly result: { readonly text: string } | { readonly problem: string };
  };
}

/** Tests may name files of KQL by their names alone: the texts of those of the workspace, by their addresses. */
interface WithQueries {
  readonly queries?: Readonly<Record<string, string>>;
}

/** Notifications about tests, to a client with `tests`. */
export interface TestNotifications {
  /** All tests, at the start and whenever they change. */
  'falcoWorkbench/tests/list': { readonly files: readonly TestFile[] };
  'falcoWorkbench/tests/result': TestOutcome;
}

/** A test by its file and its place among the tests there, from 0. */
export interface TestId {
  readonly uri: string;
  readonly index: number;
}

/** A file of tests. */
export interface TestFile {
  readonly uri: string;
  readonly tests: readonly { readonly name: string; readonly range: FileRange }[];
}

/** What became of a test of a run. */
export interface TestOutcome extends TestId {
  readonly run: number;
  /** Why it could not be run at all. */
  readonly error?: string;
  readonly failures: readonly TestFailure[];
}

/** An expectation that was not met. */
export interface TestFailure {
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly reasons: readonly string[];
  readonly place: FileRange;
}

/** What a whole run gives; the lists are empty where coverage was not asked for. */
export interface TestRunResult {
  /** How often the checks at places of rules files were true, false and unknown. */
  readonly checks: readonly CheckCount[];
  /** Rules, and how many alerts each fires on. */
  readonly rules: readonly { readonly name: string; readonly place: FileRange; readonly fired: number }[];
}

/** How often one check of a condition held, did not, and could not be known in a run of tests. */
export interface CheckCount {
  readonly place: FileRange;
  readonly true: number;
  readonly false: number;
  readonly unknown: number;
}

/** One change of a file of tests that records what came as what is expected. */
export interface RecordEdit extends FileRange {
  readonly newText: string;
  /** The test that the edit is of. */
  readonly name: string;
}
