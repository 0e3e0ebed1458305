import type { CoverageChoice, CoverageShown, FileRange } from '../../../server/src/protocol.ts';

/** What the page tells the extension. */
export type MessageFromView =
  /** The page has loaded and shows nothing yet. */
  | { readonly type: 'ready'; readonly filter: CoverageChoice; readonly alerts?: string }
  | { readonly type: 'filter'; readonly filter: CoverageChoice }
  /** The user wants to choose a file with alerts. */
  | { readonly type: 'choose' }
  /** The user wants the alerts of the open replay counted. */
  | { readonly type: 'replay' }
  /** The user wants a layer for the ATT&CK Navigator. */
  | { readonly type: 'export' }
  /** Shows a place in the editor. */
  | { readonly type: 'open'; readonly place: FileRange };

/** What the extension tells the page. */
export type MessageToView =
  | { readonly type: 'shown'; readonly shown: CoverageShown }
  /** These alerts are counted from now on; the `uri` of a file is kept for the next time. */
  | { readonly type: 'alerts'; readonly uri?: string; readonly name: string; readonly done: boolean }
  /** Something did not work; `message` is for people. */
  | { readonly type: 'failed'; readonly message: string };
