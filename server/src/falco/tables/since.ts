import generated from './since.generated.json' with { type: 'json' };

/** What a version can be asked for. Rule keys are written `rule.append`, `rule.override.tags`, `list.items`. */
export type SinceKind =
  | 'field'
  | 'operator'
  | 'transformer'
  | 'rule-key'
  | 'code'
  | 'event'
  | 'event-argument'
  | 'syntax';

/** Since when something exists, and until when. Versions are plain, such as `0.41.0`. */
export interface Since {
  /** The first Falco release that has it. */
  readonly falco: string;
  /** The lowest engine version of a release that has it. */
  readonly engine: string;
  /** True where the oldest release measured (0.31.0) already had it. */
  readonly orEarlier: boolean;
  /** The lowest engine version between releases that has it, where that is another than `engine`. */
  readonly developmentEngine?: string;
  /** The first release, and engine, that no longer accept it. */
  readonly removed?: string;
  readonly removedEngine?: string;
  /** The release, and engine, that first called it deprecated. */
  readonly deprecated?: string;
  readonly deprecatedEngine?: string;
  /** Since when the field takes an argument, where that came later than the field. */
  readonly argument?: string;
  readonly argumentEngine?: string;
  /** The plugin that provides it today; `pluginSince` is the release that moved it there, where known. */
  readonly plugin?: string;
  readonly pluginSince?: string;
  /** The name to use today. */
  readonly instead?: string;
}

/** One Falco release. */
export interface Release {
  readonly falco: string;
  readonly engine: string;
  /** Day of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** Version of the container plugin that comes with it; absent before 0.41.0. */
  readonly containerPlugin?: string;
}

/** The releases measured, oldest first; the last is the development version that the tables come from. */
export const releases: readonly Release[] = generated.releases.map(releaseOf);

/** Since when a thing of this kind and name exists; undefined where it never did. */
export function sinceOf(kind: SinceKind, name: string): Since | undefined {
  const table: Readonly<Record<string, readonly string[]>> = generated[kind];
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  return row === undefined ? undefined : sinceFrom(row);
}

/** Every name of a kind, things since removed included. */
export function namesSince(kind: SinceKind): readonly string[] {
  return Object.keys(generated[kind]);
}

function releaseOf(row: readonly string[]): Release {
  const [falco = '', engine = '', date = '', containerPlugin = ''] = row;
  return { falco, engine, date, ...(containerPlugin === '' ? {} : { containerPlugin }) };
}

/** A generated row: release, engine, then `key value` for each further fact; `<=` means "or earlier". */
function sinceFrom(row: readonly string[]): Since {
  const [falco = '', engine = '', ...extras] = row;
  const more = new Map(extras.map((each) => each.split(' ', 2) as [string, string]));
  const fact = (key: keyof Since, written: string) => (more.has(written) ? { [key]: more.get(written) } : {});
  return {
    falco: withoutBound(falco),
    engine: withoutBound(engine),
    orEarlier: falco.startsWith('<='),
    ...fact('developmentEngine', 'development'),
    ...fact('removed', 'removed'),
    ...fact('removedEngine', 'removed-engine'),
    ...fact('deprecated', 'deprecated'),
    ...fact('deprecatedEngine', 'deprecated-engine'),
    ...fact('argument', 'argument'),
    ...fact('argumentEngine', 'argument-engine'),
    ...fact('plugin', 'plugin'),
    ...fact('pluginSince', 'plugin-since'),
    ...fact('instead', 'instead'),
  };
}

function withoutBound(version: string): string {
  return version.replace(/^<=/, '');
}
