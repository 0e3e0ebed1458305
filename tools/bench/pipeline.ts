import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectParser, sentinelQueries } from '../../server/src/features/stages/sentinel-queries.ts';
import { SentinelStage } from '../../server/src/features/stages/sentinel-stage.ts';
import { workspaceWazuhStage } from '../../server/src/features/stages/wazuh-stage.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import type { Alert } from '../../server/src/replay/alert.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import { replayAlert } from '../../server/src/replay/replay.ts';
import { replayRules } from '../../server/src/replay/replay-rules.ts';
import type { Snapshot } from '../../server/src/workspace/workspace.ts';
import { type Benchmark, summarise, timeRuns } from './measure.ts';
import { openWorkspace } from './workspace.ts';

const repetitions = 170;
const batch = 500;
const runs = { warmUp: 2, counted: 10 };

/** The example alerts, over and over, through all that the panel shows: Falco's rules, Sentinel over JSON, Wazuh. */
export function pipeline(root: string): Benchmark {
  const line = readFileSync(join(root, 'examples/alerts/alerts.jsonl'), 'utf8');
  return async (rules) => {
    const snapshot = openWorkspace({ ...rules, files: rules.files.slice(0, 1) }).snapshot();
    const alerts = [...readAlerts([line.repeat(repetitions)])].flatMap((read) => read.alerts);
    const stages = await stagesOf(snapshot);
    const measured = (name: string, what: string, work: () => void) =>
      summarise(
        name,
        'alerts/s',
        timeRuns(runs, () => undefined, work).map((time) => (1000 * alerts.length) / time),
        what,
      );
    const all = Object.values(stages);
    const queries = sentinelQueries(snapshot).length;
    return [
      measured(
        'pipeline',
        `Falco, Sentinel (JSON, ${queries} queries), Wazuh, in batches of ${batch}`,
        () => {
          for (const part of batches(alerts)) for (const stage of all) stage(part);
        },
      ),
      ...Object.entries(stages).map(([name, stage]) =>
        measured(`pipeline ${name}`, 'this stage alone', () => {
          for (const part of batches(alerts)) stage(part);
        }),
      ),
    ];
  };
}

async function stagesOf(snapshot: Snapshot) {
  const rules = replayRules(snapshot);
  const wazuh = workspaceWazuhStage(snapshot);
  const sentinel = new SentinelStage(
    await loadKusto(),
    sentinelQueries(snapshot),
    Date.UTC(2026, 5, 16),
    projectParser(snapshot),
  );
  return {
    falco: (alerts: readonly Alert[]) => alerts.forEach((alert) => void replayAlert(alert, rules)),
    sentinel: (alerts: readonly Alert[]) => void sentinel.evaluate(alerts, 'json'),
    wazuh: (alerts: readonly Alert[]) => alerts.forEach((alert) => void wazuh.evaluate(alert)),
  };
}

function* batches(alerts: readonly Alert[]): Generator<readonly Alert[]> {
  for (let at = 0; at < alerts.length; at += batch) yield alerts.slice(at, at + batch);
}
