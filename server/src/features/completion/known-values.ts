import { eventTypes } from '../../falco/tables/events.ts';
import type { FieldInfo, FieldTables } from '../../falco/tables/fields.ts';
import type { CompletionItem } from './item.ts';

const fileTypes = [
  'file',
  'directory',
  'ipv4',
  'ipv6',
  'unix',
  'pipe',
  'event',
  'signalfd',
  'eventpoll',
  'inotify',
  'timerfd',
  'netlink',
];

/** Fields whose values are one of a few words. */
const words: Readonly<Record<string, readonly string[]>> = {
  'fd.type': fileTypes,
  'fd.types': fileTypes,
  'proc.stdin.type': fileTypes,
  'proc.stdout.type': fileTypes,
  'proc.stderr.type': fileTypes,
  'fd.l4proto': ['tcp', 'udp', 'icmp', 'raw'],
  'fd.typechar': ['f', 'd', '4', '6', 'u', 'p', 'e', 's', 'l', 'i', 't', 'n'],
  'fd.sockfamily': ['ip', 'unix'],
  'evt.dir': ['<', '>'],
  'evt.io_dir': ['read', 'write'],
  'evt.res': ['SUCCESS', 'EACCES', 'EPERM', 'ENOENT', 'EEXIST', 'ECONNREFUSED', 'EINPROGRESS', 'ETIMEDOUT'],
  'evt.category': [
    'file',
    'net',
    'process',
    'memory',
    'user',
    'signal',
    'system',
    'time',
    'sleep',
    'wait',
    'other',
  ],
  'container.id': ['host'],
  'container.type': ['docker', 'podman', 'containerd', 'cri-o', 'cri', 'lxc', 'host'],
  'ka.verb': ['create', 'get', 'list', 'watch', 'update', 'patch', 'delete', 'deletecollection'],
  'ka.stage': ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'],
  'ka.auth.decision': ['allow', 'forbid'],
};

/** The values that a field is known to have; empty where anything can be a value. */
export function knownValues(field: FieldInfo, tables: FieldTables): CompletionItem[] {
  if (field.name === 'evt.type' || field.name === 'syscall.type') return eventTypeItems(tables.asyncEvents);
  if (field.name === 'evt.source') return valueItems(tables.sources);
  const values = field.type === 'BOOL' ? ['true', 'false'] : (words[field.name] ?? []);
  return valueItems(values);
}

function valueItems(values: readonly string[]): CompletionItem[] {
  return values.map((label) => ({ label, kind: 'value', rank: 1 }));
}

function eventTypeItems(asyncEvents: readonly string[]): CompletionItem[] {
  return [...eventTypes.keys(), ...asyncEvents].map((name) => ({
    label: name,
    kind: 'value',
    detail: eventTypes.get(name) ?? 'plugin',
    topic: { kind: 'event-type', name },
    rank: 1,
  }));
}
