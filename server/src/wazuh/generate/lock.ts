/** Which ids an earlier file gave. */
export interface IdLock {
  /** The first id of the base rule and the ladder. */
  readonly base: number | undefined;
  /** Ids by the names of rules and the keys of detections, those that are gone included. */
  readonly rules: ReadonlyMap<string, number>;
  /** Lines of the list that cannot be read. */
  readonly unreadable: readonly string[];
}

const opening = '<!-- falco-workbench ids\n';
const closing = '-->';

/** The key of one of the Wazuh rules of a detection, from 1; no rule has such a name. */
export function detectionKey(name: string, part: number): string {
  return `\0${part}\0${name}`;
}

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
  const entries = [...rules].sort(([, a], [, b]) => a - b).map(([name, id]) => `${id} ${ownerText(name)}`);
  return `${opening}${[`${base} base`, ...entries].join('\n')}\n${closing}`;
}

/** The name of the rule or detection that a key belongs to. */
export function nameOfKey(key: string): string {
  return /^\0\d+\0(.*)$/s.exec(key)?.[1] ?? key;
}

function ownerText(key: string): string {
  const [, part, name] = /^\0(\d+)\0(.*)$/s.exec(key) ?? [];
  return name === undefined ? quote(key) : `detection ${part} ${quote(name)}`;
}

function listIn(text: string): string {
  const start = text.indexOf(opening);
  const end = start < 0 ? -1 : text.indexOf(closing, start);
  return end < 0 ? '' : text.slice(start + opening.length, end);
}

function readLine(line: string): { readonly id: number; readonly name: string | undefined } | undefined {
  const [, id, part, owner] = /^(\d{1,6}) (?:detection (\d{1,3}) )?(base|".*")$/.exec(line) ?? [];
  if (owner === undefined) return undefined;
  if (owner === 'base') return part === undefined ? { id: Number(id), name: undefined } : undefined;
  try {
    const name = String(JSON.parse(owner));
    return { id: Number(id), name: part === undefined ? name : detectionKey(name, Number(part)) };
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
