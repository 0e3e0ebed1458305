import type { EventValue } from '../../falco/evaluate/event.ts';

/** Values of an event as far as they are chosen. */
export type Chosen = Readonly<Record<string, EventValue>>;

/** Values that a field usually has, the most usual first, given what is chosen already. */
type Usual = (chosen: Chosen) => readonly EventValue[];

/**
 * Usual values of a field, the most usual first: those that fit what is chosen already (a command line that
 * begins with the program's name), then others, so that there is a choice where rules exclude some.
 * @param name as written in conditions, such as `proc.aname[2]`
 * @param type the engine's type of the field
 */
export function usualValues(name: string, type: string, chosen: Chosen): readonly EventValue[] {
  const plain = name.replace(/\[.*$/, '');
  const related = relatedValues[plain]?.(chosen) ?? [];
  const own = ownValues[name] ?? ownValues[plain] ?? [];
  return [...new Set([...related, ...own, ...valuesOfType(type)])].filter((value) => value !== undefined);
}

/** What follows from other fields. */
const relatedValues: Readonly<Record<string, Usual>> = {
  'proc.exe': ({ 'proc.name': name }) => (isText(name) ? [name] : []),
  'proc.exepath': ({ 'proc.name': name }) => (isText(name) ? [`/usr/bin/${name}`] : []),
  'proc.cmdline': ({ 'proc.name': name, 'proc.args': args }) => {
    const command = isText(name) ? name : 'cat';
    return isText(args) ? [`${command} ${args}`] : [command, `${command} -q`];
  },
  'proc.args': ({ 'proc.cmdline': line }) =>
    isText(line) && line.includes(' ') ? [afterFirst(line, ' ')] : [],
  'proc.pexe': ({ 'proc.pname': name }) => (isText(name) ? [name] : []),
  'proc.pexepath': ({ 'proc.pname': name }) => (isText(name) ? [`/usr/bin/${name}`] : []),
  'proc.pcmdline': ({ 'proc.pname': name }) => (isText(name) ? [name] : []),
  'proc.aname': ({ 'proc.pname': name }) => (isText(name) ? [name] : []),
  'fd.directory': ({ 'fd.name': path }) => (isPath(path) ? [folderOf(path)] : []),
  'fd.filename': ({ 'fd.name': path }) => (isPath(path) ? [fileOf(path)] : []),
  'fd.nameraw': ({ 'fd.name': path }) => (isPath(path) ? [path] : []),
  'fd.name': ({
    'fd.directory': folder,
    'fd.filename': file,
    'fd.nameraw': raw,
    'evt.arg.name': argument,
  }) => [
    ...(isText(folder) ? [`${folder.replace(/\/$/, '')}/${isText(file) ? file : 'data'}`] : []),
    ...(isText(file) && !isText(folder) ? [`/srv/${file}`] : []),
    ...(isPath(raw) ? [raw] : []),
    ...(isPath(argument) ? [argument] : []),
  ],
  'evt.arg.name': ({ 'fd.name': path }) => (isPath(path) ? [path] : []),
  'fs.path.name': ({ 'fd.name': path, 'evt.arg.path': argument }) => [argument, path].filter(isPath),
  'user.uid': ({ 'user.name': user }) => (user === 'root' ? [0] : isText(user) ? [1000] : []),
  'user.name': ({ 'user.uid': id }) => (id === 0 ? ['root'] : []),
};

/** Values by field, invented, of a shop's web server. */
const ownValues: Readonly<Record<string, readonly EventValue[]>> = {
  'evt.type': ['execve', 'openat', 'connect', 'open', 'sendto'],
  'evt.dir': ['<', '>'],
  'evt.res': ['SUCCESS', 'EPERM'],
  'evt.rawres': [0, 3, -1],
  'evt.arg.flags': ['O_RDONLY', 'EXE_WRITABLE'],
  'evt.arg.uid': [0, 1000],
  'evt.num': [731],
  'evt.hostname': ['node-1'],
  'proc.name': ['cat', 'python3', 'worker', 'curl', 'runner'],
  'proc.pname': ['sh', 'node', 'supervisor', 'python3'],
  'proc.aname': ['sh', 'supervisor', 'node'],
  'proc.cwd': ['/srv/app/', '/'],
  'proc.pid': [4711],
  'proc.ppid': [4700],
  'proc.vpid': [17, 1],
  'proc.pvpid': [1],
  'proc.tty': [34816, 0],
  'proc.sname': ['sh'],
  'proc.sid': [4690],
  'fd.num': [4],
  'fd.type': ['file', 'ipv4', 'directory', 'unix'],
  'fd.typechar': ['f', '4'],
  'fd.name': ['/srv/app/data', '/var/lib/app/state', '/opt/app/config'],
  'fd.l4proto': ['tcp', 'udp'],
  'fd.sip': ['203.0.113.20', '10.1.2.3', '192.0.2.7'],
  'fd.cip': ['10.1.2.30', '198.51.100.9'],
  'fd.rip': ['203.0.113.20'],
  'fd.lip': ['10.1.2.30'],
  'fd.ip': ['203.0.113.20', '10.1.2.3'],
  'fd.sport': [443, 8080, 4444],
  'fd.cport': [51234],
  'fd.rport': [443],
  'fd.lport': [51234],
  'fd.port': [443, 51234],
  'proc.duration': [60_000_000_000, 1_000_000],
  'thread.cap_permitted': ['CAP_NET_BIND_SERVICE', 'CAP_SYS_ADMIN'],
  'thread.cap_effective': ['CAP_NET_BIND_SERVICE', 'CAP_SYS_ADMIN'],
  'user.name': ['root', 'app', 'www-data'],
  'user.uid': [0, 1000, 33],
  'user.loginname': ['<NA>', 'app'],
  'user.loginuid': [-1, 1000],
  'group.name': ['app'],
  'container.id': ['5f3c09a1be77', 'host'],
  'container.name': ['shop-web', 'toolbox'],
  'container.image.repository': ['registry.example.com/shop/web', 'registry.example.com/tools/box'],
  'container.image.tag': ['2.8.1'],
  'container.image': ['registry.example.com/shop/web:2.8.1'],
  'container.type': ['containerd'],
  'container.privileged': [false, true],
  'k8s.ns.name': ['shop', 'platform'],
  'k8s.pod.name': ['shop-web-6c8f7d9b5d-x2m4k'],
};

/** Enough of a choice for what is excluded to leave something. */
function valuesOfType(type: string): readonly EventValue[] {
  switch (type) {
    case 'BOOL':
      return [true, false];
    case 'IPADDR':
    case 'IPV4ADDR':
      return ['203.0.113.20', '10.1.2.3'];
    case 'IPNET':
      return ['203.0.113.20'];
    case 'CHARBUF':
    case 'FSPATH':
    case 'FSRELPATH':
    case 'BYTEBUF':
      return ['sample', 'other', '/srv/app/sample'];
    default:
      return [1, 0, 1000, -1];
  }
}

function isText(value: EventValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function isPath(value: EventValue | undefined): value is string {
  return isText(value) && value.startsWith('/');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function afterFirst(text: string, mark: string): string {
  return text.slice(text.indexOf(mark) + 1);
}
