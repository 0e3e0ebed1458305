import type { CoverageRequests } from './protocol/coverage.ts';
import type { ExceptionRequests } from './protocol/exception.ts';
import type { NoiseRequests } from './protocol/noise.ts';
import type { PreviewRequests } from './protocol/preview.ts';
import type { ReplayRequests } from './protocol/replay.ts';
import type { ReplayMarksRequests } from './protocol/replay-marks.ts';
import type { ReplaySearchRequests } from './protocol/replay-search.ts';
import type { ReplayStagesRequests } from './protocol/replay-stages.ts';
import type { SampleRequests } from './protocol/sample.ts';
import type { SentinelRequests } from './protocol/sentinel.ts';
import type { EngineRequests, StatusNotifications } from './protocol/status.ts';
import type { TestNotifications, TestRequests } from './protocol/tests.ts';
import type { VerifyRequests } from './protocol/verify.ts';
import type { WazuhRequests } from './protocol/wazuh.ts';

export type * from './protocol/coverage.ts';
export type * from './protocol/exception.ts';
export type * from './protocol/noise.ts';
export type * from './protocol/place.ts';
export type * from './protocol/preview.ts';
export type * from './protocol/replay.ts';
export type * from './protocol/replay-marks.ts';
export type * from './protocol/replay-search.ts';
export type * from './protocol/replay-stages.ts';
export type * from './protocol/sample.ts';
export type * from './protocol/sentinel.ts';
export type * from './protocol/status.ts';
export type * from './protocol/tests.ts';
export type * from './protocol/verify.ts';
export type * from './protocol/wazuh.ts';

/**
 * Every message between client and server that the Language Server Protocol does not have, both ways, and
 * what the client hands over at the start. Types only: each side names a message by its key here.
 */

/** What the client hands over in `initialize`; everything may be absent. */
export interface InitializationOptions {
  /** The settings section `falcoWorkbench`, for clients that cannot be asked for it. */
  readonly settings?: WorkbenchSettings;
  /** Address of the folder of problem pages; problems then carry a link to `<folder>/<code>.md`. */
  readonly problemPages?: string;
  /** The client answers `RequestsToClient`; without it the server of the web knows open documents only. */
  readonly clientFiles?: boolean;
  /** The client has the command `falcoWorkbench.renameAt`: address, line and column of a name to be given another. */
  readonly renameAfterEdit?: boolean;
  /** The client asks for diagnostics itself (`textDocument/diagnostic`): none are pushed to it. */
  readonly pullDiagnostics?: boolean;
  /** The client has the commands that lenses and fixes name; without it lenses only tell something, and such fixes are left out. */
  readonly lensCommands?: boolean;
  /** The client takes `falcoWorkbench/tests/list` and `falcoWorkbench/tests/result`. */
  readonly tests?: boolean;
  /** The client takes `falcoWorkbench/status`. */
  readonly status?: boolean;
  /** Address of the script of the worker for KQL, for a server in a browser that does not know its own. */
  readonly kqlWorker?: string;
}

/** The settings section `falcoWorkbench`, as package.json declares it. */
export interface WorkbenchSettings {
  /** The engine version that rules are checked for, e.g. `0.63.0`. */
  readonly engineVersion?: string;
  /** Loaded plugins beside `container`. */
  readonly plugins?: readonly string[];
  /** Files loaded before those of the workspace, as paths from the folder or absolute ones. */
  readonly baseRules?: readonly string[];
  /** Files and folders to load, in this order; left empty, every rules file. */
  readonly rulesFiles?: readonly string[];
  /** Whether the rules of an installed Falco are base rules where there are no others; true if not given. */
  readonly useInstalledRules?: boolean;
  /** Path of an installed Falco to take fields, events and plugins from; never sent for an untrusted workspace. */
  readonly falcoPath?: string;
  /** What detections are written for. */
  readonly targets?: readonly ('sentinel' | 'wazuh')[];
  /** How alerts reach Microsoft Sentinel. */
  readonly sentinel?: {
    readonly transport?: 'cef' | 'json' | 'both';
    readonly cefTable?: string;
    readonly syslogTable?: string;
    readonly clusterField?: string;
    readonly columns?: Readonly<Record<string, string>>;
  };
  /** How rules files are formatted: columns that lines should not go beyond. */
  readonly format?: { readonly lineWidth?: number };
  /** Whose problems are shown: those of open files, or of all rules files of the open folders. */
  readonly problemsOf?: 'openFiles' | 'workspace';
  /** What stands above definitions. */
  readonly codeLenses?: { readonly references?: boolean; readonly previews?: boolean };
  /** What is shown within lines. */
  readonly inlayHints?: {
    readonly listSizes?: boolean;
    readonly eventTypes?: boolean;
    readonly priorityLevels?: boolean;
  };
  /** How Wazuh rules are generated. */
  readonly wazuh?: {
    readonly profile?: 'sturdy' | 'recipe';
    /** Like `100600-100999`. */
    readonly ids?: string;
    readonly levels?: Readonly<Record<string, number>>;
    readonly descriptionFields?: readonly string[];
  };
  /** Levels by problem code. */
  readonly problems?: Readonly<Record<string, 'off' | 'hint' | 'info' | 'warning' | 'error'>>;
}

/** Requests that the server sends to a client with `clientFiles`. */
export interface RequestsToClient {
  /** The addresses of all YAML and XML files under a folder. */
  'falcoWorkbench/listFiles': {
    readonly params: { readonly folder: string };
    readonly result: { readonly uris: readonly string[] };
  };
  /** The text of a file; null where it cannot be read. */
  'falcoWorkbench/readFile': {
    readonly params: { readonly uri: string };
    readonly result: { readonly text: string | null };
  };
}

/** Requests that a client sends to the server. */
export interface RequestsToServer
  extends CoverageRequests,
    EngineRequests,
    ExceptionRequests,
    NoiseRequests,
    PreviewRequests,
    ReplayMarksRequests,
    ReplayRequests,
    ReplaySearchRequests,
    ReplayStagesRequests,
    SampleRequests,
    VerifyRequests,
    SentinelRequests,
    TestRequests,
    WazuhRequests {}

/** Notifications that the server sends to a client. */
export interface NotificationsToClient extends StatusNotifications, TestNotifications {}
