import { ConditionCache } from '../../falco/load/condition-cache.ts';
import { ItemCache } from '../../falco/load/read-file.ts';
import { createFieldTables, type FieldTables } from '../../falco/tables/fields.ts';

/** An engine with certain plugins: its field tables, and the conditions that it compiled lately. */
export interface EngineSetup {
  readonly tables: FieldTables;
  readonly conditions: ConditionCache;
}

/** So many lists of plugins are remembered. */
const mostSetups = 50;

/** What requests have in common with those before: the rules that they load again, the plugins of the engine. */
export class EngineCache {
  readonly items = new ItemCache();
  private readonly setups = new Map<string, EngineSetup>();

  /** The engine that loads these plugins. */
  setup(plugins: readonly string[]): EngineSetup {
    const key = JSON.stringify(plugins);
    const known = this.setups.get(key);
    if (known !== undefined) return known;
    if (this.setups.size >= mostSetups) this.setups.clear();
    const made = { tables: createFieldTables(plugins), conditions: new ConditionCache() };
    this.setups.set(key, made);
    return made;
  }
}
