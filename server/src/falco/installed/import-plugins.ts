/** A plugin that an installed Falco loads. */
export interface ListedPlugin {
  readonly name: string;
  readonly version: string;
  /** The event source that it opens; empty where it opens none. */
  readonly source: string;
}

/** Reads what `falco --list-plugins` prints: a block of `Name: value` lines for each plugin. */
export function importPlugins(text: string): ListedPlugin[] {
  const blocks = text.split(/^Name: /m).slice(1);
  return blocks.map((block) => ({
    name: block.split('\n')[0]!.trim(),
    version: /^Version: (\S+)/m.exec(block)?.[1] ?? '',
    source: /source='([^'\n]*)'/.exec(block)?.[1] ?? '',
  }));
}
