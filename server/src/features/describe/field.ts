import { describeField } from '../../falco/tables/field-descriptions.ts';
import type { FieldInfo, FieldType } from '../../falco/tables/fields.ts';
import { type Since, sinceOf } from '../../falco/tables/since.ts';

/** What a field is: type, form, description, since when, plugin. Markdown. */
export function describeFieldInfo(field: FieldInfo): string {
  const since = sinceOf('field', field.name);
  const notes = [
    field.plugin === undefined ? [] : [`Plugin \`${field.plugin}\`.`],
    since === undefined ? [] : [sinceText(since)],
    field.filterOnly ? ['For conditions only.'] : [],
    field.printOnly ? ['For outputs only.'] : [],
  ].flat();
  return [
    `**${field.name}**${argumentForm(field)} — ${typeName(field)}`,
    describeField(field.name),
    field.deprecated ? deprecation(since) : '',
    notes.join(' '),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The type of a field in plain words: `text`, `list of numbers`. */
export function typeName({ type, list }: Pick<FieldInfo, 'type' | 'list'>): string {
  const [one, many] = typeNames[type] ?? [type.toLowerCase(), `${type.toLowerCase()} values`];
  return list ? `list of ${many}` : one;
}

/** Since when something is there, as a sentence. */
export function sinceText({ falco, engine, orEarlier, removed }: Since): string {
  const start = orEarlier ? `Falco ${falco} or earlier` : `Falco ${falco} (engine ${engine})`;
  return `Since ${start}${removed === undefined ? '' : `, removed in Falco ${removed}`}.`;
}

function deprecation(since: Since | undefined): string {
  const instead = since?.instead === undefined ? '' : ` Use \`${since.instead}\` instead.`;
  return `Deprecated.${instead}`;
}

function argumentForm({ argument, argumentForms, key, index }: FieldInfo): string {
  if (argument === 'none') return '';
  const inner = key ? 'name' : index ? 'number' : 'argument';
  const form = argumentForms[0] === 'dot' ? `.${inner}` : `[${inner}]`;
  return argument === 'required' ? `\`${form}\`` : ` (\`${form}\` may follow)`;
}

const text = ['text', 'texts'] as const;
const number = ['number', 'numbers'] as const;
const flags = ['flags', 'flags'] as const;
const address = ['IP address', 'IP addresses'] as const;

const typeNames: Readonly<Partial<Record<FieldType, readonly [one: string, many: string]>>> = {
  CHARBUF: text,
  FSPATH: ['path', 'paths'],
  FSRELPATH: ['path', 'paths'],
  BYTEBUF: ['bytes', 'byte strings'],
  BOOL: ['true or false', 'truth values'],
  DOUBLE: number,
  INT8: number,
  INT16: number,
  INT32: number,
  INT64: number,
  UINT8: number,
  UINT16: number,
  UINT32: number,
  UINT64: number,
  PORT: ['port number', 'port numbers'],
  IPADDR: address,
  IPV4ADDR: address,
  IPNET: ['IP network', 'IP networks'],
  RELTIME: ['time span in nanoseconds', 'time spans'],
  ABSTIME: ['moment', 'moments'],
  DYNAMIC: ['type of the argument', 'values'],
  PID: number,
  FD: number,
  ERRNO: ['error number', 'error numbers'],
  MODE: ['file mode', 'file modes'],
  FLAGS8: flags,
  FLAGS16: flags,
  FLAGS32: flags,
  ENUMFLAGS8: flags,
  ENUMFLAGS16: flags,
  ENUMFLAGS32: flags,
};
