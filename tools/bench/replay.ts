import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCondition } from '../../server/src/falco/evaluate/evaluate.ts';
import { eventOf } from '../../server/src/falco/evaluate/event.ts';
import type { Alert } from '../../server/src/replay/alert.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import { replayAlert } from '../../server/src/replay/replay.ts';
import { replayRules } from '../../server/src/replay/replay-rules.ts';
import type { Snapshot } from '../../server/src/workspace/workspace.ts';
import { type Benchmark, type Measurement, summarise, timeRuns } from './measure.ts';
import { openWorkspace } from './workspace.ts';

const repetitions = 500;
const runs = { warmUp: 3, counted: 20 };

/** The example alerts, over and over: read from text, replayed, and evaluated as the engine would. */
export function replay(root: string): Benchmark {
  const text = readFileSync(join(root, 'examples/alerts/alerts.jsonl'), 'utf8').repeat(repetitions);
  return (rules) => {
    const snapshot = openWorkspace({ ...rules, files: rules.files.slice(0, 1) }).snapshot();
    const alerts = read(text);
    return [
      rate('read alerts', alerts.length, () => read(text), 'JSON lines to alerts'),
      rate('replay', alerts.length, replayer(snapshot, alerts), `alerts × ${ruleCount(snapshot)} rules`),
      rate('evaluate', alerts.length, evaluator(snapshot, alerts), `the same, conditions alone, engine mode`),
    ];
  };
}

function rate(name: string, alerts: number, work: () => unknown, what: string): Measurement {
  const samples = timeRuns(runs, () => undefined, work).map((time) => (1000 * alerts) / time);
  return summarise(name, 'alerts/s', samples, what);
}

function read(text: string): Alert[] {
  return [...readAlerts([text])].flatMap(({ alerts }) => alerts);
}

function ruleCount({ load }: Snapshot): number {
  return load.compiled.rules.size;
}

function replayer(snapshot: Snapshot, alerts: readonly Alert[]): () => void {
  const rules = replayRules(snapshot);
  return () => {
    for (const alert of alerts) replayAlert(alert, rules);
  };
}

function evaluator({ load, tables }: Snapshot, alerts: readonly Alert[]): () => void {
  const conditions = [...load.compiled.rules.values()].map(({ resolved, source }) =>
    compileCondition(resolved, tables.forSource(source)!, 'engine'),
  );
  const events = alerts.map(({ fields }) => eventOf(fields));
  return () => {
    for (const event of events) for (const condition of conditions) condition.evaluate(event);
  };
}
