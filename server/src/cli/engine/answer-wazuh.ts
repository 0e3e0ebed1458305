import { isJsonObject, type JsonObject } from '../../text/json.ts';
import {
  answerPatternRequest,
  answerWazuhRequest,
  type PatternResponse,
  type PortOptions,
  type WazuhResponse,
} from '../../wazuh/engine.ts';
import type { PatternType } from '../../wazuh/pattern/pattern.ts';
import { BadRequest, isText, textsOf } from './request.ts';

/** Runs lines of logs through Wazuh rules (request 3). @throws BadRequest */
export function answerWazuh(request: JsonObject): WazuhResponse {
  const { wazuh } = request;
  if (!isJsonObject(wazuh) || !isJsonObject(wazuh.rules) || !Object.values(wazuh.rules).every(isText)) {
    throw new BadRequest('"wazuh" must be an object with "rules": the texts of rules files by name');
  }
  const { rules, options = {} } = wazuh;
  if (!isJsonObject(options)) throw new BadRequest('"options" must be an object');
  return answerWazuhRequest({
    wazuh: { rules: rules as Record<string, string>, options: options as PortOptions },
    logs: textsOf(request, 'logs'),
  });
}

const patternTypes: readonly PatternType[] = ['osregex', 'osmatch', 'pcre2'];

/** Looks for one of Wazuh's patterns in a text (request 4). @throws BadRequest */
export function answerPattern({ pattern }: JsonObject): PatternResponse {
  const type = isJsonObject(pattern) ? patternTypes.find((each) => each === pattern.type) : undefined;
  if (!isJsonObject(pattern) || type === undefined || !isText(pattern.pattern) || !isText(pattern.str)) {
    const types = patternTypes.map((each) => `"${each}"`).join(', ');
    throw new BadRequest(
      `"pattern" must be an object with the texts "pattern" and "str" and a "type" of ${types}`,
    );
  }
  return answerPatternRequest({ pattern: { type, pattern: pattern.pattern, str: pattern.str } });
}
