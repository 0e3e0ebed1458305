import { ConditionCache } from '../falco/load/condition-cache.ts';
import { type Load, loadFiles } from '../falco/load/load.ts';
import { ItemCache, readRulesFile } from '../falco/load/read-file.ts';
import { createFieldTables, type FieldTables } from '../falco/tables/fields.ts';
import { isRulesFile, RulesFile } from './rules-file.ts';
import { defaultSettings, engineOf, type Settings } from './settings.ts';

/**
 * The files and settings as they are now. A change is applied at once; `snapshot` gives an immutable view of
 * the state, in which everything that did not change is shared with the one before.
 */
export class Workspace {
  private readonly files = new Map<string, RulesFile>();
  private readonly items = new ItemCache();
  private readonly conditions = new ConditionCache();
  private settings: Settings = defaultSettings;
  private tables: FieldTables = createFieldTables(defaultSettings.plugins);
  private current: Snapshot | undefined;

  /** Adds a file or changes its text. Files that are no rules files are kept, but take no part in loads. */
  setFile(uri: string, text: string): void {
    if (this.files.get(uri)?.text === text) return;
    this.files.set(uri, new RulesFile(uri, readRulesFile({ name: uri, text }, this.items)));
    this.current = undefined;
  }

  removeFile(uri: string): void {
    if (this.files.delete(uri)) this.current = undefined;
  }

  setSettings(settings: Settings): void {
    if (settings.plugins.join() !== this.settings.plugins.join()) {
      this.tables = createFieldTables(settings.plugins);
    }
    this.settings = settings;
    this.current = undefined;
  }

  /** The state as it is now; the same object until something changes. */
  snapshot(): Snapshot {
    this.current ??= new Snapshot(new Map(this.files), this.settings, this.tables, this.conditions);
    return this.current;
  }
}

/** An immutable view of the workspace. What it computes is computed once, at the first question. */
export class Snapshot {
  private loaded: Load | undefined;

  constructor(
    readonly files: ReadonlyMap<string, RulesFile>,
    readonly settings: Settings,
    readonly tables: FieldTables,
    private readonly conditions: ConditionCache,
  ) {}

  /** Rules files in the order in which they are loaded. */
  get loadOrder(): readonly RulesFile[] {
    return [...this.files.values()].filter(({ read }) => isRulesFile(read)).sort(byLoadOrder);
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

/** Falco's own files in the order of its default configuration. */
const officialFiles = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

/** Official files first, then other files by path, then local ones, as Falco's default set-up loads them. */
function byLoadOrder(a: RulesFile, b: RulesFile): number {
  return rank(a) - rank(b) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0);
}

function rank({ uri }: RulesFile): number {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const official = officialFiles.indexOf(name);
  if (official !== -1) return official;
  return /\.local\.ya?ml$/.test(name) ? officialFiles.length : officialFiles.length + 1;
}
