import type { InstalledFalco } from '../falco/installed/import-falco.ts';
import type { EngineVersion } from '../falco/items/item.ts';
import { parseEngineVersion } from '../falco/items/read-versions.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import type { Level } from '../falco/problems/problem.ts';
import { tablesEngine } from '../falco/tables/fields.ts';
import { type SentinelConnection, usualConnection } from './sentinel-connection.ts';

/** What detections are written for. */
export const targets = ['sentinel', 'wazuh'] as const;

/** One of these. */
export type Target = (typeof targets)[number];

/** What a user can choose; the same for editor and command line. */
export interface Settings {
  /** The engine that rules are checked for, e.g. `0.63.0`. */
  readonly engineVersion: string;
  /** Plugins that are loaded beside those that the files require. */
  readonly plugins: readonly string[];
  /** Addresses of files, and of folders of files, that are loaded first, in this order. */
  readonly baseRules: readonly string[];
  /** The same for the files to load after those; empty for every rules file. */
  readonly rulesFiles: readonly string[];
  /** Addresses of the open folders: each is a project of its own. */
  readonly folders: readonly string[];
  /** Address of the folder of an installed Falco's rules, which stand in where a project has no base rules. */
  readonly installedRules?: string;
  /** Levels that differ from those of the problem table; `off` hides a code. */
  readonly levels: Readonly<Partial<Record<ProblemCode, Level | 'off'>>>;
  /** Columns that formatted lines should not go beyond. */
  readonly lineWidth: number;
  /** Whose limits are shown at detections. */
  readonly targets: readonly Target[];
  /** How Wazuh rules are generated. */
  readonly wazuh: WazuhSettings;
  /** How alerts reach Microsoft Sentinel. */
  readonly sentinel: SentinelConnection;
  /** Settings of open folders that differ from these, by the folders' addresses. */
  readonly ofFolders?: ReadonlyMap<string, Settings>;
  /** The installed Falco whose fields, events and plugins take the place of our own tables. */
  readonly installed?: InstalledFalco;
}

/** How Wazuh rules are generated; what is absent is as the generator has it by default. */
export interface WazuhSettings {
  /** How an alert is known: by its own shape, or by the field of the published recipe. */
  readonly profile: 'sturdy' | 'recipe';
  readonly firstId?: number;
  readonly lastId?: number;
  /** Levels by priority, for those that differ. */
  readonly levels: Readonly<Record<string, number>>;
  /** Fields of the alert that each description shows. */
  readonly descriptionFields: readonly string[];
}

/** What counts where the user chooses nothing. */
export const defaultSettings: Settings = {
  engineVersion: tablesEngine,
  plugins: ['container'],
  baseRules: [],
  rulesFiles: [],
  folders: [],
  levels: {},
  lineWidth: 120,
  targets,
  wazuh: { profile: 'sturdy', levels: {}, descriptionFields: [] },
  sentinel: usualConnection,
};

/** The engine that is checked for; the newest known where the setting is no version. */
export function engineOf(settings: Settings): EngineVersion {
  return parseEngineVersion(settings.engineVersion) ?? parseEngineVersion(tablesEngine)!;
}
