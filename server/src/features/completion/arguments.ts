import { parseCondition } from '../../falco/condition/parse.ts';
import { eventTypesOf, mostEventCodes } from '../../falco/event-types/event-types.ts';
import { expandLists } from '../../falco/load/expand-lists.ts';
import { resolveMacros } from '../../falco/load/resolve-macros.ts';
import { argumentNames, argumentsOf, eventTypes } from '../../falco/tables/events.ts';
import type { FieldInfo } from '../../falco/tables/fields.ts';
import { conditionOf } from '../../workspace/locate.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ValueCursor } from '../cursor.ts';
import type { CompletionItem } from './item.ts';
import { usesWithField } from './uses.ts';

/**
 * What can follow the dot of `evt.arg.`, `evt.rawarg.`, `evt.type.is.` and `thread.cgroup.`; empty for other
 * words. Arguments of the events that the condition looks at come first.
 */
export function dottedArgumentItems(snapshot: Snapshot, cursor: ValueCursor, word: string): CompletionItem[] {
  const field = /^(evt\.(?:raw)?arg|evt\.type\.is|thread\.cgroup)\./.exec(word)?.[1];
  if (field === undefined) return [];
  const item = (name: string, rank: number, detail?: string): CompletionItem => ({
    label: `${field}.${name}`,
    kind: 'field',
    ...(detail === undefined ? {} : { detail }),
    topic: { kind: 'field', name: field, source: 'syscall' },
    rank,
  });
  if (field === 'evt.type.is') return [...eventTypes.keys()].map((name) => item(name, 2));
  if (field === 'thread.cgroup') return controlGroups.map((name) => item(name, 2));
  const byName = carriers(matchedEvents(snapshot, cursor));
  return argumentNames().map((name) => {
    const events = byName.get(name);
    return events === undefined ? item(name, 3) : item(name, 2, shortList(events));
  });
}

/** What can stand in the brackets after a field, `[` and quote not included. */
export function bracketItems(snapshot: Snapshot, cursor: ValueCursor, field: FieldInfo): CompletionItem[] {
  if (!field.argumentForms.includes('bracket')) return [];
  const used = [...usesWithField(snapshot, 'arguments', field.name)];
  const known = field.name === 'evt.arg' ? eventPositions(snapshot, cursor) : knownArguments(field);
  const others = used.filter(([label]) => !known.some((each) => each.label === label));
  return [
    ...others.map(([label, uses]): CompletionItem => ({ label, kind: 'value', uses, rank: 1 })),
    ...known,
  ];
}

const controlGroups = ['cpu', 'cpuacct', 'cpuset', 'io', 'memory', 'pids'];

/** How far up the ancestors of a process are offered. */
const generations = ['the process itself', 'its parent', 'its grandparent', 'its great-grandparent'];

const environment = ['HOME', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'PATH', 'SSH_CONNECTION', 'USER'];

function knownArguments({ name, index, key }: FieldInfo): CompletionItem[] {
  if (/^proc\.a(?:exe|exepath|name|cmdline|pid|args)$/.test(name)) {
    return [1, 2, 3, 4, 5, 6, 7, 0].map((generation, rank) =>
      position(generation, rank, generations[generation] ?? `ancestor ${generation}`),
    );
  }
  if (/^proc\.a?env$/.test(name)) {
    return environment.map((label) => ({ label, kind: 'value', detail: 'variable', rank: 2 }));
  }
  if (name === 'fd.types') {
    return ['standard input', 'standard output', 'standard error'].map((detail, i) => position(i, i, detail));
  }
  return index && !key ? [0, 1, 2].map((i) => position(i, i, `number ${i + 1}`)) : [];
}

/** `evt.arg[0]`: a position stands for another argument in every event. */
function eventPositions(snapshot: Snapshot, cursor: ValueCursor): CompletionItem[] {
  const events = matchedEvents(snapshot, cursor);
  const most = Math.max(0, ...events.map((each) => argumentsOf(each).length));
  return Array.from({ length: most }, (_, i) => {
    const names = [...new Set(events.flatMap((each) => argumentsOf(each)[i]?.name ?? []))];
    return position(i, i, shortList(names));
  });
}

function position(number: number, rank: number, detail: string): CompletionItem {
  return { label: String(number), kind: 'value', detail, rank: 2 + rank };
}

/** The event types that the condition of the cursor's item looks at; none where it does not narrow them down. */
function matchedEvents(snapshot: Snapshot, { placed }: ValueCursor): readonly string[] {
  const written = conditionOf(placed)?.decoded.text;
  if (written === undefined) return [];
  const { lists, macros } = snapshot.load.compiled;
  // Not the compiled condition: what is being written seldom compiles.
  const { tree } = parseCondition(expandLists(written, lists).text);
  const resolved = resolveMacros(tree, (name) => macros.get(name)?.resolved).tree;
  const result = eventTypesOf(resolved, snapshot.tables.asyncEvents);
  return result.ok && result.types.codes <= mostEventCodes ? result.types.names : [];
}

/** Each argument of some event types, with the types that carry it. */
function carriers(events: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const event of events) {
    for (const { name } of argumentsOf(event)) byName.set(name, [...(byName.get(name) ?? []), event]);
  }
  return byName;
}

function shortList(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', ');
}
