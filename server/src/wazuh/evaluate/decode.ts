import { type ByteString, lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import { flatten } from '../json/flatten.ts';
import { parseJson } from '../json/parse.ts';
import type { WazuhEvent } from './event.ts';
import { predecode } from './predecode.ts';

/** Where an event comes from; all parts have a default. */
export interface EventSource {
  /** The file or module, `(agent) 10.0.0.5->/var/log/falco.json` for an agent's. */
  readonly location?: string;
  /** Name of the agent, or of the manager for its own events. */
  readonly hostname?: string;
  readonly agentId?: string;
}

const managerAgent = '000';

/**
 * Decodes one line as a Wazuh manager with its own decoders does, as far as JSON goes: the decoders `json`
 * and `json-msgraph`. Any other line comes out undecoded; a line that starts like JSON and is none has the
 * decoder `json` and no fields. Source: SEMANTICS.md "JSON decoder".
 */
export function decode(
  line: string,
  seconds: number,
  maxFields: number,
  source: EventSource = {},
): WazuhEvent {
  const fullLog = toBytes(line);
  const { log, hostname, programName } = predecode(fullLog);
  const decoder = programName === undefined ? decoderOf(log) : undefined;
  const value = decoder === undefined ? undefined : parseJson(log)?.value;
  const { statics, fields, fieldValues } = flatten(value, {
    maxFields,
    dropNulls: decoder === 'json-msgraph',
  });
  return {
    fullLog,
    log,
    location: toBytes(source.location ?? 'stdin'),
    hostname: hostname ?? toBytes(source.hostname ?? 'manager'),
    programName,
    agentId: source.agentId ?? managerAgent,
    decoder,
    statics,
    fields,
    fieldValues,
    seconds,
  };
}

function decoderOf(log: ByteString): string | undefined {
  if (lowerAscii(log).includes('"integration":"ms-graph"')) return 'json-msgraph';
  return /^\{ *"/.test(log) ? 'json' : undefined;
}
