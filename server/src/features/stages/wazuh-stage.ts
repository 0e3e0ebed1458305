import type { Alert } from '../../replay/alert.ts';
import type { Answer } from '../../wazuh/evaluate/answer.ts';
import { createSession, type ExplainedAnswer, type Session } from '../../wazuh/evaluate/session.ts';
import { agentLine } from '../../wazuh/json/agent-line.ts';
import { type LoadedRuleset, loadRuleset } from '../../wazuh/load/ruleset.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { generateWazuh, type WazuhRules, type WazuhTarget } from '../generate-wazuh.ts';
import { falcoLine } from './sent-alert.ts';

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
  readonly loaded: LoadedRuleset;
  private readonly session: Session;

  /** @param others rules files beside the generated one, by their names. */
  constructor(snapshot: Snapshot, target: WazuhTarget = {}, others: Readonly<Record<string, string>> = {}) {
    this.generated = generateWazuh(snapshot, { neighbours: Object.values(others), ...target });
    this.loaded = loadRuleset({ ...others, [generatedFile]: this.generated.xml });
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

function timeOf({ time }: Alert): number {
  const milliseconds = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : milliseconds;
}
