import type { Span } from '../../text/span.ts';
import type { Topic } from '../topic.ts';

/** What a completion puts in, so that the editor can draw it. */
export type CompletionKind =
  | 'field'
  | 'macro'
  | 'list'
  | 'operator'
  | 'word'
  | 'transformer'
  | 'value'
  | 'key'
  | 'item';

/** One thing that can be written at the cursor. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Type and form, in a few words. */
  readonly detail?: string;
  /** What is written, where it is another text than the label. */
  readonly insert?: string;
  /** True where `insert` has places to fill in, written `${1:name}`. */
  readonly snippet?: boolean;
  /** What the typed letters are looked for in, where that is more than the label. */
  readonly filter?: string;
  readonly deprecated?: boolean;
  /** What `describeTopic` can tell more about. */
  readonly topic?: Topic;
  /** How often the workspace uses it already. */
  readonly uses?: number;
  /** Lower ranks come first; equal ones by use, then by label. */
  readonly rank: number;
}

/** What can be written at a place. */
export interface Completions {
  readonly items: readonly CompletionItem[];
  /** The word that is written already, before and after the cursor: it is replaced. */
  readonly replace: Span;
  /** True where the text may well end here: nothing is offered then until somebody asks. */
  readonly onlyOnRequest?: boolean;
}
