import { describe, expect, it } from 'vitest';
import { runQuery } from '../../server/src/kql/engine.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { rows, testNow } from './run-case.ts';

const kusto = await loadKusto();
const numbers = 'range x from 1 to 4 step 1';

/** Rows are made when they are asked for; nothing of that may show. Expected rows are those of KQL's words. */
const cases: readonly (readonly [query: string, expected: readonly (readonly unknown[])[]])[] = [
  [
    `${numbers} | extend x = x * 10 | where x > 10 | extend y = x + 1 | where y < 40 | project y, x`,
    [
      [21, 20],
      [31, 30],
    ],
  ],
  [
    `${numbers} | where x > 1 | extend n = row_number() | where n > 1`,
    [
      [3, 2],
      [4, 3],
    ],
  ],
  [`${numbers} | extend s = row_cumsum(x) | where x % 2 == 0 | project s`, [[3], [10]]],
  [`${numbers} | where x != 2 | extend p = prev(x), n = next(x) | where x == 3`, [[3, 1, 4]]],
  [
    `union (${numbers} | where x < 2), (${numbers} | where x > 3) | serialize n = row_number() | where x > 0`,
    [
      [1, 1],
      [4, 2],
    ],
  ],
  [
    `let T = ${numbers} | extend y = x * 2; T | where y > 4 | join kind=inner (T | project x = y, z = x) on x | project x, y, z`,
    [[4, 8, 2]],
  ],
  [`let T = ${numbers} | extend r = rand(); T | join kind=inner (T) on x | where r == r1 | count`, [[4]]],
  [`let f = () { rand() }; ${numbers} | extend r = f() | summarize dcount(r)`, [[4]]],
  [`${numbers} | extend g = new_guid() | extend h = g | where g != h | count`, [[0]]],
  [`${numbers} | as T | where x > 2 | union T | summarize sum(x)`, [[17]]],
  [`${numbers} | where x > 2 | as T | union withsource=s T | distinct s`, [['T']]],
  [
    `${numbers} | extend y = 1, z = x | project-away y | project-rename w = z | project-reorder w | take 2`,
    [
      [1, 1],
      [2, 2],
    ],
  ],
  [
    `${numbers} | extend t = strcat("k=", x, ";l=", -x) | parse-kv t as (k:long, l:long) with (pair_delimiter=";", kv_delimiter="=") | where l < -2 | project k`,
    [[3], [4]],
  ],
  [
    `${numbers} | extend t = strcat(iff(x > 2, "a", "b"), x) | parse-where t with "a" n:long | where n < 4 | project x, n`,
    [[3, 3]],
  ],
  [
    `${numbers} | extend y = x | summarize a = make_list(y) by b = x % 2`,
    [
      [[1, 3], 1],
      [[2, 4], 0],
    ].map(([a, b]) => [b, a]),
  ],
  [`${numbers} | extend y = x * 2 | summarize arg_max(x, *)`, [[4, 8]]],
  [`${numbers} | extend y = x * 2 | where x > 3 | distinct *`, [[4, 8]]],
  [`${numbers} | extend y = x * 2 | summarize take_any(pack_all()) by z = x > 9`, [[false, { x: 1, y: 2 }]]],
  [`${numbers} | extend y = x * 2 | summarize sum(column_ifexists("y", 0))`, [[20]]],
  [`${numbers} | extend y = x | extend x = y + 1 | extend y = x + 1 | where x == 5`, [[5, 6]]],
  [`${numbers} | extend y = x in (range z from 3 to 9 step 1 | where z < 4) | where y | project x`, [[3]]],
  [`${numbers} | where x > 1 | take 0 | count`, [[0]]],
  [
    `${numbers} | extend d = pack("a", x) | where d.a > 2 | mv-apply e = range(1, tolong(d.a)) on (where e > 2 | extend f = e) | project x, f`,
    [
      [3, 3],
      [4, 3],
      [4, 4],
    ],
  ],
];

describe('rows that are made late', () => {
  it.each(cases)('%s', (query, expected) => expect(rows(query)).toEqual(expected));

  it('are made by pipes of any length', () => {
    const steps = Array.from({ length: 60 }, () => '| extend x = x + 1 | where x > 0').join('\n');
    expect(rows(`${numbers} ${steps} | take 1`)).toEqual([[61]]);
  });

  it('are not made once for each way to them', () => {
    const doubled = Array.from(
      { length: 12 },
      (_, i) => `let T${i + 1} = union T${i}, T${i} | extend y = x;`,
    );
    expect(rows(`let T0 = print x = 1; ${doubled.join('\n')} T12 | where y == 1 | count`)).toEqual([[4096]]);
  });

  it('leave cells unread that no column asks for', () => {
    const row = ['seen', unreadable()];
    const columns = ['a', 'b'].map((name) => ({ name, type: 'string' }));
    const query = 'T | extend c = strlen(b) | where a == "seen" | project a';
    const answer = runQuery(kusto, { query, tables: { T: { columns, rows: [row] } }, now: testNow });
    expect(answer).toMatchObject({ ok: true, rows: [['seen']] });
  });
});

/** A cell that throws when it becomes text. */
function unreadable(): unknown {
  return {
    toJSON() {
      throw new Error('This cell is not to be read');
    },
  };
}
