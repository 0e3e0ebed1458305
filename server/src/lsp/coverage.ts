import type { CancellationToken, Connection } from 'vscode-languageserver';
import { attackVersion } from '../falco/tables/attack.ts';
import { alertFormats } from '../features/alert-formats.ts';
import { AlertTally } from '../features/coverage/alert-tally.ts';
import { attackPaths } from '../features/coverage/attack-path.ts';
import { coverage } from '../features/coverage/coverage.ts';
import { navigatorLayer } from '../features/coverage/navigator-layer.ts';
import type { Replay } from '../features/replay-news.ts';
import type { CoverageChoice, CoverageShown, RequestsToServer } from '../protocol.ts';
import type { FilePlace } from '../replay/explain-alert.ts';
import { stretch } from '../replay/pace.ts';
import { AlertReader } from '../replay/read-alerts.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';
import { guard } from './guard.ts';
import type { Log } from './log.ts';
import { fileRangeOf } from './ranges.ts';

type Method = Extract<keyof RequestsToServer, `falcoWorkbench/coverage/${string}`>;
type Asked<Name extends Method> = RequestsToServer[Name]['params'];

/** The alerts of one panel, counted as they come in. */
interface Counted {
  readonly project: string | undefined;
  readonly tally: AlertTally;
  readonly reader: AlertReader;
}

/**
 * Answers questions about the coverage of MITRE ATT&CK.
 * @param replayOf the replay of a number, where it is open
 */
export function registerCoverage(
  connection: Connection,
  workspace: Workspace,
  replayOf: (number: number) => Replay | undefined,
  log: Log,
): void {
  const open = new Map<number, Counted>();
  let count = 0;

  function answer<Name extends Method>(
    method: Name,
    handler: (asked: Asked<Name>) => RequestsToServer[Name]['result'],
  ): void {
    connection.onRequest(method, guard<Asked<Name>, unknown>(log, method, null, handler));
  }

  answer('falcoWorkbench/coverage/open', ({ project }) => {
    open.set(++count, { project, tally: new AlertTally(), reader: new AlertReader(alertFormats) });
    return { coverage: count };
  });
  answer('falcoWorkbench/coverage/add', ({ coverage: number, text, last }) => {
    const counted = open.get(number);
    if (counted !== undefined) take(counted, text, last);
    return null;
  });
  answer('falcoWorkbench/coverage/show', ({ coverage: number, filter }) => {
    const counted = open.get(number);
    return counted === undefined ? null : shown(workspace, counted, filter);
  });
  answer('falcoWorkbench/coverage/layer', ({ coverage: number, filter }) => {
    const counted = open.get(number);
    if (counted === undefined) return null;
    const snapshots = snapshotsOf(workspace, counted, filter);
    const layer = navigatorLayer(coverage(snapshots, counted.tally, filter));
    return { text: `${JSON.stringify(layer, undefined, 2)}\n` };
  });
  connection.onRequest(
    'falcoWorkbench/coverage/replay',
    async (
      { coverage: number, replay }: Asked<'falcoWorkbench/coverage/replay'>,
      token: CancellationToken,
    ): Promise<{ readonly alerts: number } | null> => {
      const [counted, found] = [open.get(number), replayOf(replay)];
      if (counted === undefined || found === undefined) return null;
      return { alerts: await takeReplay(counted, found, token) };
    },
  );
  answer('falcoWorkbench/coverage/close', ({ coverage: number }) => {
    open.delete(number);
    return null;
  });
}

function take({ reader, tally }: Counted, text: string, last: boolean): void {
  const pieces = last ? [reader.read(text), reader.finish()] : [reader.read(text)];
  for (const { alerts } of pieces) for (const alert of alerts) tally.add(alert);
}

/** Counts the alerts that a replay lists, as they were edited there. */
async function takeReplay({ tally }: Counted, replay: Replay, token: CancellationToken): Promise<number> {
  const { length } = replay.store.alerts;
  let until = performance.now() + stretch;
  for (let index = 0; index < length && !token.isCancellationRequested; index++) {
    const found = replay.alert(index);
    if (found !== undefined) tally.add(found);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + stretch;
  }
  return length;
}

function snapshotsOf(
  workspace: Workspace,
  { project }: Counted,
  { allProjects }: CoverageChoice,
): readonly Snapshot[] {
  return allProjects ? workspace.allSnapshots() : [workspace.snapshot(project)];
}

function shown(workspace: Workspace, counted: Counted, filter: CoverageChoice): CoverageShown {
  const { tally } = counted;
  const snapshots = snapshotsOf(workspace, counted, filter);
  const snapshotWith = ({ uri }: FilePlace) => snapshots.find(({ files }) => files.has(uri)) ?? snapshots[0]!;
  const { items, ...rest } = coverage(snapshots, tally, filter);
  const places = new Map<string, CoverageShown['items'][number]['place']>();
  const placed = items.map(({ kind, name, place, enabled, tests, alerts, disagreeing, unknown }) => {
    const range = fileRangeOf(snapshotWith(place), place);
    if (kind === 'rule' && !places.has(name)) places.set(name, range);
    return { kind, name, place: range, enabled, tests, alerts, disagreeing, unknown };
  });
  const paths = attackPaths(snapshots, tally).map((path) => ({
    ...path,
    steps: path.steps.map(({ tags: _tags, line: _line, ...step }) => ({
      ...step,
      place: places.get(step.rule),
    })),
  }));
  const projects = workspace.allSnapshots().length;
  return { ...rest, version: attackVersion, items: placed, projects, paths, leftOut: tally.leftOut };
}
