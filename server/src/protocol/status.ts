/** Notifications of what the server works with. */
export interface StatusNotifications {
  /** Sent at the start and whenever it changes, to a client with `status`. */
  'falcoWorkbench/status': WorkbenchStatus;
}

/** What rules are checked as and with. */
export interface WorkbenchStatus {
  /** The engine version that rules are checked for. */
  readonly engine: string;
  /** The newest Falco release with that engine, where one is known. */
  readonly falco?: string;
  /** True where the version is that of an installed Falco, and not the setting's. */
  readonly installed: boolean;
  /** The projects with rules, the main one first. */
  readonly projects: readonly ProjectStatus[];
}

/** Rules that one Falco loads together. */
export interface ProjectStatus {
  /** The folder or the file that makes the project; empty for files outside the open folders. */
  readonly home: string;
  /** The plugins whose fields are known to its rules. */
  readonly plugins: readonly string[];
  /** The documents whose rules are loaded, in their order. */
  readonly loaded: readonly string[];
}

/** Requests for what the tables know. */
export interface EngineRequests {
  /** The engines of Falco's releases, the newest first, with what each changes for rules. */
  'falcoWorkbench/engineVersions': {
    readonly params: Readonly<Record<string, never>>;
    readonly result: readonly EngineVersionInfo[];
  };
}

/** An engine version that rules can be checked for. */
export interface EngineVersionInfo {
  readonly engine: string;
  readonly falco: readonly string[];
  readonly date: string;
  readonly changes: string;
}
