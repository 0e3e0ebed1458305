import { fieldClasses, knownField } from '../../falco/tables/fields.ts';
import type { JsonObject, JsonValue } from '../../text/json.ts';
import { priorityOfSeverity } from './line.ts';

/** Takes what got lost or is doubtful, as a sentence. */
type Note = (message: string) => void;

const header = 'CEF:0|Falcosecurity|Falco|';

/**
 * The alert in a line that Falcosidekick sent in CEF mode, with the keys of Falco's JSON; undefined for any
 * other line. All values are texts, since CEF has no types; nothing is escaped in it, so that a value can hold
 * what looks like another key (FALCOSIDEKICK.md, "CEF mode").
 */
export function alertOfCef(line: string, note: Note): JsonObject | undefined {
  const start = line.indexOf(header);
  if (start < 0) return undefined;
  const [, , name, severity, extension] = headerParts(line.slice(start + header.length));
  if (name === undefined || severity === undefined || extension === undefined) {
    note('The CEF line breaks off in its header; nothing of it was read.');
    return undefined;
  }
  const { message, output_fields, ...rest } = readExtension(extension, note);
  const priority = priorityOfText(message) ?? priorityOfSeverity(severity);
  return withoutAbsent({ rule: name, priority, ...rest, output: message, output_fields });
}

/** Version, event class, rule, severity and extension. The rule's name may hold `|`; the extension begins with `uuid=`. */
function headerParts(text: string): readonly (string | undefined)[] {
  const [version, eventClass] = text.split('|', 2);
  const rest = text.slice((version?.length ?? 0) + (eventClass?.length ?? 0) + 2);
  const [, name, severity, extension] =
    /^(.*?)\|(\d{1,2}|Uknown)\|(uuid=.*)$/s.exec(rest) ?? /^(.*?)\|([^|]*)\|(.*)$/s.exec(rest) ?? [];
  return [version, eventClass, name, severity, extension];
}

interface Extension {
  readonly uuid?: string;
  readonly time?: string;
  readonly source?: string;
  readonly hostname?: string;
  readonly tags?: readonly string[];
  readonly message?: string;
  readonly output_fields: JsonObject;
}

/** Falcosidekick writes the keys in one order: uuid, start, msg, source, hostname, outputfields, tags. */
function readExtension(extension: string, note: Note): Extension {
  const uuid = /^uuid=(\S*)/.exec(extension)?.[1];
  const time = /(?:^|\s)start=(\S*)/.exec(extension)?.[1];
  const tails = [...extension.matchAll(/ source=(\S+)(?: hostname=(\S*))? outputfields=/g)];
  const tail = tails[0];
  const from = extension.indexOf(' msg=');
  if (tail === undefined) {
    note('The CEF line breaks off before its fields.');
    const message = from < 0 ? undefined : extension.slice(from + 5);
    return withoutAbsent({ uuid, time, message, output_fields: {} });
  }
  if (tails.length > 1) note('A value of this CEF line holds what looks like other keys: it may be forged.');
  const { fields, tags } = splitTags(extension.slice(tail.index + tail[0].length));
  return withoutAbsent({
    uuid,
    time,
    source: tail[1],
    hostname: tail[2],
    tags,
    message: from < 0 ? undefined : extension.slice(from + 5, tail.index),
    output_fields: readFields(fields, ' '),
  });
}

/** Tags stand at the end, joined by commas; what looks like a field behind them shows that they are none. */
function splitTags(text: string): { fields: string; tags?: readonly string[] } {
  const at = text.lastIndexOf(' tags=');
  const tags = text.slice(at + 6);
  if (at < 0 || tags.includes(' ')) return { fields: text };
  return { fields: text.slice(0, at), tags: tags.split(',') };
}

/**
 * The fields in `name:value name:value`. What looks like a name may be part of a value: see `isName`.
 * @param blank what stands between two fields, and for each blank of a value.
 */
export function readFields(text: string, blank: ' ' | ';'): JsonObject {
  const fields: JsonObject = {};
  const add = (name: string, start: number, end: number) => {
    const value = text.slice(start, end);
    fields[name] = fieldValue(blank === ';' ? value.replace(/;$/, '').replaceAll(';', ' ') : value);
  };
  let open: { readonly name: string; readonly start: number } | undefined;
  for (const match of text.matchAll(/(?:^|[ ;])([a-z]\w*(?:\.\w+)*(?:\[[^\]\s;]*\])?):/g)) {
    const name = match[1]!;
    if (!isName(name, open?.name)) continue;
    if (open !== undefined) add(open.name, open.start, match.index);
    open = { name, start: match.index + match[0].length };
  }
  if (open !== undefined) add(open.name, open.start, text.length);
  return fields;
}

/**
 * A word before a colon is a name where Falco or a plugin has fields of its class (`proc.name`), where it is
 * in snake case as fields that users add are (`wazuh_integration`), and behind a value that holds no blanks.
 */
function isName(word: string, before: string | undefined): boolean {
  const dot = word.indexOf('.');
  if (dot > 0 ? fieldClasses().has(word.slice(0, dot)) : word.includes('_')) return true;
  return before === undefined || !holdsBlanks(before);
}

function holdsBlanks(name: string): boolean {
  const type = knownField(name.replace(/\[.*$/, ''))?.type;
  return type === undefined || ['CHARBUF', 'BYTEBUF', 'FSPATH', 'FSRELPATH', 'DYNAMIC'].includes(type);
}

function fieldValue(text: string): JsonValue {
  return text === '<nil>' ? null : text;
}

/** Falco begins an output with its time and priority. */
function priorityOfText(message: string | undefined): string | undefined {
  return /^\S+: (Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) /.exec(
    message ?? '',
  )?.[1];
}

/** An object without the members that are undefined. */
export function withoutAbsent<T extends object>(value: T): T & JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T & JsonObject;
}
