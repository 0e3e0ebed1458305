import { ConditionCache } from '../falco/load/condition-cache.ts';
import { type Load, loadFiles } from '../falco/load/load.ts';
import { neededPlugins } from '../falco/load/needed-plugins.ts';
import type { ItemCache } from '../falco/load/read-file.ts';
import { Swept } from '../falco/load/swept.ts';
import { createFieldTables, type FieldTables } from '../falco/tables/fields.ts';
import type { Detection } from './detections/detection.ts';
import { readDetections } from './detections/read-detections.ts';
import { loadOrder } from './load-order.ts';
import { Names } from './names.ts';
import { readFile } from './read-file.ts';
import { RulesFile } from './rules-file.ts';
import { defaultSettings, engineOf, type Settings } from './settings.ts';

/**
 * The files and settings as they are now. A change is applied at once; `snapshot` gives an immutable view of
 * the state, in which everything that did not change is shared with the one before.
 */
export class Workspace {
  private readonly files = new Map<string, RulesFile>();
  /** Items read before, by file, so that what a file no longer holds is forgotten. */
  private readonly items = new Map<string, ItemCache>();
  private conditions = new ConditionCache();
  private settings: Settings = defaultSettings;
  private plugins = defaultSettings.plugins;
  private installed: Settings['installed'];
  private tables: FieldTables = createFieldTables(defaultSettings.plugins);
  private current: Snapshot | undefined;
  private readonly listeners = new Set<() => void>();

  /** Calls `listener` after every change, until the function that it returns is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Adds a file or changes its text. Files that are no rules files are kept, but take no part in loads.
   * @param declared the user says that it is a rules file, even if nothing in it shows that yet.
   */
  setFile(uri: string, text: string, declared = false): void {
    const known = this.files.get(uri);
    if (known?.text === text && known.declared === declared) return;
    const items = this.items.get(uri) ?? new Swept();
    this.items.set(uri, items);
    this.files.set(uri, new RulesFile(uri, readFile({ name: uri, text }, items), declared));
    items.sweep();
    this.changed();
  }

  removeFile(uri: string): void {
    this.items.delete(uri);
    if (this.files.delete(uri)) this.changed();
  }

  setSettings(settings: Settings): void {
    this.settings = settings;
    this.changed();
  }

  /** The state as it is now; the same object until something changes. */
  snapshot(): Snapshot {
    this.current ??= new Snapshot(
      new Map(this.files),
      this.settings,
      this.tablesOf(this.settings),
      this.conditions,
    );
    return this.current;
  }

  /** Tables of the plugins that the settings name or a file calls for; the same ones while these stay the same. */
  private tablesOf({ plugins: chosen, installed }: Settings): FieldTables {
    const plugins = [
      ...new Set([...chosen, ...neededPlugins([...this.files.values()].map(({ read }) => read))]),
    ];
    if (plugins.join() !== this.plugins.join() || installed !== this.installed) {
      this.plugins = plugins;
      this.installed = installed;
      this.tables = createFieldTables(plugins, installed?.tables);
      this.conditions = new ConditionCache();
    }
    return this.tables;
  }

  private changed(): void {
    this.current = undefined;
    for (const listener of this.listeners) listener();
  }
}

/** An immutable view of the workspace. What it computes is computed once, at the first question. */
export class Snapshot {
  private loaded: Load | undefined;
  private nameIndex: Names | undefined;
  private detectionList: readonly Detection[] | undefined;

  /** @param ordered the files to load in their order; where it is absent, the rules files by their names. */
  constructor(
    readonly files: ReadonlyMap<string, RulesFile>,
    readonly settings: Settings,
    readonly tables: FieldTables,
    /** What is known of conditions from snapshots before this one. */
    readonly conditions: ConditionCache,
    private ordered?: readonly RulesFile[],
  ) {}

  /** Rules files in the order in which they are loaded. */
  get loadOrder(): readonly RulesFile[] {
    this.ordered ??= loadOrder([...this.files.values()], this.settings);
    return this.ordered;
  }

  /** Files of detections, by their addresses. */
  get detectionFiles(): readonly RulesFile[] {
    const files = [...this.files.values()].filter((file) => file.isDetectionsFile);
    return files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** The detections of all files, in the order of `detectionFiles`. */
  get detections(): readonly Detection[] {
    this.detectionList ??= this.detectionFiles.flatMap((file) => readDetections(file.read).detections);
    return this.detectionList;
  }

  /** The names in all rules files, and their uses in detections. */
  get names(): Names {
    this.nameIndex ??= new Names([...this.loadOrder, ...this.detectionFiles]);
    return this.nameIndex;
  }

  /** The load of all rules files in their order. */
  get load(): Load {
    if (this.loaded === undefined) {
      const context = { engine: engineOf(this.settings), tables: this.tables };
      const files = this.loadOrder.map((file) => file.read);
      this.loaded = loadFiles(files, context, this.conditions);
      this.conditions.sweep();
    }
    return this.loaded;
  }
}
