import { describe, expect, it } from 'vitest';
import { AlertList, initialState, whereOf } from '../../client/webview/replay/alert-list.ts';
import type { ReplayRow, ReplayVerdict } from '../../server/src/protocol.ts';

function row(
  line: number,
  rule: string,
  verdict: ReplayVerdict = true,
  more: Partial<ReplayRow> = {},
): ReplayRow {
  return { line, rule, verdict, missing: [], othersFire: [], othersUnknown: 0, ...more };
}

const rows = [
  row(1, 'Shell', true, {
    priority: 'Notice',
    host: 'node-1',
    container: 'web',
    time: '2026-06-15T08:00:02Z',
  }),
  row(2, 'Netcat', false, { priority: 'Warning', host: 'node-2', time: '2026-06-15T08:00:01Z' }),
  row(3, 'Shell', 'unknown', { priority: 'Critical', missing: ['fd.num'], othersFire: ['Netcat', 'Other'] }),
  row(4, 'Drop', 'internal', { priority: 'Debug' }),
  row(5, 'shadow read', true, { priority: 'Warning', othersUnknown: 3 }),
];

function listOf(all: readonly ReplayRow[] = rows): AlertList {
  const list = new AlertList();
  list.take({ run: 1, from: 0, rows: all });
  return list;
}

function linesOf(list: AlertList): number[] {
  return list.visible.map((alert) => list.rows[alert]!.line);
}

describe('the filter', () => {
  it.each([
    ['', [1, 2, 3, 4, 5]],
    ['shell', [1, 3]],
    ['SHELL web', [1]],
    ['node-', [1, 2]],
    ['-shell', [2, 4, 5]],
    ['does not fire', [2]],
    ['fd.num', [3]],
    ['08:00:01', [2]],
    ['warning -node-2', [5]],
    ['-', [1, 2, 3, 4, 5]],
    ['nothing', []],
  ])('%j shows the lines %j', (filter, lines) => {
    const list = listOf();
    list.setFilter(filter);
    expect(linesOf(list)).toEqual(lines);
  });

  it('shows what has to do with a rule, and leaves nothing of that out', () => {
    const list = listOf();
    list.setFilter('shell');
    list.toggle('silent');
    list.showRule('Netcat');
    expect(linesOf(list)).toEqual([2, 3]);
    expect(list.state).toMatchObject({ filter: '', hidden: [] });
    list.setFilter('critical');
    expect(linesOf(list)).toEqual([3]);
    list.showRule(undefined);
    list.setFilter('');
    expect(linesOf(list)).toEqual([1, 2, 3, 4, 5]);
  });

  it('by verdict leaves out what is switched off', () => {
    const list = listOf();
    list.toggle('fires');
    expect(linesOf(list)).toEqual([2, 3, 4]);
    list.toggle('none');
    expect(linesOf(list)).toEqual([2, 3]);
    list.toggle('fires');
    expect(linesOf(list)).toEqual([1, 2, 3, 5]);
  });

  it('leaves the counts of what is switched off, but not of other words', () => {
    const list = listOf();
    list.toggle('fires');
    expect(list.counts()).toEqual({ fires: 2, silent: 1, unknown: 1, none: 1 });
    list.setFilter('shell');
    expect(list.counts()).toEqual({ fires: 1, silent: 0, unknown: 1, none: 0 });
  });
});

describe('sorting', () => {
  it.each([
    ['rule', [4, 2, 5, 1, 3]],
    ['priority', [3, 2, 5, 1, 4]],
    ['time', [3, 4, 5, 2, 1]],
    ['falco', [1, 5, 2, 3, 4]],
    ['others', [1, 2, 4, 5, 3]],
    ['where', [3, 4, 5, 2, 1]],
  ] as const)('by %s keeps the order of the file among equals', (column, lines) => {
    const list = listOf();
    list.sortBy(column);
    expect(linesOf(list)).toEqual(lines);
  });

  it('turns round the second time', () => {
    const list = listOf();
    list.sortBy('rule');
    list.sortBy('rule');
    expect(linesOf(list)).toEqual([1, 3, 5, 2, 4]);
    list.sortBy('line');
    expect(linesOf(list)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the selection', () => {
  it.each([
    ['one down', 1, 2],
    ['one up, at the top', -1, 1],
    ['to the end', 1000, 5],
    ['to the start', -1000, 1],
  ])('moves %s', (_, by, line) => {
    const list = listOf();
    list.select(0);
    list.move(by);
    expect(list.rows[list.state.selected!]!.line).toBe(line);
  });

  it('begins at the first or last row', () => {
    const list = listOf();
    list.move(1);
    expect(list.state.selected).toBe(0);
    list.select(undefined);
    list.move(-1);
    expect(list.state.selected).toBe(4);
  });

  it('moves through what is shown', () => {
    const list = listOf();
    list.setFilter('warning');
    list.select(0);
    list.move(1);
    expect(list.state.selected).toBe(1);
    list.move(1);
    expect(list.state.selected).toBe(4);
  });

  it('stays nowhere where there are no rows', () => {
    const list = listOf([]);
    list.move(1);
    expect(list.state.selected).toBeUndefined();
  });

  it('stays with its alert when the order changes, and outlives new rows', () => {
    const list = listOf();
    list.select(1);
    list.sortBy('rule');
    expect(list.selectedPlace).toBe(1);
    list.take({ run: 2, from: 0, rows: [row(1, 'A')] });
    expect(list.state.selected).toBe(1);
    list.clear(true);
    expect(list.state.selected).toBe(1);
    list.clear(false);
    expect(list.state.selected).toBeUndefined();
  });
});

describe('rows of a newer run', () => {
  it('replace those of the older one as they come', () => {
    const list = listOf();
    list.take({ run: 2, from: 0, rows: [row(1, 'Shell', false)] });
    expect(list.newestRun).toBe(2);
    expect(list.counts()).toEqual({ fires: 1, silent: 2, unknown: 1, none: 1 });
  });
});

describe('what a user has set', () => {
  it('is there again with the same state', () => {
    const list = listOf();
    list.setFilter('shell');
    list.sortBy('time');
    list.toggle('silent');
    const again = new AlertList(JSON.parse(JSON.stringify(list.state)));
    again.take({ run: 1, from: 0, rows });
    expect(linesOf(again)).toEqual(linesOf(list));
    expect(initialState.filter).toBe('');
  });
});

it.each([
  [{}, ''],
  [{ host: 'h' }, 'h'],
  [{ container: 'c' }, 'c'],
  [{ container: 'c', host: 'h' }, 'c @ h'],
])('an alert with %j happened at %j', (more, where) => {
  expect(whereOf(row(1, 'R', true, more))).toBe(where);
});

it('100,000 rows are filtered and sorted in the time of a few frames', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => row(i, `Rule ${i % 97}`, i % 3 === 0));
  const list = listOf(many);
  list.setFilter('rule 1');
  list.sortBy('rule');
  const started = performance.now();
  expect(list.visible.length).toBeGreaterThan(1000);
  expect(performance.now() - started).toBeLessThan(1500);
});

describe('alerts grouped by rule', () => {
  const headsOf = (list: AlertList) =>
    list.lines.map((line) =>
      typeof line === 'number'
        ? list.rows[line]!.line
        : `${line.rule} ${line.fire}/${line.alerts}${line.isFolded ? ' +' : ''}`,
    );

  it('stand below the name of their rule, in the order in which rules come first', () => {
    const list = listOf();
    list.group(true);
    expect(headsOf(list)).toEqual(['Shell 1/2', 1, 3, 'Netcat 0/1', 2, 'Drop 0/1', 4, 'shadow read 1/1', 5]);
    list.fold('Shell');
    expect(headsOf(list).slice(0, 3)).toEqual(['Shell 1/2 +', 'Netcat 0/1', 2]);
    list.fold('Shell');
    expect(headsOf(list)).toHaveLength(9);
  });

  it('are moved through without their heads', () => {
    const list = listOf();
    list.group(true);
    list.move(1);
    expect(list.state.selected).toBe(0);
    list.move(2);
    expect(list.state.selected).toBe(1);
    list.move(-1);
    expect(list.state.selected).toBe(2); // above it is a head, and above that the other alert of Shell
    list.move(-1000);
    expect(list.state.selected).toBe(0);
  });
});

describe('a baseline', () => {
  it('tells which verdicts an edit has changed', () => {
    const list = listOf();
    list.keepBaseline(true);
    expect(list.changes()).toBe(0);
    list.take({ run: 2, from: 0, rows: [row(1, 'Shell', false), ...rows.slice(1)] });
    expect(list.changes()).toBe(1);
    expect(list.before(0, 'falco')).toBe('fires');
    expect(list.before(1, 'falco')).toBeUndefined();
    list.showChanged(true);
    expect(linesOf(list)).toEqual([1]);
    list.keepBaseline(false);
    expect(linesOf(list)).toHaveLength(5);
  });

  it('compares Wazuh and Sentinel once they are there again', () => {
    const list = listOf();
    const wazuh = { id: '100601', level: 8, description: 'd', alert: true };
    const sentinel = { transports: ['json'] as const, queries: [] };
    const stages = { run: 1, from: 0, done: true, sentinel, rows: rows.map(() => ({ sentinel: [], wazuh })) };
    list.takeStages(stages);
    list.keepBaseline(true);
    list.takeStages({ ...stages, run: 2, rows: [] });
    expect(list.changes()).toBe(0);
    list.takeStages({ ...stages, run: 2, rows: [{ sentinel: [], wazuh: { ...wazuh, level: 12 } }] });
    expect(list.before(0, 'wazuh')).toBe('100601, level 8');
    expect(list.changes()).toBe(1);
  });
});
