import type {
  FileRange,
  ReplayDetails,
  ReplayExplanation,
  ReplayNews,
} from '../../../server/src/protocol.ts';

/** Where alerts come from: a file (or a document that is open), or text that was pasted. */
export type AlertSource =
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'text'; readonly text: string };

/** What the page tells the extension. */
export type MessageFromView =
  /** The page has loaded and shows nothing yet; `source` is what it showed before the window was reloaded. */
  | { readonly type: 'ready'; readonly source?: AlertSource }
  /** The user wants to choose a file. */
  | { readonly type: 'choose' }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'details'; readonly alert: number }
  | { readonly type: 'explain'; readonly alert: number; readonly rule: string }
  /** Shows a place in the editor. */
  | { readonly type: 'open'; readonly place: FileRange };

/** What the extension tells the page. */
export type MessageToView =
  /** Other alerts from now on: `name` says which. */
  | { readonly type: 'begin'; readonly source: AlertSource; readonly name: string }
  | { readonly type: 'news'; readonly news: ReplayNews }
  | { readonly type: 'details'; readonly alert: number; readonly details: ReplayDetails | null }
  | {
      readonly type: 'explanation';
      readonly alert: number;
      readonly rule: string;
      readonly explanation: ReplayExplanation | null;
    }
  /** Something did not work; `message` is for people. */
  | { readonly type: 'failed'; readonly message: string };
