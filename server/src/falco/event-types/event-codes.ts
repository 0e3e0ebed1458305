import { events, eventsNamed, eventTypes } from '../tables/events.ts';

/** Numbers of entries of the engine's event table. */
export type EventCodes = ReadonlySet<number>;

/** Names of system calls, as the engine's drivers know them. */
export type Syscalls = ReadonlySet<string>;

/** The two entries, entering and leaving, that stand for every system call without an entry of its own. */
const genericCodes: EventCodes = new Set([0, 1]);

/** The name of the entry for events that plugins send into the stream. */
export const asyncName = 'asyncevent';

/** System calls behind events whose name is not, or not alone, that of the system call (libscap's table). */
const syscallsByEvent: ReadonlyMap<string, readonly string[]> = new Map([
  ['fcntl', ['fcntl', 'fcntl64']],
  ['getegid', ['getegid', 'getegid32']],
  ['geteuid', ['geteuid', 'geteuid32']],
  ['getgid', ['getgid', 'getgid32']],
  ['getresgid', ['getresgid', 'getresgid32']],
  ['getresuid', ['getresuid', 'getresuid32']],
  ['getrlimit', ['getrlimit', 'ugetrlimit']],
  ['getuid', ['getuid', 'getuid32']],
  ['llseek', ['_llseek']],
  ['page_fault', ['page_fault_user', 'page_fault_kernel']],
  ['pread', ['pread64']],
  ['prlimit', ['prlimit64']],
  ['procexit', ['sched_process_exit']],
  ['pwrite', ['pwrite64']],
  ['sendfile', ['sendfile', 'sendfile64']],
  ['setgid', ['setgid', 'setgid32']],
  ['setresgid', ['setresgid', 'setresgid32']],
  ['setresuid', ['setresuid', 'setresuid32']],
  ['setuid', ['setuid', 'setuid32']],
  ['signaldeliver', ['signal_deliver']],
  ['switch', ['sched_switch']],
]);

/** Entries named `accept` that stand for `accept4`. */
const accept4Codes: EventCodes = new Set([56, 57, 248, 249]);

/** Every entry of the event table. */
export const allEventCodes: EventCodes = new Set(events.map((event) => event.id));

/** Every system call and tracepoint that drivers know. */
export const allSyscalls: Syscalls = new Set([...eventTypes.keys()].filter(isSyscall));

const syscallsByCode: ReadonlyMap<number, readonly string[]> = mapSyscalls();

/**
 * The entries for names of event types. Names that only a system call has stand for the two generic entries,
 * as do `unknown` and an empty name; those of plugins' own events for the entry of such events.
 * @param asyncEvents names of events that loaded plugins send.
 */
export function codesOfNames(names: readonly string[], asyncEvents: readonly string[]): EventCodes {
  const codes = new Set<number>();
  for (const name of names) {
    const named = eventsNamed(name).filter((event) => !genericCodes.has(event.id));
    for (const event of named) codes.add(event.id);
    if (asyncEvents.includes(name)) for (const event of eventsNamed(asyncName)) codes.add(event.id);
    else if (named.length === 0 && (allSyscalls.has(name) || name === 'unknown' || name === '')) {
      for (const code of genericCodes) codes.add(code);
    }
  }
  return codes;
}

/** The system calls for names of event types: those behind the entries, or the one of that name itself. */
export function syscallsOfNames(names: readonly string[], asyncEvents: readonly string[]): Syscalls {
  const syscalls = new Set<string>();
  const codes = codesOfNames(names, asyncEvents);
  for (const code of codes) {
    if (!genericCodes.has(code)) for (const syscall of syscallsByCode.get(code) ?? []) syscalls.add(syscall);
  }
  for (const name of names) {
    if (genericSyscalls().includes(name)) syscalls.add(name);
  }
  return syscalls;
}

/** The names of entries; the generic ones stand for every system call that has no other. Sorted. */
export function namesOfCodes(codes: EventCodes): string[] {
  const names = new Set<string>();
  for (const { id, name } of events) {
    if (!codes.has(id)) continue;
    if (!genericCodes.has(id)) names.add(name);
    else for (const syscall of genericSyscalls()) names.add(syscall);
  }
  return [...names].sort();
}

/** The names of system calls as event types: those of the entries that they lead to, or else their own. */
export function namesOfSyscalls(syscalls: Syscalls): string[] {
  const names = new Set<string>();
  const covered = new Set<string>();
  for (const { id, name } of events) {
    const behind = genericCodes.has(id) ? [] : (syscallsByCode.get(id) ?? []);
    if (!behind.some((syscall) => syscalls.has(syscall))) continue;
    names.add(name);
    for (const syscall of behind) covered.add(syscall);
  }
  for (const syscall of syscalls) if (!covered.has(syscall)) names.add(syscall);
  return [...names].sort();
}

/** True for the entries that stand for every system call without an entry of its own. */
export function isGenericCode(code: number): boolean {
  return genericCodes.has(code);
}

/** System calls that have only the generic entries. */
function genericSyscalls(): readonly string[] {
  return syscallsByCode.get(0) ?? [];
}

function isSyscall(name: string): boolean {
  const behind = syscallsByEvent.get(name);
  return eventTypes.get(name) === 'syscall' && name !== 'syscall' && (behind?.includes(name) ?? true);
}

function mapSyscalls(): Map<number, readonly string[]> {
  const byCode = new Map<number, readonly string[]>();
  for (const { id, name } of events) {
    if (genericCodes.has(id)) continue;
    const own = allSyscalls.has(name) ? [name] : [];
    byCode.set(id, accept4Codes.has(id) ? ['accept4'] : (syscallsByEvent.get(name) ?? own));
  }
  const specific = new Set([...byCode.values()].flat());
  const generic = [...allSyscalls].filter((syscall) => !specific.has(syscall));
  for (const code of genericCodes) byCode.set(code, generic);
  return byCode;
}
