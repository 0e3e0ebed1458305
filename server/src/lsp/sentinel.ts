import type { Connection } from 'vscode-languageserver';
import {
  generateAnalyticsRules,
  generateParser,
  type SentinelFiles,
  sentinelSubjects,
} from '../features/generate-sentinel.ts';
import { shippingFiles, usualShipping } from '../kql/sidekick/shipping.ts';
import type { RequestsToServer, SentinelFiles as SentFiles } from '../protocol.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf } from './ranges.ts';

const subjects = 'falcoWorkbench/sentinel/subjects';
const rules = 'falcoWorkbench/sentinel/rules';
const parser = 'falcoWorkbench/sentinel/parser';
const shipping = 'falcoWorkbench/sentinel/shipping';

/** Answers requests for files for Sentinel; null where one fails. */
export function registerSentinel(connection: Connection, workspace: Workspace, log: Log): void {
  const listSubjects = ({ project }: RequestsToServer[typeof subjects]['params']) => ({
    subjects: sentinelSubjects(workspace.snapshot(project)),
  });
  const generateRules = ({ project, ...wanted }: RequestsToServer[typeof rules]['params']): SentFiles => {
    const now = workspace.snapshot(project);
    return sent(generateAnalyticsRules(now, wanted), now);
  };
  const generateFunction = ({
    form,
    date,
    previous,
    project,
  }: RequestsToServer[typeof parser]['params']): SentFiles => {
    const now = workspace.snapshot(project);
    return sent(generateParser(now, form, date, previous), now);
  };
  const generateShipping = (params: RequestsToServer[typeof shipping]['params']): SentFiles => {
    const { clusterField } = workspace.snapshot().settings.sentinel;
    return shippingFiles({ ...usualShipping, clusterField, ...params });
  };
  connection.onRequest(subjects, guard(log, subjects, { subjects: [] }, listSubjects));
  connection.onRequest(rules, guard(log, rules, null, generateRules));
  connection.onRequest(parser, guard(log, parser, null, generateFunction));
  connection.onRequest(shipping, guard(log, shipping, null, generateShipping));
}

function sent({ files, problems }: SentinelFiles, snapshot: Snapshot): SentFiles {
  const placed = problems.map(({ level, message, place }) => {
    const location = place && locationOf(snapshot, place.uri, place.span);
    return { level, message, ...(location && { place: { uri: location.uri, ...location.range } }) };
  });
  return { files, problems: placed };
}
