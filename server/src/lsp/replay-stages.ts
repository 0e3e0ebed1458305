import type { CancellationToken, Connection } from 'vscode-languageserver';
import { explainQuery, explainSent, explainWazuh, type StagePlace } from '../features/explain-stages.ts';
import type { Replay } from '../features/replay-news.ts';
import { replayReport } from '../features/report/replay-report.ts';
import type {
  FileRange,
  ReplayQuerySteps,
  ReplaySent,
  ReplayStagesNews,
  ReplayStagesRequests,
  ReplayWazuhTrace,
  StagesSeen,
} from '../protocol.ts';
import { Lines } from '../text/lines.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { describeError } from './guard.ts';
import type { Log } from './log.ts';
import { fileRangeOf, position } from './ranges.ts';
import type { Settled } from './settled.ts';

type Method = keyof ReplayStagesRequests;
type Asked<Name extends Method> = ReplayStagesRequests[Name]['params'];
type Answer<Name extends Method> = Promise<ReplayStagesRequests[Name]['result']>;

/** Answers the requests about what comes behind Falco, of the replays that there are. */
export function registerReplayStages(
  connection: Connection,
  replays: ReadonlyMap<number, Replay>,
  settled: Settled,
  log: Log,
): void {
  function answer<Name extends Method>(
    method: Name,
    handler: (asked: Asked<Name>, token: CancellationToken) => Answer<Name>,
  ): void {
    connection.onRequest(method, async (asked: Asked<Name>, token: CancellationToken): Promise<unknown> => {
      try {
        return await handler(asked, token);
      } catch (error) {
        log.error(`${method} failed: ${describeError(error)}`);
        return null;
      }
    });
  }

  answer('falcoWorkbench/replay/setup', async ({ replay, setup }) => {
    replays.get(replay)?.setUp(setup);
    settled.wake();
    return null;
  });
  answer('falcoWorkbench/replay/stages', ({ replay, seen }, token) =>
    nextStages(() => replays.get(replay), seen, settled, token),
  );
  answer('falcoWorkbench/replay/sent', async ({ replay, alert }) => sent(replays.get(replay), alert));
  answer('falcoWorkbench/replay/query', async ({ replay, ...asked }) =>
    querySteps(replays.get(replay), asked),
  );
  answer('falcoWorkbench/replay/wazuh', async ({ replay, alert }) => wazuhTrace(replays.get(replay), alert));
  answer('falcoWorkbench/replay/text', async ({ replay, alert }) => {
    const text = replays.get(replay)?.text(alert);
    return text === undefined ? null : { text };
  });
  answer('falcoWorkbench/replay/edit', async ({ replay, alert, text }) => {
    const found = replays.get(replay);
    if (found === undefined) return null;
    const reason = found.edit(alert, text ?? undefined);
    settled.wake();
    return reason === undefined ? {} : { reason };
  });
  answer('falcoWorkbench/replay/report', async ({ replay, format, alerts }) => {
    const found = replays.get(replay);
    return found === undefined ? null : { text: replayReport(found, format, alerts) };
  });
}

/** Waits until there are stages that were not seen; null where the replay was closed. */
async function nextStages(
  current: () => Replay | undefined,
  seen: StagesSeen,
  settled: Settled,
  token: CancellationToken,
): Promise<ReplayStagesNews | null> {
  for (let replay = current(); replay !== undefined && !token.isCancellationRequested; replay = current()) {
    const snapshot = settled.snapshot(replay.setup.project);
    replay.renew(snapshot);
    if (replay.hasStages(seen)) {
      const { run } = replay;
      const asked = replay;
      const stop = {
        get stopped() {
          return (
            token.isCancellationRequested ||
            asked.run !== run ||
            settled.snapshot(asked.setup.project) !== snapshot
          );
        },
      };
      const news = await replay.stageNews(seen, stop);
      if (!stop.stopped) return news;
      continue;
    }
    await settled.change(token);
  }
  return null;
}

async function sent(replay: Replay | undefined, index: number): Promise<ReplaySent | null> {
  const alert = replay?.alert(index);
  if (replay === undefined || alert === undefined) return null;
  const { run, stages } = replay;
  const { places, ...explained } = await explainSent(stages, alert);
  return { run, ...explained, places: places.map((place) => fileRange(stages.snapshot, place) ?? null) };
}

async function querySteps(
  replay: Replay | undefined,
  { alert: index, transport, query }: Omit<Asked<'falcoWorkbench/replay/query'>, 'replay'>,
): Promise<ReplayQuerySteps | null> {
  const alert = replay?.alert(index);
  if (replay === undefined || alert === undefined) return null;
  const { run, stages } = replay;
  const explained = await explainQuery(stages, alert, transport, query);
  if (explained === undefined) return null;
  const { steps, droppedBy, error } = explained;
  const placed = steps.map((step) => ({ ...step, ...rangeOf(stages.snapshot, step.place) }));
  return {
    run,
    steps: placed,
    ...(droppedBy !== undefined && { droppedBy }),
    ...(error !== undefined && { error }),
  };
}

function wazuhTrace(replay: Replay | undefined, index: number): ReplayWazuhTrace | null {
  const alert = replay?.alert(index);
  if (replay === undefined || alert === undefined) return null;
  const { run, stages } = replay;
  const { steps, messages, ...rest } = explainWazuh(stages, alert);
  return {
    run,
    ...rest,
    steps: steps.map((step) => ({ ...step, ...rangeOf(stages.snapshot, step.place) })),
    messages: messages.map(({ message, place }) => ({ message, ...rangeOf(stages.snapshot, place) })),
  };
}

function rangeOf(
  snapshot: Snapshot,
  place: StagePlace | undefined,
): { readonly place: FileRange | undefined } {
  return { place: fileRange(snapshot, place ?? null) };
}

function fileRange(snapshot: Snapshot, place: StagePlace | null): FileRange | undefined {
  if (place === null) return undefined;
  const { uri, span, text } = place;
  if (text !== undefined) {
    const lines = new Lines(text);
    return { uri, start: position(lines.at(span.start)), end: position(lines.at(span.end)) };
  }
  return fileRangeOf(snapshot, place);
}
