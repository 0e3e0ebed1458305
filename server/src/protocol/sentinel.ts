import type { GenerationProblem, OfProject } from './place.ts';

/** Requests for generated files for Microsoft Sentinel. */
export interface SentinelRequests {
  /** What analytics rules can be made from: the enabled rules and detections. */
  'falcoWorkbench/sentinel/subjects': {
    readonly params: OfProject;
    readonly result: { readonly subjects: readonly SentinelSubject[] };
  };
  /** Analytics rules; null where they cannot be made. */
  'falcoWorkbench/sentinel/rules': {
    readonly params: OfProject & {
      readonly subjects: readonly SentinelSubject[];
      readonly kind: 'Scheduled' | 'NRT';
      readonly form: SentinelRuleForm;
      readonly previous?: FileTexts;
    };
    readonly result: SentinelFiles | null;
  };
  /** The parser function of the workspace; null where it cannot be made. */
  'falcoWorkbench/sentinel/parser': {
    readonly params: OfProject & {
      readonly form: SentinelParserForm;
      /** The day on which it is made, such as `2026-11-21`. */
      readonly date: string;
      readonly previous?: FileTexts;
    };
    readonly result: SentinelFiles | null;
  };
  /** The settings of every station between Falco and Sentinel; null where they cannot be made. */
  'falcoWorkbench/sentinel/shipping': {
    readonly params: SentinelShipping;
    readonly result: SentinelFiles | null;
  };
}

/** A rule or detection by its name. */
export interface SentinelSubject {
  readonly of: 'rule' | 'detection';
  readonly name: string;
}

/** What an analytics rule is written as. */
export type SentinelRuleForm = 'query' | 'rule-yaml' | 'arm' | 'bicep';

/** What the parser function is written as. */
export type SentinelParserForm = 'kql' | 'let' | 'yaml' | 'arm' | 'bicep';

/** Texts of files as they are now, by name. */
export type FileTexts = Readonly<Record<string, string>>;

/** Files that were generated, by their names, and what is to be said of them. */
export interface SentinelFiles {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly problems: readonly GenerationProblem[];
}

/** Where Falcosidekick sends to, and how. */
export interface SentinelShipping {
  readonly host: string;
  readonly format: 'json' | 'cef';
}
