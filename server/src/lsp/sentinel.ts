import type { Connection } from 'vscode-languageserver';
import {
  type AnalyticsRequest,
  analyticsQueries,
  generateAnalyticsRules,
  generateParser,
  type SentinelFiles,
  sentinelSubjects,
} from '../features/generate-sentinel.ts';
import { type Kql, KqlFailed } from '../features/kql/ask.ts';
import type { InspectQuery } from '../kql/analytics-rule/inspect-query.ts';
import { shippingFiles, usualShipping } from '../kql/sidekick/shipping.ts';
import type { RequestsToServer, SentinelFiles as SentFiles } from '../protocol.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { describeError, guard } from './guard.ts';
import type { Log } from './log.ts';
import { locationOf } from './ranges.ts';

const subjects = 'falcoWorkbench/sentinel/subjects';
const rules = 'falcoWorkbench/sentinel/rules';
const parser = 'falcoWorkbench/sentinel/parser';
const shipping = 'falcoWorkbench/sentinel/shipping';

/** Answers requests for files for Sentinel; null where one fails. */
export function registerSentinel(connection: Connection, workspace: Workspace, kql: Kql, log: Log): void {
  const listSubjects = ({ project }: RequestsToServer[typeof subjects]['params']) => ({
    subjects: sentinelSubjects(workspace.snapshot(project)),
  });
  const generateRules = async ({
    project,
    ...wanted
  }: RequestsToServer[typeof rules]['params']): Promise<SentFiles> => {
    const now = workspace.snapshot(project);
    try {
      const inspect = await inspectedBy(kql, now, wanted);
      return sent(generateAnalyticsRules(now, { ...wanted, inspect }), now);
    } catch (error) {
      if (!(error instanceof KqlFailed)) throw error;
      const { files, problems } = sent(generateAnalyticsRules(now, wanted), now);
      return { files, problems: [...problems, notInspected(error)] };
    }
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
  connection.onRequest(rules, async (params) => {
    try {
      return await generateRules(params);
    } catch (error) {
      log.error(`${rules} failed: ${describeError(error)}`);
      return null;
    }
  });
  connection.onRequest(parser, guard(log, parser, null, generateFunction));
  connection.onRequest(shipping, guard(log, shipping, null, generateShipping));
}

/** What Kusto makes of the queries of analytics rules, asked for at once. Rejects where Kusto cannot be had. */
async function inspectedBy(kql: Kql, now: Snapshot, request: AnalyticsRequest): Promise<InspectQuery> {
  const { queries, parser } = analyticsQueries(now, request);
  const answers = (await kql.ask('inspect', { queries, parser })) ?? [];
  const byQuery = new Map(answers.map((answer, i) => [queries[i]!, answer]));
  return (query) => byQuery.get(query) ?? { columns: [], problems: [] };
}

/** The rules are made all the same: their limits are ours to check. */
function notInspected({ message }: KqlFailed): SentFiles['problems'][number] {
  return {
    level: 'warning',
    message: `Kusto did not read the queries, they had our own checks alone: ${message}`,
  };
}

function sent({ files, problems }: SentinelFiles, snapshot: Snapshot): SentFiles {
  const placed = problems.map(({ level, message, place }) => {
    const location = place && locationOf(snapshot, place.uri, place.span);
    return { level, message, ...(location && { place: { uri: location.uri, ...location.range } }) };
  });
  return { files, problems: placed };
}
