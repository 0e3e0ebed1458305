import type { FilePosition } from './place.ts';

/** Requests for what a rule is turned into, or comes to in the engine, shown as it is written. */
export interface PreviewRequests {
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
}

export type PreviewKind = 'kql' | 'wazuh' | 'compiled' | 'merged' | 'event-types';
