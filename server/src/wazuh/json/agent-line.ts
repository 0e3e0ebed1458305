import { toBytes, toText } from '../../falco/evaluate/byte-string.ts';
import { addField } from './add-field.ts';
import { parseJson } from './parse.ts';
import { printJson } from './print.ts';
import { isObject } from './value.ts';

/** The longest line that an agent reads whole, in bytes: its buffer less the header of a message. */
const maxLineBytes = 65_279;

/** A label that the agent's configuration adds to every event of a file. */
export interface AgentLabel {
  readonly key: string;
  readonly value: string;
}

/**
 * What a Wazuh agent sends for one line of a file with `log_format` json: the object printed anew, with the
 * labels added; undefined for a line that it drops, because it is no JSON object, holds a zero byte or is too
 * long. Source: SEMANTICS.md "JSON decoder" (agent).
 */
export function agentLine(line: string, labels: readonly AgentLabel[] = []): string | undefined {
  const bytes = toBytes(line);
  if (bytes.length > maxLineBytes || bytes.includes('\0')) return undefined;
  const value = parseJson(bytes)?.value;
  if (value === undefined || !isObject(value)) return undefined;
  const labelled = labels.reduce(
    (object, label) => addField(object, toBytes(label.key), toBytes(label.value)),
    value,
  );
  return toText(printJson(labelled, false));
}
