import type { Connection } from 'vscode-languageserver';
import { generateWazuh, type WazuhProblem } from '../features/generate-wazuh.ts';
import { printLogtest, testEvents } from '../features/wazuh/logtest.ts';
import type { GenerationProblem, RequestsToServer } from '../protocol.ts';
import { generateIntegrationFiles } from '../wazuh/generate/integration.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf } from './ranges.ts';

const rules = 'falcoWorkbench/wazuh/rules';
const integration = 'falcoWorkbench/wazuh/integration';
const events = 'falcoWorkbench/wazuh/testEvents';
const compare = 'falcoWorkbench/wazuh/compare';
type Rules = RequestsToServer[typeof rules];
type Integration = RequestsToServer[typeof integration];
type Events = RequestsToServer[typeof events];
type Compare = RequestsToServer[typeof compare];

/** Answers requests for files that join Falco and Wazuh; null where one fails. */
export function registerWazuh(connection: Connection, workspace: Workspace, log: Log): void {
  const generateRules = ({ profile, project, ...rest }: Rules['params']): Rules['result'] => {
    const now = workspace.snapshot(project);
    const { xml, problems } = generateWazuh(now, { ...rest, options: { profile } });
    return { text: xml, problems: problems.map((problem) => placed(problem, now)) };
  };
  const generateIntegration = (options: Integration['params']): Integration['result'] => {
    const { files, problems } = generateIntegrationFiles(options);
    return { files, problems: problems.map(({ level, message }) => ({ level, message })) };
  };
  const makeEvents = ({ text, project }: Events['params']): Events['result'] =>
    testEvents(workspace.snapshot(project), text, BigInt(Date.now()) * 1_000_000n);
  const printComparison = ({ events: tested, ...theirs }: Compare['params']): Compare['result'] => ({
    text: printLogtest(tested, theirs),
  });
  connection.onRequest(events, guard(log, events, null, makeEvents));
  connection.onRequest(compare, guard(log, compare, { text: '' }, printComparison));
  connection.onRequest(rules, guard(log, rules, null, generateRules));
  connection.onRequest(integration, guard(log, integration, null, generateIntegration));
}

function placed({ level, message, place }: WazuhProblem, snapshot: Snapshot): GenerationProblem {
  const location = place && locationOf(snapshot, place.uri, place.span);
  return { level, message, ...(location && { place: { uri: location.uri, ...location.range } }) };
}
