import type {
  FileRange,
  NoiseSilence,
  ReplayDetails,
  ReplayExplanation,
  ReplayNews,
  ReplaySetup,
  ReplayStagesNews,
  RequestsToServer,
} from '../../../server/src/protocol.ts';

/** Where alerts come from: a file (or a document that is open), or text that was pasted. */
export type AlertSource =
  /** `name` where it is called otherwise than its file. */
  | { readonly kind: 'file'; readonly uri: string; readonly name?: string }
  | { readonly kind: 'text'; readonly text: string };

/** Requests of the page that the extension hands on to the server; it adds the number of the replay. */
export type AskedMethod =
  | 'falcoWorkbench/noise/show'
  | 'falcoWorkbench/noise/silence'
  | 'falcoWorkbench/replay/sent'
  | 'falcoWorkbench/replay/query'
  | 'falcoWorkbench/replay/wazuh'
  | 'falcoWorkbench/replay/text'
  | 'falcoWorkbench/replay/edit'
  | 'falcoWorkbench/replay/search';

/** The parameters of a question; the extension adds which replay it is about. */
export type AskedParams<Method extends AskedMethod> = Omit<RequestsToServer[Method]['params'], 'replay'>;

/** What the user has set in the page, as far as the server must know; the queries are the extension's part. */
export type PageSetup = Omit<ReplaySetup, 'queries'>;

/** Values for fields that an alert does not carry. */
export type Assumed = NonNullable<PageSetup['assumed']>;

/** What the page tells the extension. */
export type MessageFromView =
  /** The page has loaded and shows nothing yet; `source` is what it showed before the window was reloaded. */
  | { readonly type: 'ready'; readonly source?: AlertSource; readonly setup: PageSetup }
  /** The user wants to choose a file. */
  | { readonly type: 'choose' }
  | { readonly type: 'paste'; readonly text: string }
  /** Ends the reading of the alerts; what was read stays. */
  | { readonly type: 'stop' }
  /** Reads the same alerts once more. */
  | { readonly type: 'again' }
  | { readonly type: 'setup'; readonly setup: PageSetup }
  /** The user wants to choose an engine, or a project. */
  | { readonly type: 'chooseEngine' }
  | { readonly type: 'chooseProject' }
  /** The user wants a report on these alerts. */
  | { readonly type: 'report'; readonly alerts: readonly number[] }
  | { readonly type: 'details'; readonly alert: number }
  | { readonly type: 'explain'; readonly alert: number; readonly rule: string }
  | { readonly type: 'ask'; readonly id: number; readonly method: AskedMethod; readonly params: object }
  /** Offers a change of the rules for review. */
  | { readonly type: 'apply'; readonly edits: NoiseSilence['edits'] }
  /** Shows a place in the editor. */
  | { readonly type: 'open'; readonly place: FileRange };

/** What the extension tells the page. */
export type MessageToView =
  /** Other alerts from now on: `name` says which. */
  | { readonly type: 'begin'; readonly source: AlertSource; readonly name: string }
  | { readonly type: 'news'; readonly news: ReplayNews }
  | { readonly type: 'stages'; readonly news: ReplayStagesNews }
  | { readonly type: 'details'; readonly alert: number; readonly details: ReplayDetails | null }
  | {
      readonly type: 'explanation';
      readonly alert: number;
      readonly rule: string;
      readonly explanation: ReplayExplanation | null;
    }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  /** The engine that the user chose; none for the one of the settings. */
  | { readonly type: 'engine'; readonly version?: string }
  /** The projects that there are: the home and name of each, the main one first. */
  | {
      readonly type: 'projects';
      readonly projects: readonly { readonly home: string; readonly name: string }[];
    }
  /** The project that the user chose, by its home. */
  | { readonly type: 'project'; readonly home: string }
  /** Shows only what has to do with a rule. */
  | { readonly type: 'rule'; readonly rule: string }
  /** What a GB costs in Sentinel, as the settings say; 0 where they say nothing. */
  | { readonly type: 'price'; readonly pricePerGb: number }
  /** Something did not work; `message` is for people. */
  | { readonly type: 'failed'; readonly message: string };
