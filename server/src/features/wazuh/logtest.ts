import { createSession } from '../../wazuh/engine.ts';
import { helpFile, helpManager } from '../../wazuh/help/manager.ts';
import { agentRefusal } from '../../wazuh/json/agent-line.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { sampleAlertLines } from '../sample-alerts.ts';
import { workspaceRules } from './workspace-rules.ts';

/** What a manager, or we, make of an event; null where no rule matches. */
export type LogtestAnswer = {
  readonly id: string;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly alert: boolean;
} | null;

/** An event with our answer. */
export interface TestedEvent {
  /** The rule of Falco that the alert names, or the beginning of a line that names none. */
  readonly name: string;
  readonly line: string;
  readonly here: LogtestAnswer;
  /** Why an agent would not send the line, as the end of a sentence. */
  readonly refusal?: string;
}

/** A manager takes some hundred requests a minute. */
export const mostTestedEvents = 200;

/**
 * Runs alerts through the Wazuh rules of a workspace, generated ones and others, as a manager's test
 * interface does. Wazuh's own rules are not among them: they match nothing here.
 * @param text JSON lines; without it a sample alert of each rule
 * @param nanoseconds the time of sample alerts, since 1970
 */
export function testEvents(
  snapshot: Snapshot,
  text: string | undefined,
  nanoseconds: bigint,
): { readonly events: readonly TestedEvent[]; readonly leftOut: number } {
  const all = text === undefined ? sampleLines(snapshot, nanoseconds) : linesOf(text);
  const lines = all.slice(0, mostTestedEvents);
  const { files } = workspaceRules(snapshot);
  const { ruleset } = helpManager(Object.entries(files).map(([name, text]) => helpFile(name, text)));
  const session = createSession({ ...ruleset, usable: true }, { like: 'logtest' });
  const events = lines.map((line) => {
    const refusal = agentRefusal(line);
    const here = answerOf(session.evaluate(line, 0));
    return { name: nameOf(line), line, here, ...(refusal !== undefined && { refusal }) };
  });
  return { events, leftOut: all.length - lines.length };
}

function sampleLines(snapshot: Snapshot, nanoseconds: bigint): string[] {
  return [...snapshot.load.compiled.rules.keys()].flatMap((rule) => {
    const made = sampleAlertLines(snapshot, rule, { nanoseconds, hostname: 'node-1' });
    return 'text' in made ? made.text.split('\n').slice(0, 1) : [];
  });
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('{'));
}

function nameOf(line: string): string {
  try {
    const { rule } = JSON.parse(line) as { rule?: unknown };
    if (typeof rule === 'string') return rule;
  } catch {
    // no JSON: it is called by how it begins
  }
  return line.slice(0, 60);
}

function answerOf(answer: LogtestAnswer): LogtestAnswer {
  if (answer === null) return null;
  const { id, level, description, groups, alert } = answer;
  return { id, level, description, groups, alert };
}

/** What a manager said. */
export interface ManagerSide {
  /** Its address and version. */
  readonly manager: string;
  /** Its answers, in the order of the events. */
  readonly answers: readonly LogtestAnswer[];
  /** What it warned of as it loaded its rules. */
  readonly warnings: readonly string[];
}

/** Both answers to each event below one another, differences first. */
export function printLogtest(events: readonly TestedEvent[], theirs: ManagerSide): string {
  const parts = events.map((event, i) => {
    const there = theirs.answers[i] ?? null;
    return { event, there, differs: differences(there, event.here) };
  });
  const different = parts.filter(({ differs }) => differs.length > 0);
  const equal = parts.filter(({ differs }) => differs.length === 0);
  const head = [
    `Wazuh manager ${theirs.manager} beside the rules of this workspace`,
    `${parts.length} events: ${equal.length} answered alike, ${different.length} not`,
    ...theirs.warnings.map((warning) => `! ${oneLine(warning)}`),
  ];
  return `${[...head, '', ...different.map(block), ...equal.map(block)].join('\n')}\n`;
}

function block({
  event,
  there,
  differs,
}: {
  event: TestedEvent;
  there: LogtestAnswer;
  differs: string[];
}): string {
  const mark = differs.length === 0 ? '=' : '≠';
  const what = differs.length === 0 ? '' : ` (${differs.join(', ')})`;
  const agent = event.refusal && `does not send this line: ${event.refusal}`;
  return [
    `${mark} ${oneLine(event.name)}${what}`,
    `    manager  ${answerText(there)}`,
    `    here     ${answerText(event.here)}`,
    ...(agent === undefined ? [] : [`    agent    ${oneLine(agent)}`]),
    '',
  ].join('\n');
}

function differences(there: LogtestAnswer, here: LogtestAnswer): string[] {
  if (there === null || here === null) return there === here ? [] : ['rule'];
  return (['id', 'level', 'description', 'groups', 'alert'] as const).filter(
    (key) => String(there[key]) !== String(here[key]),
  );
}

function answerText(answer: LogtestAnswer): string {
  if (answer === null) return 'no rule';
  const { id, level, description, groups, alert } = answer;
  const said = [id, `level ${level}${alert ? '' : ', no alert'}`, description, groups.join(', ')];
  return oneLine(said.join('  '));
}

/** What alerts hold is shown as text: without line feeds and other control characters. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
