/** Which ids an earlier file gave. */
export interface IdLock {
  /** The first id of the base rule and the ladder. */
  readonly base: number | undefined;
  /** Ids by the names of rules, those of rules that are gone included. */
  readonly rules: ReadonlyMap<string, number>;
  /** Lines of the list that cannot be read. */
  readonly unreadable: readonly string[];
}

const opening = '<!-- falco-workbench ids\n';
const closing = '-->';

/**
 * Reads the list of ids from the comment in a file generated before; empty where there is none. A name or id
 * that comes twice counts once.
 */
export function readLock(text: string): IdLock {
  const rules = new Map<string, number>();
  const taken = new Set<number>();
  const unreadable: string[] = [];
  let base: number | undefined;
  for (const line of listIn(text.replaceAll('\r\n', '\n')).split('\n')) {
    if (line.trim() === '') continue;
    const entry = readLine(line.trim());
    if (entry === undefined) unreadable.push(line.trim());
    else if (entry.name === undefined) base ??= entry.id;
    else if (!rules.has(entry.name) && !taken.has(entry.id)) {
      rules.set(entry.name, entry.id);
      taken.add(entry.id);
    }
  }
  return { base, rules, unreadable };
}

/** True for a file that was generated before, however it was edited since. */
export function isGenerated(text: string): boolean {
  return text.replaceAll('\r\n', '\n').includes(opening);
}

/** The comment that keeps the ids; names are JSON texts in which nothing can end the comment. */
export function writeLock(base: number, rules: ReadonlyMap<string, number>): string {
  const entries = [...rules].sort(([, a], [, b]) => a - b).map(([name, id]) => `${id} ${quote(name)}`);
  return `${opening}${[`${base} base`, ...entries].join('\n')}\n${closing}`;
}

function listIn(text: string): string {
  const start = text.indexOf(opening);
  const end = start < 0 ? -1 : text.indexOf(closing, start);
  return end < 0 ? '' : text.slice(start + opening.length, end);
}

function readLine(line: string): { readonly id: number; readonly name: string | undefined } | undefined {
  const parts = /^(\d{1,6}) (base|".*")$/.exec(line);
  if (parts === null) return undefined;
  if (parts[2] === 'base') return { id: Number(parts[1]), name: undefined };
  try {
    return { id: Number(parts[1]), name: String(JSON.parse(parts[2]!)) };
  } catch {
    return undefined;
  }
}

function quote(name: string): string {
  return JSON.stringify(name).replace(
    /[-!<>&\u007f-\u009f\u2028\u2029\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
