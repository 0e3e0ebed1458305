import type { CancellationToken, Connection } from 'vscode-languageserver';
import { dimensions } from '../features/noise/noise-tally.ts';
import { silence } from '../features/noise/silence.ts';
import type { Replay } from '../features/replay-news.ts';
import { cefLandingNote } from '../kql/sidekick/landing.ts';
import type { NoiseRequests, NoiseShown, NoiseSilence } from '../protocol.ts';
import { type Pace, stretch } from '../replay/pace.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { toWorkspaceEdit } from './edits.ts';
import { describeError } from './guard.ts';
import type { Log } from './log.ts';

type Method = keyof NoiseRequests;
type Asked<Name extends Method> = NoiseRequests[Name]['params'];

/** Values that are shown of each dimension, and clusters. */
const mostShown = 20;

/** After so many milliseconds an answer tells what was counted by then. */
const answerAfter = 250;

/** Answers questions about how loud the alerts of a replay are; counts them when somebody asks. */
export function registerNoise(
  connection: Connection,
  replays: ReadonlyMap<number, Replay>,
  pace: Pace,
  log: Log,
): void {
  connection.onRequest(
    'falcoWorkbench/noise/show',
    async (
      { replay: number }: Asked<'falcoWorkbench/noise/show'>,
      token: CancellationToken,
    ): Promise<NoiseShown | null> => {
      const replay = replays.get(number);
      if (replay === undefined) return null;
      await count(replay, pace, token);
      return shown(replay);
    },
  );
  connection.onRequest(
    'falcoWorkbench/noise/silence',
    async (
      { replay: number, cluster }: Asked<'falcoWorkbench/noise/silence'>,
      token: CancellationToken,
    ): Promise<unknown> => {
      const replay = replays.get(number);
      if (replay === undefined) return { reason: 'The alerts are no longer here.' };
      try {
        return await silenced(replay, cluster, pace, token);
      } catch (error) {
        log.error(`falcoWorkbench/noise/silence failed: ${describeError(error)}`);
        return { reason: 'The exception could not be made; the log says why.' };
      }
    },
  );
}

/** Goes on counting for as long as one answer may take. */
async function count({ store, reading }: Replay, pace: Pace, token: CancellationToken): Promise<void> {
  const { alerts } = store;
  const tally = reading.noise;
  const end = pace.now() + answerAfter;
  let until = pace.now() + stretch;
  while (tally.kept < alerts.length && !token.isCancellationRequested) {
    const alert = alerts.at(tally.kept);
    if (alert !== undefined) tally.add(alert);
    if (pace.now() < until) continue;
    if (pace.now() >= end) return;
    await pace.pause();
    until = pace.now() + stretch;
  }
}

function shown({ store, reading }: Replay): NoiseShown {
  const tally = reading.noise;
  const { span } = tally;
  const by = <Value>(value: (dimension: (typeof dimensions)[number]) => Value) =>
    Object.fromEntries(dimensions.map((each) => [each, value(each)])) as Record<
      (typeof dimensions)[number],
      Value
    >;
  return {
    done: store.isComplete && tally.kept >= store.alerts.length,
    alerts: tally.alerts,
    beyond: tally.beyond,
    withoutTime: tally.withoutTime,
    over: tally.over,
    span: span === undefined ? 0 : span.to - span.from,
    bytes: tally.bytes,
    cefNote: cefLandingNote,
    talkers: by((dimension) => tally.talkers(dimension, mostShown)),
    different: by((dimension) => tally.different(dimension)),
    clusters: tally.topClusters(mostShown).map(({ example: _, ...cluster }) => cluster),
  };
}

async function silenced(
  replay: Replay,
  id: number,
  pace: Pace,
  token: CancellationToken,
): Promise<NoiseSilence | { readonly reason: string }> {
  const { store, snapshot, reading } = replay;
  const cluster = reading.noise.topClusters(mostShown).find((each) => each.id === id);
  const example = typeof cluster?.example === 'number' ? store.alerts.at(cluster.example) : cluster?.example;
  if (cluster === undefined || example === undefined) return { reason: 'There are other alerts by now.' };
  const stop = {
    get stopped() {
      return token.isCancellationRequested;
    },
  };
  const all = store.alerts.range(0, store.alerts.length);
  const made = await silence(snapshot, cluster, example, all, pace, stop);
  if (made === undefined) return { reason: 'The question was withdrawn.' };
  if ('reason' in made) return made;
  const { edits, ...counts } = made;
  const changes = changesOf(snapshot, edits);
  if (changes === undefined) return { reason: 'The file that holds the rule does not allow this change.' };
  return { ...counts, edits: changes };
}

function changesOf(
  snapshot: Snapshot,
  edits: Parameters<typeof toWorkspaceEdit>[1],
): NoiseSilence['edits'] | undefined {
  const edit = toWorkspaceEdit(snapshot, edits);
  return (
    edit &&
    Object.entries(edit.changes ?? {}).flatMap(([uri, inFile]) =>
      inFile.map(({ range, newText }) => ({ uri, ...range, newText })),
    )
  );
}
