import { ConditionCache } from '../falco/load/condition-cache.ts';
import { type Load, loadFiles } from '../falco/load/load.ts';
import { neededPlugins } from '../falco/load/needed-plugins.ts';
import { noWork, type Work } from '../falco/load/work.ts';
import { createFieldTables, type FieldTables } from '../falco/tables/fields.ts';
import type { Detection } from './detections/detection.ts';
import { readDetections } from './detections/read-detections.ts';
import { type Document, type ItemCaches, readDocument } from './document.ts';
import { Names } from './names.ts';
import { layOut, type Project, type Projects } from './projects.ts';
import type { RulesFile } from './rules-file.ts';
import { defaultSettings, engineOf, type Settings } from './settings.ts';
import { WazuhFile, wazuhContent } from './wazuh-file.ts';

/**
 * The files and settings as they are now. A change is applied at once; `snapshot` gives an immutable view of
 * a project, in which everything that did not change is shared with the one before.
 */
export class Workspace {
  private readonly documents = new Map<string, Document>();
  /** Items read before, by rules text, so that what a text no longer holds is forgotten. */
  private readonly items: ItemCaches = new Map();
  /** Never changed, only replaced: snapshots share it until a file of Wazuh changes. */
  private wazuhFiles: ReadonlyMap<string, WazuhFile> = new Map();
  private settings: Settings = defaultSettings;
  private laidOut: Projects | undefined;
  /** What was computed for each project, by its home. */
  private views = new Map<string, ProjectView>();
  private readonly listeners = new Set<() => void>();

  /** @param work counts what is computed anew. */
  constructor(private readonly work: Work = noWork()) {}

  /** Calls `listener` after every change, until the function that it returns is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Adds a file or changes its text. Files that hold no rules are kept, but take no part in loads.
   * @param declared the user says that it is a rules file, even if nothing in it shows that yet.
   */
  setFile(uri: string, text: string, declared = false): void {
    const known = this.documents.get(uri);
    if (known?.text === text && known.declared === declared) return;
    this.documents.set(uri, readDocument(uri, text, declared, this.items, this.work));
    this.changed();
  }

  /** Adds XML or changes its text: rules and decoders of Wazuh are kept, anything else is not. */
  setWazuhFile(uri: string, text: string): void {
    if (this.wazuhFiles.get(uri)?.text === text) return;
    const holds = wazuhContent(text);
    if (holds === undefined) this.removeFile(uri);
    else {
      this.wazuhFiles = new Map([...this.wazuhFiles, [uri, new WazuhFile(uri, text, holds)]]);
      this.changed();
    }
  }

  /** Forgets a file, of Falco or of Wazuh. */
  removeFile(uri: string): void {
    const wasWazuh = this.wazuhFiles.has(uri);
    if (wasWazuh) this.wazuhFiles = new Map([...this.wazuhFiles].filter(([each]) => each !== uri));
    for (const { uri: name } of this.textsOf(uri)) this.items.delete(name);
    if (this.documents.delete(uri) || wasWazuh) this.changed();
  }

  setSettings(settings: Settings): void {
    this.settings = settings;
    this.changed();
  }

  /** The addresses of all files. */
  get uris(): Iterable<string> {
    return [...this.documents.keys(), ...this.wazuhFiles.keys()];
  }

  /** The rules texts of a file: itself, or those that stand in it. */
  textsOf(uri: string): readonly RulesFile[] {
    return this.documents.get(uri)?.texts ?? [];
  }

  /** The projects as they are now. */
  get projects(): Projects {
    if (this.laidOut === undefined) {
      this.laidOut = layOut([...this.documents.values()], this.settings);
      const homes = new Set(this.laidOut.all.map(({ home }) => home));
      this.views = new Map([...this.views].filter(([home]) => homes.has(home)));
    }
    return this.laidOut;
  }

  /**
   * The project of a file as it is now, without a file the main project; the same object until something in it
   * changes.
   */
  snapshot(uri?: string): Snapshot {
    const { projects } = this;
    return this.view(uri === undefined ? projects.main : projects.of(uri));
  }

  /** All projects with a rules text as they are now. @param name the text's address */
  snapshotsWith(name: string): readonly Snapshot[] {
    const projects = this.projects.all.filter(({ files }) => files.some(({ uri }) => uri === name));
    return projects.map((project) => this.view(project));
  }

  /** All projects as they are now, the main one first. */
  allSnapshots(): readonly Snapshot[] {
    const { main, all } = this.projects;
    return [main, ...all.filter((each) => each !== main)].map((project) => this.view(project));
  }

  private view(project: Project): Snapshot {
    const view = this.views.get(project.home) ?? new ProjectView(this.work);
    this.views.set(project.home, view);
    return view.snapshot(project, this.wazuhFiles);
  }

  private changed(): void {
    this.laidOut = undefined;
    for (const listener of this.listeners) listener();
  }
}

/** What is kept of a project from one snapshot to the next. */
class ProjectView {
  private conditions: ConditionCache;
  private plugins = defaultSettings.plugins;
  private installed: Settings['installed'];
  private tables: FieldTables | undefined;
  private current: Snapshot | undefined;

  constructor(private readonly work: Work) {
    this.conditions = new ConditionCache(work);
  }

  snapshot({ files, loadOrder, settings }: Project, wazuhFiles: Snapshot['wazuhFiles']): Snapshot {
    const { current } = this;
    if (
      current?.settings === settings &&
      current.wazuhFiles === wazuhFiles &&
      isSame(current.loadOrder, loadOrder) &&
      isSame([...current.files.values()], files)
    ) {
      return current;
    }
    const byAddress = new Map(files.map((file) => [file.uri, file]));
    const tables = this.tablesOf(files, settings);
    this.current = new Snapshot(byAddress, settings, tables, this.conditions, loadOrder, wazuhFiles);
    return this.current;
  }

  /** Tables of the plugins that the settings name or a file calls for; the same ones while these stay the same. */
  private tablesOf(files: readonly RulesFile[], { plugins: chosen, installed }: Settings): FieldTables {
    const plugins = [...new Set([...chosen, ...neededPlugins(files.map(({ read }) => read))])];
    if (this.tables === undefined || plugins.join() !== this.plugins.join() || installed !== this.installed) {
      this.plugins = plugins;
      this.installed = installed;
      this.tables = createFieldTables(plugins, installed?.tables);
      this.conditions = new ConditionCache(this.work);
    }
    return this.tables;
  }
}

function isSame(some: readonly RulesFile[], others: readonly RulesFile[]): boolean {
  return some.length === others.length && some.every((file, i) => file === others[i]);
}

/** An immutable view of the workspace. What it computes is computed once, at the first question. */
export class Snapshot {
  private loaded: Load | undefined;
  private nameIndex: Names | undefined;
  private detectionList: readonly Detection[] | undefined;

  /**
   * @param loadOrder the rules files in the order in which they are loaded.
   * @param wazuhFiles rules and decoders of Wazuh; the same object while none of them changes.
   */
  constructor(
    readonly files: ReadonlyMap<string, RulesFile>,
    readonly settings: Settings,
    readonly tables: FieldTables,
    /** What is known of conditions from snapshots before this one. */
    readonly conditions: ConditionCache,
    readonly loadOrder: readonly RulesFile[],
    readonly wazuhFiles: ReadonlyMap<string, WazuhFile> = new Map(),
  ) {}

  /** Files of detections, by their addresses. */
  get detectionFiles(): readonly RulesFile[] {
    const files = [...this.files.values()].filter((file) => file.isDetectionsFile);
    return files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** Files of tests, by their addresses. */
  get testFiles(): readonly RulesFile[] {
    const files = [...this.files.values()].filter((file) => file.isTestsFile);
    return files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** The detections of all files, in the order of `detectionFiles`. */
  get detections(): readonly Detection[] {
    this.detectionList ??= this.detectionFiles.flatMap((file) => readDetections(file.read).detections);
    return this.detectionList;
  }

  /** The names in all rules files, and their uses in detections and tests. */
  get names(): Names {
    this.nameIndex ??= new Names([...this.loadOrder, ...this.detectionFiles, ...this.testFiles]);
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
