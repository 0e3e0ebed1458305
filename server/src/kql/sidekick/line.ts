import { writeJson } from '../../text/json.ts';
import type { FalcoAlert, Sender } from './alert.ts';

/** Syslog severity and CEF severity of each priority; the sender's facility is kern (0). */
const severities: Readonly<Record<string, readonly [syslog: number, cef: string]>> = {
  emergency: [0, '10'],
  alert: [1, '9'],
  critical: [2, '8'],
  error: [3, '7'],
  warning: [4, '6'],
  notice: [5, '4'],
  informational: [6, '3'],
  debug: [7, '0'],
};

/** What Falcosidekick writes for a priority it does not know, in its own spelling. */
const unknownSeverity = 'Uknown';

/** The CEF severity of a priority. Source: FALCOSIDEKICK.md, observed from Falcosidekick 2.34. */
export function cefSeverity(priority: string): string {
  return severities[priority.toLowerCase()]?.[1] ?? unknownSeverity;
}

/** The priority, in Falco's spelling, that CEF mode sends as this severity; undefined where there is none. */
export function priorityOfSeverity(severity: string): string | undefined {
  const name = Object.keys(severities).find((priority) => severities[priority]![1] === severity);
  return name === undefined ? undefined : name[0]!.toUpperCase() + name.slice(1);
}

/** The line that Falcosidekick sends in CEF mode. Nothing is escaped; a map's order is random there. */
export function cefLine(alert: FalcoAlert, sender: Sender): string {
  const header = [
    'CEF:0',
    'Falcosecurity',
    'Falco',
    '1.0',
    'Falco Event',
    alert.rule,
    cefSeverity(alert.priority),
  ];
  const cut = cutLongFields(alert);
  const pairs = [
    `uuid=${alert.uuid}`,
    `start=${alert.time}`,
    `msg=${alert.output}`,
    `source=${alert.source}`,
    ...(alert.hostname ? [`hostname=${alert.hostname}`] : []),
    `outputfields=${Object.entries(cut.output_fields)
      .map(([key, value]) => `${key}:${goText(value)}`)
      .join(' ')}`,
    ...(alert.tags?.length ? [`tags=${[...alert.tags].sort().join(',')}`] : []),
  ];
  return `${envelope(alert, sender)}${header.join('|')}|${pairs.join(' ')}`;
}

/** The line that Falcosidekick sends in JSON mode: one object that loses nothing. */
export function jsonLine(alert: FalcoAlert, sender: Sender): string {
  return `${envelope(alert, sender)}${alertJson(alert)}`;
}

/** The object of JSON mode. Go writes `<`, `>`, `&` and the two line separators as escapes. */
export function alertJson(alert: FalcoAlert): string {
  const { uuid, output, priority, rule, time, source, output_fields, tags, hostname } = alert;
  const object = { uuid, output, priority, rule, time, source, output_fields, tags, hostname };
  return writeJson(object).replace(/[<>&\u2028\u2029]/g, goEscape);
}

function goEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function envelope(alert: FalcoAlert, { host, pid, sent }: Sender): string {
  const [severity] = severities[alert.priority.toLowerCase()] ?? [0];
  return `<${severity}>${sent} ${host} Falco[${pid}]: `;
}

/** An alert of more than 4,096 bytes of JSON: its long field values are cut to 507 and `[...]`. */
function cutLongFields(alert: FalcoAlert): FalcoAlert {
  const json = alertJson(alert);
  if (json.length * 3 <= 4096 || utf8Length(json) <= 4096) return alert; // no UTF-16 unit takes more than 3 bytes
  const cut = (value: unknown) =>
    typeof value === 'string' && value.length > 512 ? `${value.slice(0, 507)}[...]` : value;
  const fields = Object.entries(alert.output_fields).map(([key, value]) => [key, cut(value)]);
  return { ...alert, output_fields: Object.fromEntries(fields) };
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** A value as Go prints it: `<nil>`, `[a b]`, `map[A:1]` with sorted keys. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([key, member]) => `${key}:${goText(member)}`).join(' ')}]`;
}
