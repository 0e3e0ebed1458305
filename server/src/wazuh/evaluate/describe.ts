import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { StaticField, WazuhEvent } from './event.ts';

/** A description that reaches this many bytes is shown as it is written, without any value. */
const maxDescriptionBytes = 1024;

const statics: ReadonlySet<string> = new Set<StaticField>([
  'dstuser',
  'srcuser',
  'srcip',
  'dstip',
  'srcport',
  'dstport',
  'protocol',
  'action',
  'id',
  'url',
  'data',
  'status',
  'extra_data',
  'system_name',
]);

/**
 * A rule's description with every `$(name)` replaced; unknown names are empty, `$(` without `)` stays.
 * Source: SEMANTICS.md "Description".
 */
export function describe(template: ByteString, event: WazuhEvent): ByteString {
  const written = template.slice(0, maxDescriptionBytes);
  let result = '';
  let position = 0;
  for (;;) {
    const open = written.indexOf('$(', position);
    const close = open < 0 ? -1 : written.indexOf(')', open + 2);
    if (close < 0) break;
    result += written.slice(position, open);
    if (result.length >= maxDescriptionBytes) return template;
    result += valueNamed(written.slice(open + 2, close), event);
    if (result.length >= maxDescriptionBytes) return template;
    position = close + 1;
  }
  result += written.slice(position);
  return result.length >= maxDescriptionBytes ? template : result;
}

function valueNamed(name: ByteString, event: WazuhEvent): ByteString {
  if (statics.has(name)) return event.statics[name as StaticField] ?? '';
  if (name === 'program_name') return event.programName ?? '';
  if (name === 'hostname') return event.hostname;
  return event.fieldValues.get(lowerAscii(name)) ?? '';
}
