import type { GenerationProblem, OfProject } from './place.ts';

/** Requests for generated files for Wazuh. */
export interface WazuhRequests {
  /** Wazuh rules for all rules of the workspace; null where they cannot be made. */
  'falcoWorkbench/wazuh/rules': {
    readonly params: OfProject & {
      readonly profile: WazuhProfile;
      /** The text of the file that is to be written, whose rules keep their ids. */
      readonly previous?: string;
      /** The texts of the rules files beside it, whose ids are avoided. */
      readonly neighbours: readonly string[];
    };
    readonly result: { readonly text: string; readonly problems: readonly GenerationProblem[] } | null;
  };
  /** Alerts with our answers to them: sample alerts of the rules, or those of a text in JSON lines. */
  'falcoWorkbench/wazuh/testEvents': {
    readonly params: OfProject & { readonly text?: string };
    readonly result: { readonly events: readonly WazuhTestEvent[]; readonly leftOut: number } | null;
  };
  /** Our answers beside those of a manager, as a text for people. */
  'falcoWorkbench/wazuh/compare': {
    readonly params: {
      readonly events: readonly WazuhTestEvent[];
      /** The manager's answers in the order of the events. */
      readonly answers: readonly WazuhTestAnswer[];
      /** What it warned of as it loaded its rules. */
      readonly warnings: readonly string[];
      /** Its address and version. */
      readonly manager: string;
    };
    readonly result: { readonly text: string };
  };
  /** What joins Falco and Wazuh; null where it cannot be made. */
  'falcoWorkbench/wazuh/integration': {
    readonly params: { readonly profile: WazuhProfile; readonly rulesFile?: string };
    readonly result: {
      readonly files: readonly { readonly name: string; readonly text: string }[];
      readonly problems: readonly GenerationProblem[];
    } | null;
  };
}

/** An event for a manager's test interface, with our answer. */
export interface WazuhTestEvent {
  readonly name: string;
  readonly line: string;
  readonly here: WazuhTestAnswer;
  /** Why an agent would not send the line. */
  readonly refusal?: string;
}

/** What a rule engine makes of an event; null where no rule matches. */
export type WazuhTestAnswer = {
  readonly id: string;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly alert: boolean;
} | null;

/** How Wazuh knows an alert: by its own shape, or by the field of the published recipe. */
export type WazuhProfile = 'sturdy' | 'recipe';
