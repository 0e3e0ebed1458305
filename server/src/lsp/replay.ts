import type { CancellationToken, Connection } from 'vscode-languageserver';
import { replayDetails } from '../features/replay.ts';
import { Replay } from '../features/replay-news.ts';
import type { StageHost } from '../features/replay-stages.ts';
import type { OpenSentinel } from '../features/stages/open-sentinel.ts';
import type {
  ReplayDetails,
  ReplayExplanation,
  ReplayMark,
  ReplayNews,
  ReplaySeen,
  RequestsToServer,
} from '../protocol.ts';
import { type ExplainedPart, explainAlert } from '../replay/explain-alert.ts';
import type { Pace, Stop } from '../replay/pace.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { registerNoise } from './noise.ts';
import { fileRangeOf } from './ranges.ts';
import { type BytesOf, registerReplayFeed } from './replay-feed.ts';
import { registerReplayStages } from './replay-stages.ts';
import { type Settled, settledSnapshots } from './settled.ts';

type Method = Extract<keyof RequestsToServer, `falcoWorkbench/replay/${string}`>;
type Asked<Name extends Method> = RequestsToServer[Name]['params'];

/** How long an edit waits for the next one before alerts are replayed again, in milliseconds. */
const editPause = 250;

const pace: Pace = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve)),
};

/**
 * Answers the requests of replays, against the rules as they are once nobody types.
 * @param openSentinel opens a Sentinel of our own, which runs elsewhere.
 * @param bytesOf streams files of the host, where it has some.
 * @returns the replay of a number, where it is open.
 */
export function registerReplay(
  connection: Connection,
  workspace: Workspace,
  log: Log,
  openSentinel: OpenSentinel,
  bytesOf?: BytesOf,
): (number: number) => Replay | undefined {
  const host: StageHost = {
    pace,
    clock: Date.now,
    openSentinel,
  };
  const replays = new Map<number, Replay>();
  const settled = settledSnapshots(workspace, editPause);
  let count = 0;

  function answer<Name extends Method>(
    method: Name,
    empty: RequestsToServer[Name]['result'],
    handler: (asked: Asked<Name>) => RequestsToServer[Name]['result'],
  ): void {
    connection.onRequest(method, guard<Asked<Name>, unknown>(log, method, empty, handler));
  }

  connection.onRequest('falcoWorkbench/replay/open', () => {
    replays.set(++count, new Replay(settled.snapshot(), host));
    return { replay: count };
  });
  answer('falcoWorkbench/replay/details', null, ({ replay, alert }) => {
    const found = replays.get(replay);
    return found === undefined ? null : details(found, alert);
  });
  answer('falcoWorkbench/replay/explain', null, ({ replay, alert, rule }) => {
    const found = replays.get(replay);
    return found === undefined ? null : explanation(found, alert, rule);
  });
  answer('falcoWorkbench/replay/projects', { projects: [] }, ({ document }) => projects(workspace, document));
  answer('falcoWorkbench/replay/marks', null, ({ replay }) => {
    const found = replays.get(replay);
    return found === undefined ? null : { marks: marks(found) };
  });
  connection.onRequest(
    'falcoWorkbench/replay/search',
    async ({ replay, words, from }: Asked<'falcoWorkbench/replay/search'>, token: CancellationToken) => {
      const lower = words.map((word) => word.toLowerCase());
      return (await replays.get(replay)?.search(lower, from, stopOf(token))) ?? null;
    },
  );
  answer('falcoWorkbench/replay/close', null, ({ replay }) => {
    replays.get(replay)?.reading.stop();
    replays.delete(replay);
    settled.wake();
    return null;
  });
  connection.onRequest(
    'falcoWorkbench/replay/next',
    ({ replay, seen }: Asked<'falcoWorkbench/replay/next'>, token: CancellationToken) =>
      nextNews(() => replays.get(replay), seen, settled, token),
  );
  registerReplayStages(connection, replays, settled, log);
  registerNoise(connection, replays, pace, log);
  const readingOf = (replay: number) => replays.get(replay)?.reading;
  registerReplayFeed(connection, readingOf, { bytesOf, pace }, settled.wake, log);
  return (number) => replays.get(number);
}

/** Waits until there is something that was not seen, and replays it; null where the replay was closed. */
async function nextNews(
  current: () => Replay | undefined,
  seen: ReplaySeen,
  settled: Settled,
  token: CancellationToken,
): Promise<ReplayNews | null> {
  for (let replay = current(); replay !== undefined && !token.isCancellationRequested; replay = current()) {
    const snapshot = settled.snapshot(replay.setup.project);
    replay.renew(snapshot);
    if (replay.hasNews(seen)) {
      const { run } = replay;
      const asked = replay;
      return replay.news(seen, {
        get stopped() {
          return (
            token.isCancellationRequested ||
            asked.run !== run ||
            settled.snapshot(asked.setup.project) !== snapshot
          );
        },
      });
    }
    await settled.change(token);
  }
  return null;
}

function stopOf(token: CancellationToken): Stop {
  return {
    get stopped() {
      return token.isCancellationRequested;
    },
  };
}

/** The projects with rules, the main one first. */
function projects(
  { projects: { main, all, of } }: Workspace,
  document: string | undefined,
): RequestsToServer['falcoWorkbench/replay/projects']['result'] {
  const own = document === undefined ? undefined : of(document);
  const withRules = [main, ...all.filter((each) => each !== main)].filter(
    ({ loadOrder }) => loadOrder.length > 0,
  );
  return {
    projects: withRules.map((project) => ({
      home: project.home,
      files: project.loadOrder.length,
      isMain: project === main,
      isAsked: project === own,
    })),
  };
}

function marks(replay: Replay): ReplayMark[] {
  return replay.marks().flatMap(({ place, ...mark }) => {
    const range = fileRangeOf(replay.snapshot, place);
    return range === undefined ? [] : [{ ...mark, place: range }];
  });
}

function details(replay: Replay, index: number): ReplayDetails | null {
  const { snapshot, run } = replay;
  const alert = replay.alert(index);
  if (alert === undefined) return null;
  const { rules, ...rest } = replayDetails(snapshot, alert);
  const placed = rules.map((rule) => ({ ...rule, place: rule.place && fileRangeOf(snapshot, rule.place) }));
  return { ...rest, run, assumed: replay.assumed(index), isEdited: replay.isEdited(index), rules: placed };
}

function explanation(replay: Replay, index: number, rule: string): ReplayExplanation | null {
  const { snapshot } = replay;
  const alert = replay.alert(index);
  const explained = alert && explainAlert(snapshot, alert, rule);
  return explained === undefined ? null : withRanges(explained, snapshot);
}

function withRanges(part: ExplainedPart, snapshot: Snapshot): ReplayExplanation {
  const parts = part.parts.map((each) => withRanges(each, snapshot));
  return { ...part, parts, place: fileRangeOf(snapshot, part.place) };
}
