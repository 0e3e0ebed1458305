import { toBytes } from '../falco/evaluate/byte-string.ts';
import { type MitreTechnique, resolveMitre } from './evaluate/mitre.ts';
import { createSession } from './evaluate/session.ts';
import { logLine } from './load/message.ts';
import type { RulesetOptions } from './load/options.ts';
import { loadRuleset } from './load/ruleset.ts';
import { isInvalid } from './pattern/compiled-pattern.ts';
import { compilePattern, type PatternType } from './pattern/pattern.ts';

/** The manager on which the answers to compare with were recorded. */
const recordedHost = 'wz';

/** A request to the conformance port: rules files by name, and lines of logs. */
export interface WazuhRequest {
  readonly wazuh: { readonly rules: Readonly<Record<string, string>>; readonly options?: PortOptions };
  readonly logs: readonly string[];
}

/** Options of a request: those of the ruleset, the host's name and the clock. */
export interface PortOptions extends RulesetOptions {
  /** The manager's name, that of the recorded answers where it is absent. */
  readonly hostname?: string;
  readonly location?: string;
  /** Milliseconds since 1970 at which every log arrives (0). */
  readonly at?: number;
  /** Techniques that the manager's ATT&CK database knows, by id (none). */
  readonly mitre?: Readonly<Record<string, MitreTechnique>>;
}

/** What the port answers: a result for each log, null where no rule matched, and Wazuh's own messages. */
export interface WazuhResponse {
  readonly results: readonly (PortResult | null)[];
  readonly messages: readonly string[];
}

/** One result in the shape of the recorded answers. */
export interface PortResult {
  readonly id: string;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly alert: boolean;
}

/**
 * Answers as Wazuh's test interface: a ruleset with any error gives no results at all, and the messages are
 * its own words. Never throws for a well-formed request.
 */
export function answerWazuhRequest({ wazuh, logs }: WazuhRequest): WazuhResponse {
  const options = wazuh.options ?? {};
  const loaded = loadRuleset(wazuh.rules, options);
  const messages = loaded.messages.map(logLine).filter((line) => line !== undefined);
  if (!loaded.ruleset.usable) messages.push('ERROR: (7311): Failure to initializing session');
  if (!loaded.ruleset.usable || loaded.messages.some(({ level }) => level === 'error')) {
    return { results: logs.map(() => null), messages };
  }
  const session = createSession(loaded.ruleset, { hostname: recordedHost, ...options, like: 'logtest' });
  const database = new Map(Object.entries(options.mitre ?? {}));
  const results = logs.map((line) => {
    const answer = session.evaluate(line, options.at ?? 0);
    if (answer === null) return null;
    messages.push(...resolveMitre(answer.mitre, database).warnings.map((warning) => `WARNING: ${warning}`));
    const { id, level, description, groups, alert } = answer;
    return { id, level, description, groups, alert };
  });
  return { results, messages };
}

/** A request to the conformance port: one pattern and one text. */
export interface PatternRequest {
  readonly pattern: { readonly type: PatternType; readonly pattern: string; readonly str: string };
}

/** Whether the pattern compiles, and whether it is found; `match` is null where that cannot be told. */
export interface PatternResponse {
  readonly compile: boolean;
  readonly match: boolean | null;
  /** Why the pattern does not compile, or why it cannot be run here. */
  readonly reason?: string;
}

/** Answers for one pattern. Never throws for a well-formed request. */
export function answerPatternRequest({ pattern: { type, pattern, str } }: PatternRequest): PatternResponse {
  const compiled = compilePattern(type, toBytes(pattern));
  if (isInvalid(compiled)) return { compile: false, match: null, reason: compiled.reason };
  if (compiled.unsupported !== undefined) return { compile: true, match: null, reason: compiled.unsupported };
  return { compile: true, match: compiled.matches(toBytes(str)) };
}
