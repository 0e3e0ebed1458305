import { answerKqlRequest, type QueryAnswer } from '../../kql/engine.ts';
import type { JsonObject, JsonValue } from '../../text/json.ts';

/**
 * Runs a KQL query over the rows that come with it (request 5).
 * @param now milliseconds since 1970: what `now()` gives where the request does not say.
 */
export function answerKql(
  { kql, tables, functions, now: asked }: JsonObject,
  now: number,
): Promise<QueryAnswer> {
  return answerKqlRequest({ kql, tables: withoutBigIntegers(tables), functions, now: asked }, now);
}

/** The KQL engine takes integers that a double cannot hold as their digits. */
function withoutBigIntegers(value: JsonValue | undefined): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(withoutBigIntegers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutBigIntegers(each)]));
}
