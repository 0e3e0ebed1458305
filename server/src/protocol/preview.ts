import type { FilePosition, FileRange } from './place.ts';

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
      /** The file holds no rules there: a preview that shows those of another file keeps them. */
      readonly noRules?: true;
      /** 0-based lines that are about the rule, where others are about more than it. */
      readonly lines?: PreviewLines;
      /** Which parts of the text stand for which rules; none where all of it stands for one. */
      readonly parts?: readonly PreviewPart[];
      /** Further parts to go to, such as queries for hunting. */
      readonly sections?: readonly PreviewSection[];
    };
  };
}

/** Lines of a preview, 0-based, both included. */
export interface PreviewLines {
  readonly first: number;
  readonly last: number;
}

/** A part of a preview and the name of the rule that it stands for, where a rules file says it. */
export interface PreviewPart extends PreviewLines {
  readonly rule: string;
  /** The detection that it stands for, where it is one; the place is that of the detection then. */
  readonly detection?: string;
  readonly place: FileRange;
}

/** A part of a preview, and what it shows. */
export interface PreviewSection extends PreviewLines {
  readonly title: string;
}

/** What can be shown of a rule beside it. */
export type PreviewKind = 'kql' | 'wazuh' | 'compiled' | 'merged' | 'event-types';
