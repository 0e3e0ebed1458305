import { describe, expect, it } from 'vitest';
import { matrixRows } from '../../client/webview/coverage/matrix-rows.ts';
import { timeline } from '../../client/webview/coverage/timeline.ts';
import { countWords } from '../../client/webview/coverage/words.ts';
import type { CoverageCounts, CoveragePath, CoverageTactic } from '../../server/src/protocol.ts';

const counts = (some: Partial<CoverageCounts> = {}) => ({
  rules: 0,
  detections: 0,
  tests: 0,
  alerts: 0,
  ...some,
});
const tactic = (
  name: string,
  covered: Record<string, number>,
  uncovered: readonly string[] = [],
): CoverageTactic => ({
  id: name,
  name,
  title: name.toUpperCase(),
  ...counts(),
  techniques: Object.entries(covered).map(([id, rules]) => ({
    id,
    name: id,
    items: [],
    ...counts({ rules }),
  })),
  withoutTechnique: [],
  uncovered: uncovered.map((id) => ({ id, name: id })),
});

describe('the rows of the matrix', () => {
  const tactics = [tactic('a', { T1: 1, T2: 100 }, ['T9']), tactic('b', {}), tactic('c', { T3: 10 })];

  it('have a cell for each tactic, none below its last technique', () => {
    const ids = matrixRows(tactics, 'rules', false).map((row) => row.map((cell) => cell?.id));
    expect(ids).toEqual([
      ['T1', undefined, 'T3'],
      ['T2', undefined, undefined],
    ]);
  });

  it('have what is not covered behind the rest, if asked for', () => {
    const rows = matrixRows(tactics, 'rules', true);
    expect(rows[2]?.[0]).toMatchObject({ id: 'T9', tactic: 'a', level: 0, rules: 0 });
  });

  it.each([
    ['rules', [1, 4, 3]],
    ['tests', [0, 0, 0]],
  ] as const)('are shaded by %s', (shade, levels) => {
    const cells = matrixRows(tactics, shade, false).flat();
    const byId = new Map(cells.map((cell) => [cell?.id, cell?.level]));
    expect(['T1', 'T2', 'T3'].map((id) => byId.get(id))).toEqual(levels);
  });

  it('are shaded in full where one is the most', () => {
    expect(matrixRows([tactic('a', { T1: 1 })], 'rules', false)[0]?.[0]?.level).toBe(4);
  });
});

describe('the picture of a path', () => {
  const step = (first: number | undefined, ...tactics: string[]) => ({
    rule: 'R',
    count: 1,
    ...(first !== undefined && { first }),
    tactics,
    techniques: [],
  });
  const path = (...steps: CoveragePath['steps']): CoveragePath => ({ tactics: [], steps });
  const tactics = [tactic('a', {}), tactic('b', {}), tactic('c', {})];

  it('has time to the right and the tactics that occur down, in the order of the matrix', () => {
    expect(timeline(path(step(100, 'c'), step(150, 'a', 'c'), step(200, 'a')), tactics)).toEqual({
      rows: ['A', 'C'],
      from: 100,
      to: 200,
      dots: [
        { x: 0, row: 1, step: 0 },
        { x: 0.5, row: 0, step: 1 },
        { x: 0.5, row: 1, step: 1 },
        { x: 1, row: 0, step: 2 },
      ],
    });
  });

  it('leaves out what has no time or no tactic', () => {
    expect(timeline(path(step(undefined, 'a'), step(5)), tactics)).toEqual({ rows: [], dots: [] });
    expect(timeline(path(step(7, 'b')), tactics).dots).toEqual([{ x: 0, row: 0, step: 0 }]);
  });
});

it.each([
  [{}, 'nothing'],
  [{ rules: 1, tests: 2 }, '1 rule, 2 tests'],
  [{ detections: 1, alerts: 12_345 }, '1 detection, 12,345 alerts'],
])('counts %j as %s', (some, words) => {
  expect(countWords(counts(some))).toBe(words);
});
