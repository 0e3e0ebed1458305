import type { Connection } from 'vscode-languageserver';
import { attackVersion } from '../falco/tables/attack.ts';
import { alertFormats } from '../features/alert-formats.ts';
import { AlertTally } from '../features/coverage/alert-tally.ts';
import { attackPaths } from '../features/coverage/attack-path.ts';
import { coverage } from '../features/coverage/coverage.ts';
import { navigatorLayer } from '../features/coverage/navigator-layer.ts';
import type { CoverageChoice, CoverageShown, RequestsToServer } from '../protocol.ts';
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

/** Answers questions about the coverage of MITRE ATT&CK. */
export function registerCoverage(connection: Connection, workspace: Workspace, log: Log): void {
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
    return counted === undefined ? null : shown(workspace.snapshot(counted.project), counted.tally, filter);
  });
  answer('falcoWorkbench/coverage/layer', ({ coverage: number, filter }) => {
    const counted = open.get(number);
    if (counted === undefined) return null;
    const layer = navigatorLayer(coverage(workspace.snapshot(counted.project), counted.tally, filter));
    return { text: `${JSON.stringify(layer, undefined, 2)}\n` };
  });
  answer('falcoWorkbench/coverage/close', ({ coverage: number }) => {
    open.delete(number);
    return null;
  });
}

function take({ reader, tally }: Counted, text: string, last: boolean): void {
  const pieces = last ? [reader.read(text), reader.finish()] : [reader.read(text)];
  for (const { alerts } of pieces) for (const alert of alerts) tally.add(alert);
}

function shown(snapshot: Snapshot, tally: AlertTally, filter: CoverageChoice): CoverageShown {
  const { items, ...rest } = coverage(snapshot, tally, filter);
  const places = new Map<string, CoverageShown['items'][number]['place']>();
  const placed = items.map(({ kind, name, place, enabled, tests, alerts, disagreeing, unknown }) => {
    const range = fileRangeOf(snapshot, place);
    if (kind === 'rule') places.set(name, range);
    return { kind, name, place: range, enabled, tests, alerts, disagreeing, unknown };
  });
  const paths = attackPaths(snapshot, tally).map((path) => ({
    ...path,
    steps: path.steps.map(({ tags: _tags, line: _line, ...step }) => ({
      ...step,
      place: places.get(step.rule),
    })),
  }));
  return { ...rest, version: attackVersion, items: placed, paths, leftOut: tally.leftOut };
}
