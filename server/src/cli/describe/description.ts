/** What `falco -L -o json_output=true` prints; with one rule asked for, only `rules`. */
export interface Description {
  readonly required_engine_version?: string;
  readonly required_plugin_versions?: readonly PluginDescription[];
  readonly rules: readonly RuleDescription[];
  readonly macros?: readonly MacroDescription[];
  readonly lists?: readonly ListDescription[];
}

/** A plugin that files require. */
export interface PluginDescription {
  readonly name: string;
  readonly version: string;
  readonly alternatives: readonly { readonly name: string; readonly version: string }[];
}

/** A rule as written and as the engine takes it. */
export interface RuleDescription {
  readonly info: {
    readonly name: string;
    readonly condition: string;
    readonly priority: string;
    readonly output: string;
    readonly description: string;
    readonly enabled: boolean;
    readonly source: string;
    readonly capture: boolean;
    readonly capture_duration: number;
    readonly tags: readonly string[];
  };
  readonly details: ConditionDescription & {
    readonly output_fields: readonly string[];
    readonly exception_fields: readonly string[];
    readonly exception_names: readonly string[];
    readonly exception_operators: readonly string[];
    readonly output_compiled: string;
  };
}

/** What a condition is made of: macros and lists as written, the rest with these put in. */
export interface ConditionDescription {
  readonly macros: readonly string[];
  readonly lists: readonly string[];
  readonly condition_operators: readonly string[];
  readonly condition_fields: readonly string[];
  readonly events: readonly string[];
  readonly condition_compiled: string;
  /** Loaded plugins that it needs; always empty for macros, whose source is not known. */
  readonly plugins: readonly string[];
}

/** A macro as written and as the engine takes it. */
export interface MacroDescription {
  readonly info: { readonly name: string; readonly condition: string };
  readonly details: ConditionDescription & { readonly used: boolean };
}

/** A list: its own items, the lists named in it, and all items with those of these lists. */
export interface ListDescription {
  readonly info: { readonly name: string; readonly items: readonly string[] };
  readonly details: {
    readonly used: boolean;
    readonly lists: readonly string[];
    readonly items_compiled: readonly string[];
    readonly plugins: readonly string[];
  };
}
