import type { GenerationProblem } from './place.ts';

/** Requests for generated files for Wazuh. */
export interface WazuhRequests {
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
}

/** How Wazuh knows an alert: by its own shape, or by the field of the published recipe. */
export type WazuhProfile = 'sturdy' | 'recipe';
