import type { Alert } from '../../replay/alert.ts';
import { falcoLine } from '../../replay/falco-line.ts';
import type { Answer } from '../../wazuh/evaluate/answer.ts';
import { createSession, type ExplainedAnswer, type Session } from '../../wazuh/evaluate/session.ts';
import { isGenerated } from '../../wazuh/generate/lock.ts';
import { helpFile, helpManager, type Manager } from '../../wazuh/help/manager.ts';
import { agentLine } from '../../wazuh/json/agent-line.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { generateWazuh, type WazuhRules, type WazuhTarget } from '../generate-wazuh.ts';
import { decodersOf } from '../wazuh/managers.ts';

/** The name under which the generated rules are loaded. */
export const generatedFile = 'falco_rules.xml';

/** What Wazuh makes of one alert. */
export interface WazuhResult {
  /** Null where no rule matches, and where the agent drops the line. */
  readonly answer: Answer | null;
  /** True where the agent does not send the line: it is too long, or holds a zero byte. */
  readonly isDropped: boolean;
}

/** Alerts through an agent and a manager of our own, with the rules generated for a project. */
export class WazuhStage {
  readonly generated: WazuhRules;
  readonly loaded: Pick<Manager, 'ruleset' | 'messages'>;
  private readonly session: Session;

  /**
   * Wazuh's own rules and lists that are not at hand are stood in for.
   * @param others rules files beside the generated one, by their names or addresses.
   * @param decoders names of decoders beside those of Wazuh; as `helpManager` takes them.
   */
  constructor(
    snapshot: Snapshot,
    target: WazuhTarget = {},
    others: Readonly<Record<string, string>> = {},
    decoders?: readonly string[],
  ) {
    this.generated = generateWazuh(snapshot, { neighbours: Object.values(others), ...target });
    const files = { ...others, [generatedFile]: this.generated.xml };
    const read = Object.entries(files).map(([name, text]) => helpFile(name, text));
    this.loaded = helpManager(read, decoders);
    this.session = createSession(this.loaded.ruleset);
  }

  /** What Wazuh makes of an alert that comes after those before: rules may count. */
  evaluate(alert: Alert): WazuhResult {
    const line = agentLine(falcoLine(alert));
    if (line === undefined) return { answer: null, isDropped: true };
    return { answer: this.session.evaluate(line, timeOf(alert)), isDropped: false };
  }

  /** The rules tried for an alert that comes alone; undefined where the agent does not send it. */
  explain(alert: Alert): ExplainedAnswer | undefined {
    const line = agentLine(falcoLine(alert));
    return line === undefined ? undefined : createSession(this.loaded.ruleset).explain(line, timeOf(alert));
  }
}

/**
 * The stage with all Wazuh rules of a workspace, by their addresses: the generated file is as it would be written
 * now, in the place of one that was generated before.
 */
export function workspaceWazuhStage(snapshot: Snapshot): WazuhStage {
  const rules = [...snapshot.wazuhFiles.values()].filter(({ holds }) => holds === 'rules');
  const earlier = rules.find(({ text }) => isGenerated(text));
  const others = rules.filter(({ text }) => !isGenerated(text)).map(({ uri, text }) => [uri, text] as const);
  const target = earlier === undefined ? {} : { previous: earlier.text };
  return new WazuhStage(snapshot, target, Object.fromEntries(others), decodersOf(snapshot.wazuhFiles));
}

function timeOf({ time }: Alert): number {
  const milliseconds = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : milliseconds;
}
