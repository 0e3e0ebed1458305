/**
 * Wazuh's rule engine: rules files in, answers about events out. Everything that other rooms use.
 */
export type { Answer } from './evaluate/answer.ts';
export { type AlertMitre, type MitreDatabase, type MitreTechnique, resolveMitre } from './evaluate/mitre.ts';
export {
  createSession,
  type ExplainedAnswer,
  type Session,
  type SessionOptions,
} from './evaluate/session.ts';
export type { FailedCondition, Trace, TraceStep } from './evaluate/trace.ts';
export { type AgentLabel, agentLine } from './json/agent-line.ts';
export { type LoadMessage, logLine } from './load/message.ts';
export type { RulesetOptions } from './load/options.ts';
export type { MitreReference, Rule, RuleNode, RuleSlot } from './load/rule.ts';
export { type LoadedRuleset, loadRuleset, type Ruleset } from './load/ruleset.ts';
export {
  answerPatternRequest,
  answerWazuhRequest,
  type PatternRequest,
  type PatternResponse,
  type PortOptions,
  type PortResult,
  type WazuhRequest,
  type WazuhResponse,
} from './port.ts';
