import type { Connection } from 'vscode-languageserver';
import { rulesForSamples, sampleAlertLines } from '../features/sample-alerts.ts';
import type { RequestsToServer } from '../protocol.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { offsetOf } from './ranges.ts';
import { textsFor } from './service.ts';

const rules = 'falcoWorkbench/sample/rules';
const alerts = 'falcoWorkbench/sample/alerts';
type Rules = RequestsToServer[typeof rules];
type Alerts = RequestsToServer[typeof alerts];

/** Answers requests for alerts that are made from a rule. */
export function registerSample(connection: Connection, workspace: Workspace, log: Log): void {
  const listRules = ({ uri, position }: Rules['params']): Rules['result'] => {
    const now = workspace.snapshot(uri);
    const asked = { textDocument: { uri: uri ?? '' }, ...(position && { position }) };
    const [file] = textsFor(workspace, asked);
    return rulesForSamples(now, file, file && position && offsetOf(file, position));
  };
  const makeAlerts = ({ rule, uri }: Alerts['params']): Alerts['result'] => {
    const nanoseconds = BigInt(Date.now()) * 1_000_000n;
    const projects = [workspace.snapshot(uri), ...workspace.allSnapshots()];
    const loads = projects.find(({ load }) => load.compiled.rules.has(rule));
    return sampleAlertLines(loads ?? workspace.snapshot(), rule, { nanoseconds, hostname: 'node-1' });
  };
  const failed: Alerts['result'] = { problem: 'It failed; the log says why.' };
  const answerRules = guard<Rules['params'], Rules['result']>(log, rules, { rules: [] }, listRules);
  const answerAlerts = guard<Alerts['params'], Alerts['result']>(log, alerts, failed, makeAlerts);
  connection.onRequest(rules, (asked: Rules['params']): unknown => answerRules(asked));
  connection.onRequest(alerts, (asked: Alerts['params']): unknown => answerAlerts(asked));
}
