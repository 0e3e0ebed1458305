import { toBytes, toText } from '../../falco/evaluate/byte-string.ts';
import { addField } from './add-field.ts';
import { parseJson } from './parse.ts';
import { printJson } from './print.ts';
import { isObject, type JsonObject } from './value.ts';

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
  const value = readLine(line);
  if (typeof value === 'string') return undefined;
  const labelled = labels.reduce(
    (object, label) => addField(object, toBytes(label.key), toBytes(label.value)),
    value,
  );
  return toText(printJson(labelled, false));
}

/** Why an agent drops a line, as the end of a sentence; undefined for one that it sends. */
export function agentRefusal(line: string): string | undefined {
  const value = readLine(line);
  return typeof value === 'string' ? value : undefined;
}

/** The object of a line, or why the agent takes none. */
function readLine(line: string): JsonObject | string {
  const bytes = toBytes(line);
  if (bytes.length > maxLineBytes) {
    return `it has ${bytes.length} bytes, of which an agent takes ${maxLineBytes} at most`;
  }
  if (bytes.includes('\0')) return 'it holds a zero byte';
  const value = parseJson(bytes)?.value;
  if (value !== undefined && isObject(value)) return value;
  const half = halfCharacter.exec(line)?.[0];
  return half === undefined
    ? 'it is no JSON object that Wazuh can read'
    : `Wazuh reads no JSON with ${half}, half a character, as bytes that are no text are written`;
}

/** An escaped surrogate without the other half that makes a character of it. */
const halfCharacter =
  /\\u(?:d[89ab][\da-f]{2}(?!\\ud[c-f][\da-f]{2})|d[c-f][\da-f]{2}(?<!\\ud[89ab][\da-f]{2}\\u.{4}))/i;
