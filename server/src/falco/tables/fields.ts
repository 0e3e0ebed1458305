import { once } from '../../text/once.ts';
import generated from './fields.generated.json' with { type: 'json' };

/**
 * The engine's names for types of values. The last two rows never belong to a declared field: they are
 * types of event arguments, and so of `evt.rawarg.…`.
 */
export type FieldType =
  | 'CHARBUF'
  | 'BYTEBUF'
  | 'BOOL'
  | 'DOUBLE'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'PORT'
  | 'IPADDR'
  | 'IPNET'
  | 'RELTIME'
  | 'ABSTIME'
  | 'DYNAMIC'
  | ArgumentOnlyType;

/** Types that only event arguments have. */
type ArgumentOnlyType =
  | 'CHARBUFARRAY'
  | 'CHARBUF_PAIR_ARRAY'
  | 'ENUMFLAGS8'
  | 'ENUMFLAGS16'
  | 'ENUMFLAGS32'
  | 'ERRNO'
  | 'FD'
  | 'FDLIST'
  | 'FLAGS8'
  | 'FLAGS16'
  | 'FLAGS32'
  | 'FSPATH'
  | 'FSRELPATH'
  | 'GID'
  | 'IPV4ADDR'
  | 'MODE'
  | 'NONE'
  | 'PID'
  | 'SIGSET'
  | 'SIGTYPE'
  | 'SOCKADDR'
  | 'SOCKTUPLE'
  | 'SYSCALLID'
  | 'UID';

/** How an argument is written after a field: `proc.aname[2]` or `evt.arg.flags`. */
export type ArgumentForm = 'bracket' | 'dot';

/** All that the engine knows of one field. */
export interface FieldInfo {
  readonly name: string;
  readonly type: FieldType;
  /** True where the field has a list of values: only `in`, `intersects` and `exists` apply. */
  readonly list: boolean;
  /** What the engine asks for in fact; `evt.abspath`, declared as needing an argument, takes none. */
  readonly argument: 'none' | 'allowed' | 'required';
  /** The forms of the argument; empty where there is none. */
  readonly argumentForms: readonly ArgumentForm[];
  /** The argument can be a number. */
  readonly index: boolean;
  /** The argument can be a word. */
  readonly key: boolean;
  /** The engine warns where a rule uses it (LOAD_DEPRECATED_ITEM). */
  readonly deprecated: boolean;
  /** Accepted, but of a class that the engine does not list. */
  readonly hidden: boolean;
  /** Declared for conditions only. */
  readonly filterOnly: boolean;
  /** Declared for outputs only. */
  readonly printOnly: boolean;
  /** Accepted, but not listed by the engine. */
  readonly tableOnly: boolean;
  /** Not allowed on the right of an operator, as in `val(…)`. */
  readonly noRightHand: boolean;
  /** Not allowed inside a transformer. */
  readonly noTransformer: boolean;
  /** Appended to every output by the engine's default settings while its plugin is loaded. */
  readonly suggestedOutput: boolean;
  /** The plugin that the field comes from; absent for the engine's own fields. */
  readonly plugin?: string;
  /** Usable with every event source. */
  readonly generic: boolean;
}

/** A plugin whose fields are known here. */
export interface PluginInfo {
  readonly name: string;
  /** The version that the fields were taken from. */
  readonly version: string;
  /** The event source that the plugin opens; empty where it only adds to other sources. */
  readonly source: string;
  /** The sources that it adds fields to; empty means every source. */
  readonly extractSources: readonly string[];
  /** Names of events that it sends into the stream: valid values of `evt.type` while it is loaded. */
  readonly asyncEvents: readonly string[];
  readonly fields: readonly FieldInfo[];
}

/** The fields that rules of one event source can use. */
export interface FieldTable {
  readonly source: string;
  /** In the engine's order: generic ones, those of the source, then the plugins' in the order given. */
  readonly fields: readonly FieldInfo[];
  /** The field declared under exactly this name, without argument; see `resolveField` for references. */
  find(name: string): FieldInfo | undefined;
  /** False where `text` begins with no declared name for certain: so it is with most values of conditions. */
  mayBegin(text: string): boolean;
}

/** The tables of one set of loaded plugins. */
export interface FieldTables {
  /** Names of the loaded plugins, those without fields known here included. */
  readonly plugins: readonly string[];
  /** The event sources that exist: `syscall`, then those that the loaded plugins open. */
  readonly sources: readonly string[];
  /** Names of events that the loaded plugins add to the values of `evt.type`. */
  readonly asyncEvents: readonly string[];
  /** The table of a source, made at the first call; undefined where no loaded plugin opens that source. */
  forSource(source: string): FieldTable | undefined;
}

/** A field as an installed Falco lists it. */
export interface ListedField {
  readonly field: FieldInfo;
  /** The event sources that it can be used with. */
  readonly sources: readonly string[];
}

/** What an installed Falco has: it takes the place of our own tables. */
export interface InstalledTables {
  readonly fields: readonly ListedField[];
  readonly sources: readonly string[];
  /** Names of the plugins that it loads. */
  readonly plugins: readonly string[];
  /** Values of `evt.type` that our own table does not have. */
  readonly eventTypes: readonly string[];
}

/** The event source that is always there. */
export const syscallSource = 'syscall';

/** The engine version that the tables were taken from, such as `0.63.0`. */
export const tablesEngine: string = generated.engine;

const genericFields = generated.generic.map((row) => fieldOf(row, undefined, true));
const syscallFields = generated.syscall.map((row) => fieldOf(row));

/**
 * Every plugin whose fields are known here, by name. The k8saudit family shares one table: each embeds the
 * k8saudit fields and serves the same source (note of the measured plugin tables).
 */
export const knownPlugins: ReadonlyMap<string, PluginInfo> = new Map(
  generated.plugins.flatMap(knownPlugin).map((each) => [each.name, each]),
);

const allFields = once(() => [
  ...genericFields,
  ...syscallFields,
  ...[...knownPlugins.values()].flatMap(({ fields }) => fields),
]);

/** The types that fields are declared with. */
export const fieldTypes: () => ReadonlySet<FieldType> = once(
  () => new Set(allFields().map(({ type }) => type)),
);

/** `proc`, `fd`, `k8s` …: what the names of all known fields begin with, up to their first dot. */
export const fieldClasses: () => ReadonlySet<string> = once(
  () => new Set(allFields().map(({ name }) => classOf(name))),
);

/** Our own field of this name: of a plugin, or else of the engine. */
export function knownField(name: string, plugin?: string): FieldInfo | undefined {
  const ofPlugin = plugin === undefined ? undefined : knownPlugins.get(plugin)?.fields;
  return ofPlugin?.find((field) => field.name === name) ?? engineFields().get(name);
}

/** The engine's own fields by name; of two with one name, the generic one. */
const engineFields: () => ReadonlyMap<string, FieldInfo> = once(
  () => new Map([...syscallFields, ...genericFields].map((field) => [field.name, field])),
);

/**
 * Field tables for a set of loaded plugins, given by name; names not in `knownPlugins` are passed over,
 * repeated ones count once. A source other than `syscall` exists only while a loaded plugin opens it, and
 * knows the generic fields and those of the loaded plugins that extract from it (measured on the engine).
 * @param installed what an installed Falco lists, in place of our own fields; its plugins are loaded too.
 */
export function createFieldTables(plugins: readonly string[], installed?: InstalledTables): FieldTables {
  const names = new Set([...(installed?.plugins ?? []), ...plugins]);
  const loaded = [...names].flatMap((name) => knownPlugins.get(name) ?? []);
  const opened = loaded.map((plugin) => plugin.source).filter((source) => source !== '');
  const sources = [...new Set([syscallSource, ...(installed?.sources ?? []), ...opened])];
  const made = new Map<string, FieldTable>();
  return {
    plugins: [...names],
    sources,
    asyncEvents: [...loaded.flatMap((plugin) => plugin.asyncEvents), ...(installed?.eventTypes ?? [])],
    forSource(source) {
      if (!sources.includes(source)) return undefined;
      const table = made.get(source) ?? fieldTable(source, loaded, installed);
      made.set(source, table);
      return table;
    },
  };
}

function fieldTable(source: string, loaded: readonly PluginInfo[], installed?: InstalledTables): FieldTable {
  const own = [...genericFields, ...(source === syscallSource ? syscallFields : [])];
  const known =
    installed === undefined
      ? [...own, ...pluginFields(loaded, source)]
      : installedFields(source, own, loaded, installed);
  const byName = new Map<string, FieldInfo>();
  for (const field of known) {
    if (!byName.has(field.name)) byName.set(field.name, field);
  }
  const classes = new Set([...byName.keys()].map(classOf));
  return {
    source,
    fields: [...byName.values()],
    find: (name) => byName.get(name),
    mayBegin: (text) => classes.has(classOf(text)) || classes.has(''),
  };
}

/** What a name begins with up to its first dot; empty for one without a dot, which no class of fields has. */
function classOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('.')));
}

function pluginFields(plugins: readonly PluginInfo[], source: string): FieldInfo[] {
  return plugins.filter((plugin) => extractsFrom(plugin, source)).flatMap((plugin) => plugin.fields);
}

/** What Falco lists; of our own fields what it never lists, and those of plugins that it does not load. */
function installedFields(
  source: string,
  own: readonly FieldInfo[],
  loaded: readonly PluginInfo[],
  { fields, plugins }: InstalledTables,
): FieldInfo[] {
  const listed = fields.filter(({ sources }) => sources.includes(source)).map(({ field }) => field);
  const there = loaded.filter(({ name }) => plugins.includes(name));
  const others = loaded.filter(({ name }) => !plugins.includes(name));
  const unlisted = [...own, ...pluginFields(there, source)].filter(isNeverListed);
  return [...listed, ...unlisted, ...pluginFields(others, source)];
}

/** `falco --list` leaves deprecated and hidden fields out, those of tables, and those for outputs only. */
function isNeverListed({ deprecated, hidden, tableOnly, printOnly }: FieldInfo): boolean {
  return deprecated || hidden || tableOnly || printOnly;
}

function extractsFrom(plugin: PluginInfo, source: string): boolean {
  return plugin.extractSources.length === 0 || plugin.extractSources.includes(source);
}

/** A generated plugin, and those that embed it; fields are read when they are asked for. */
function knownPlugin(row: (typeof generated.plugins)[number]): PluginInfo[] {
  const { fields: rows, ...about } = row;
  const fields = once(() => rows.map((each) => fieldOf(each, row.name)));
  return [row.name, ...embedding(row.name)].map((name) => ({
    ...about,
    name,
    get fields() {
      return fields();
    },
  }));
}

function embedding(plugin: string): string[] {
  if (plugin !== 'k8saudit') return [];
  return ['eks', 'gke', 'aks', 'ovh'].map((cloud) => `${plugin}-${cloud}`);
}

/** A generated row: name, type, then the flags that are set. */
function fieldOf(row: readonly string[], plugin?: string, generic = false): FieldInfo {
  const [name = '', type = '', ...flags] = row;
  const has = (flag: string) => flags.includes(flag);
  return {
    name,
    type: type as FieldType,
    list: has('list'),
    argument: has('argument-required') ? 'required' : has('argument-allowed') ? 'allowed' : 'none',
    argumentForms: (['dot', 'bracket'] as const).filter(has),
    index: has('index'),
    key: has('key'),
    deprecated: has('deprecated'),
    hidden: has('hidden'),
    filterOnly: has('filter-only'),
    printOnly: has('print-only'),
    tableOnly: has('table-only'),
    noRightHand: has('no-right-hand'),
    noTransformer: has('no-transformer'),
    suggestedOutput: has('suggested'),
    ...(plugin === undefined ? {} : { plugin }),
    generic,
  };
}
