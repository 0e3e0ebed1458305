import { namesSince, releases, type SinceKind, sinceOf } from '../falco/tables/since.ts';

/** An engine version that rules can be checked for. */
export interface EngineVersionInfo {
  readonly engine: string;
  /** The Falco releases with it, the oldest first. */
  readonly falco: readonly string[];
  /** Day of the first of them, `YYYY-MM-DD`. */
  readonly date: string;
  /** What it brings and takes away, in a line; empty where rules see no difference. */
  readonly changes: string;
}

/** The engines of Falco's releases, the newest first, each with what changes for rules. */
export function engineVersions(): EngineVersionInfo[] {
  const engines = [...new Set(releases.map(({ engine }) => engine))];
  return engines
    .map((engine): EngineVersionInfo => {
      const ofEngine = releases.filter((each) => each.engine === engine);
      return {
        engine,
        falco: ofEngine.map(({ falco }) => falco),
        date: ofEngine[0]?.date ?? '',
        changes: changesOf(engine),
      };
    })
    .reverse();
}

/** What is counted, and what is named one by one because there are few of it. */
const kinds: readonly { readonly kind: SinceKind; readonly noun: string; readonly named: boolean }[] = [
  { kind: 'operator', noun: 'operator', named: true },
  { kind: 'transformer', noun: 'transformer', named: true },
  { kind: 'rule-key', noun: 'key', named: true },
  { kind: 'field', noun: 'field', named: false },
  { kind: 'event', noun: 'event type', named: false },
];

function changesOf(engine: string): string {
  const parts = kinds.flatMap(({ kind, noun, named }) => {
    const added = namesSince(kind).filter((name) => {
      const since = sinceOf(kind, name);
      return since?.engine === engine && !since.orEarlier;
    });
    const removed = namesSince(kind).filter((name) => sinceOf(kind, name)?.removedEngine === engine);
    return [
      ...(added.length > 0 ? [listed('new', added, noun, named)] : []),
      ...(removed.length > 0 ? [listed('removed', removed, noun, named)] : []),
    ];
  });
  return parts.join(' · ');
}

/** `new operators glob, iglob`, or `12 new fields`. */
function listed(what: string, names: readonly string[], noun: string, named: boolean): string {
  const plural = names.length === 1 ? noun : `${noun}s`;
  const shown = names.map((name) => name.replace(/^rule\.(?:override\.)?/, '')).join(', ');
  return named && names.length <= 4 ? `${what} ${plural} ${shown}` : `${names.length} ${what} ${plural}`;
}
