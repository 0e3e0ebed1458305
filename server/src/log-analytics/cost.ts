/** What a query made the workspace do, as far as its statistics say. */
export interface QueryCost {
  readonly seconds?: number;
  /** Bytes of data that were read. */
  readonly bytes?: number;
  /** Rows that were looked at. */
  readonly rows?: number;
}

/**
 * Kusto counts what it read of its shards by where it lay: in its hot or cold cache, beside it, or past it. (What it
 * then fetched, `retrievebytes`, was a miss before.) Rows that came in last are in row stores, and counted there.
 */
const byteKeys: ReadonlySet<string> = new Set(['hitbytes', 'missbytes', 'bypassbytes']);
const rowStoreBytes = 'rowstores.scannedvaluessize';
const rowKeys: ReadonlySet<string> = new Set(['rows.scanned', 'rowstores.scannedrows']);

/**
 * Reads the `statistics` of an answer; whatever its form, it does not throw. Its parts are `executionTime`,
 * `resourceUsage.cache.shards` and `inputDatasetStatistics` (the JSON of `Prefer: include-statistics=true`; Kusto,
 * "Query resource consumption").
 */
export function costOf(statistics: unknown): QueryCost {
  const isShardBytes = (path: readonly string[]) => path.includes('shards') && byteKeys.has(path.at(-1)!);
  const lastTwo = (path: readonly string[]) => path.slice(-2).join('.');
  const bytes = sum(statistics, (path) => isShardBytes(path) || lastTwo(path) === rowStoreBytes, []);
  const rows = sum(statistics, (path) => rowKeys.has(lastTwo(path)), []);
  const seconds = sum(statistics, (path) => path.at(-1) === 'executiontime', []);
  return {
    ...(seconds !== undefined && { seconds }),
    ...(bytes !== undefined && { bytes }),
    ...(rows !== undefined && { rows }),
  };
}

/** The sum of the numbers whose path is wanted; undefined where there is none. */
function sum(
  value: unknown,
  isWanted: (path: readonly string[]) => boolean,
  path: readonly string[],
): number | undefined {
  if (typeof value === 'number') return path.length > 0 && isWanted(path) ? value : undefined;
  if (typeof value !== 'object' || value === null || path.length > 12) return undefined;
  const parts = Object.entries(value).map(([key, each]) =>
    sum(each, isWanted, [...path, key.toLowerCase().replaceAll('_', '')]),
  );
  const found = parts.filter((part) => part !== undefined);
  return found.length === 0 ? undefined : found.reduce((all, part) => all + part, 0);
}

/** The cost in words, such as `1.4 s, 12 MB read, 30,000 rows looked at`; empty where nothing is known. */
export function costText({ seconds, bytes, rows }: QueryCost): string {
  const parts = [
    ...(seconds === undefined ? [] : [`${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`]),
    ...(bytes === undefined ? [] : [`${bytesText(bytes)} read`]),
    ...(rows === undefined ? [] : [`${rows.toLocaleString('en-US')} rows looked at`]),
  ];
  return parts.join(', ');
}

function bytesText(bytes: number): string {
  const steps = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(steps.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${steps[step]}`;
}
