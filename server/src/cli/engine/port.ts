import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../text/json.ts';
import { EngineCache } from './engine-cache.ts';
import { BadRequest } from './request.ts';

type Answerer = (request: JsonObject) => object | Promise<object>;

/** The conformance port: answers one request after the other, each kind by code that is loaded when needed. */
export class Port {
  private readonly clock: () => number;
  private readonly cache = new EngineCache();

  /** What a request is recognised by, and what answers it. */
  private readonly answerers: Readonly<Record<string, () => Promise<Answerer>>> = {
    rules: async () => {
      const { answerRules } = await import('./answer-rules.ts');
      return (request) => answerRules(request, this.cache);
    },
    condition: async () => {
      const { answerCondition } = await import('./answer-condition.ts');
      return (request) => answerCondition(request, this.cache);
    },
    wazuh: async () => (await import('./answer-wazuh.ts')).answerWazuh,
    pattern: async () => (await import('./answer-wazuh.ts')).answerPattern,
    kql: async () => {
      const { answerKql } = await import('./answer-kql.ts');
      return (request) => answerKql(request, this.clock());
    },
  };

  /** @param clock milliseconds since 1970, for queries that ask what time it is. */
  constructor(clock: () => number = Date.now) {
    this.clock = clock;
  }

  /** Answers one line; what is no request, and what fails, gives `{"ok": false, "error": …}`. Never throws. */
  async answer(line: string): Promise<object> {
    try {
      const request = parseRequest(line);
      const answerer = await this.answererFor(request);
      return await answerer(request);
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  }

  private answererFor(request: JsonObject): Promise<Answerer> {
    const key = Object.keys(this.answerers).find((each) => Object.hasOwn(request, each));
    if (key !== undefined) return this.answerers[key]!();
    const keys = Object.keys(this.answerers).map((each) => `"${each}"`);
    throw new BadRequest(`A request has one of the keys ${keys.join(', ')}`);
  }
}

/** @throws BadRequest */
function parseRequest(line: string): JsonObject {
  const request = parseLine(line);
  if (isJsonObject(request)) return request;
  throw new BadRequest('A request is a JSON object');
}

function parseLine(line: string): JsonValue {
  try {
    return parseJson(line);
  } catch (error) {
    throw new BadRequest(`This is not JSON: ${(error as Error).message}`);
  }
}
