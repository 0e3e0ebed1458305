import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../server/src/kql/engine.ts';
import { rows, run } from './run-case.ts';

const left = 'let X = datatable(k:string, a:long)["a", 1, "b", 2, "b", 3, "c", 4];';
const right = 'let Y = datatable(k:string, b:long)["b", 10, "c", 20, "c", 30, "d", 40];';
const both = `${left} ${right}`;

/** Rows reasoned from the KQL documentation of each operator. */
const cases: readonly (readonly [query: string, expected: readonly (readonly PlainValue[])[]])[] = [
  ['range x from 1 to 3 step 1', [[1], [2], [3]]],
  ['range x from 3 to 1 step -1 | take 2', [[3], [2]]],
  ['range d from 0h to 2h step 1h', [['00:00:00'], ['01:00:00'], ['02:00:00']]],
  ['range x from 1 to 0 step 1', []],
  ['print 1, b = "x"', [[1, 'x']]],
  [
    'datatable(a:int, b:datetime)[1, datetime(2024-01-01), int(null), datetime(null)]',
    [
      [1, '2024-01-01T00:00:00.0000000Z'],
      [null, null],
    ],
  ],
  ['range x from 1 to 5 step 1 | where x > 2 and x % 2 == 1', [[3], [5]]],
  ['datatable(b:bool)[true, false, bool(null)] | where b', [[true]]],
  [
    'range x from 1 to 2 step 1 | extend y = x * 2, x = -x',
    [
      [-1, 2],
      [-2, 4],
    ],
  ],
  ['print a = 1, b = 2 | project b, c = a + b', [[2, 3]]],
  ['print a = 1, b1 = 2, b2 = 3 | project-away b*', [[1]]],
  ['print a = 1, b1 = 2, b2 = 3 | project-keep b*', [[2, 3]]],
  ['print a = 1, b = 2 | project-rename c = a', [[1, 2]]],
  ['print c = 3, a = 1, b = 2 | project-reorder b, * asc', [[2, 1, 3]]],
  ['datatable(a:long)[2, long(null), 3] | sort by a', [[3], [2], [null]]],
  ['datatable(a:long)[2, long(null), 3] | sort by a asc', [[null], [2], [3]]],
  ['datatable(a:long)[2, long(null), 3] | sort by a asc nulls last', [[2], [3], [null]]],
  [
    'datatable(a:string, b:long)["x", 1, "y", 2, "x", 3] | order by a asc, b desc',
    [
      ['x', 3],
      ['x', 1],
      ['y', 2],
    ],
  ],
  ['range x from 1 to 5 step 1 | top 2 by x', [[5], [4]]],
  ['range x from 1 to 4 step 1 | count', [[4]]],
  [
    'datatable(a:long, b:string)[1, "x", 1, "x", 2, "x"] | distinct a, b',
    [
      [1, 'x'],
      [2, 'x'],
    ],
  ],
  ['datatable(a:long)[1, 1] | distinct *', [[1]]],
  // summarize
  ['range x from 1 to 4 step 1 | summarize sum(x), avg(x), min(x), max(x), count()', [[10, 2.5, 1, 4, 4]]],
  [
    'range x from 1 to 4 step 1 | summarize s = sum(x) by odd = x % 2',
    [
      [1, 4],
      [0, 6],
    ],
  ],
  [
    'range x from 0 to 5 step 1 | summarize count() by bin(x, 3)',
    [
      [0, 3],
      [3, 3],
    ],
  ],
  [
    'range x from 1 to 3 step 1 | where x > 9 | summarize count(), sum(x), max(x), make_list(x)',
    [[0, 0, null, []]],
  ],
  ['range x from 1 to 3 step 1 | where x > 9 | summarize count() by x', []],
  ['range x from 1 to 4 step 1 | summarize countif(x > 2), sumif(x, x > 2), dcount(x % 2)', [[2, 7, 2]]],
  ['range x from 1 to 4 step 1 | summarize r = round(100.0 * countif(x > 3) / count(), 1)', [[25]]],
  ['datatable(a:string, v:long)["x", 1, "y", 5, "z", 3] | summarize arg_max(v, a)', [[5, 'y']]],
  ['datatable(a:string, v:long)["x", 1, "y", 5] | summarize arg_min(v, *)', [[1, 'x']]],
  [
    'datatable(a:long)[1, 2, 2, 3] | summarize make_set(a), make_list(a, 2)',
    [
      [
        [1, 2, 3],
        [1, 2],
      ],
    ],
  ],
  ['range x from 1 to 100 step 1 | summarize percentiles(x, 5, 50)', [[5, 50]]],
  ['range x from 1 to 5 step 1 | summarize stdev(x), variancep(x)', [[1.5811388300841898, 2]]],
  ['datatable(t:timespan)[1d, 3d] | summarize avg(t), sum(t)', [['2.00:00:00', '4.00:00:00']]],
  ['range x from 1 to 3 step 1 | summarize by y = x % 2', [[1], [0]]],
  // mv-expand, mv-apply
  [
    'print a = 1, b = dynamic([10, 20]) | mv-expand b',
    [
      [1, 10],
      [1, 20],
    ],
  ],
  ['print a = dynamic([]) | mv-expand a', []],
  ['print a = dynamic(null) | mv-expand a', [[null]]],
  ['print a = dynamic({"x": 1, "y": 2}) | mv-expand a', [[{ x: 1 }], [{ y: 2 }]]],
  ['print a = dynamic({"x": 1}) | mv-expand kind=array a', [[['x', 1]]]],
  [
    'print a = dynamic([5, 6]) | mv-expand with_itemindex=i a to typeof(long)',
    [
      [5, 0],
      [6, 1],
    ],
  ],
  [
    'print a = dynamic([1, 2]), b = dynamic(["x"]) | mv-expand a, b',
    [
      [1, 'x'],
      [2, null],
    ],
  ],
  ['print a = dynamic([1, 2, 3]) | mv-expand a limit 2', [[1], [2]]],
  [
    'print a = dynamic([1, 2, 3]) | mv-apply x = a to typeof(long) on (summarize s = sum(x))',
    [[[1, 2, 3], 6]],
  ],
  [
    'print k = "n", a = dynamic([1, 2, 3]) | mv-apply x = a to typeof(long) on (where x > 1) | project k, x',
    [
      ['n', 2],
      ['n', 3],
    ],
  ],
  // parse
  ['print t = "a=1, b=two" | parse t with "a=" a:long ", b=" b', [['a=1, b=two', 1, 'two']]],
  ['print t = "xx a=1 yy" | parse t with * "a=" a:long * | project a', [[1]]],
  ['print t = "a=x" | parse t with "a=" a:long | project a', [[null]]],
  ['print t = "a=x b=2" | parse kind=relaxed t with "a=" a:long " b=" b:long | project a, b', [[null, 2]]],
  ['print t = "k1: v1" | parse kind=regex t with @"k\\d: " v | project v', [['v1']]],
  ['datatable(t:string)["a=1", "b=1"] | parse-where t with "a=" a:long | project a', [[1]]],
  [
    'print t = "a:1, b:x y, c:3" | parse-kv t as (b:string, a:long) with (pair_delimiter=",", kv_delimiter=":") | project a, b',
    [[1, 'x y']],
  ],
  [
    'print t = \'a="1;2";b=3\' | parse-kv t as (a:string, b:long) with (pair_delimiter=";", kv_delimiter="=", quote=\'"\') | project a, b',
    [['1;2', 3]],
  ],
  [
    'print t = "a=1;a=2" | parse-kv t as (a:long) with (pair_delimiter=";", kv_delimiter="=") | project a',
    [[1]],
  ],
  [
    'print t = " a : 1 x: 2 b: : 3" | parse-kv t as (a:string, x:string, b:string) with (pair_delimiter=" ", kv_delimiter=": ") | project a, x, b',
    [['', '2', ':']],
  ],
  [
    'print t = "a=1;noise; b = 2=3 ;a=4;c" | parse-kv t as (b:string, a:long, c:string) with (pair_delimiter=";", kv_delimiter="=") | project a, b, c',
    [[1, '2=3', '']],
  ],
  // join, lookup, union
  [
    `${both} X | join kind=inner Y on k`,
    [
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  ],
  [
    `${both} X | join Y on k`,
    [
      ['b', 2, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  ],
  [`${both} X | join kind=leftouter Y on k | where k == "a"`, [['a', 1, '', null]]],
  [`${both} X | join kind=rightouter Y on k | where k1 == "d"`, [['', null, 'd', 40]]],
  [`${both} X | join kind=fullouter Y on k | count`, [[6]]],
  [`${both} X | join kind=leftanti Y on k`, [['a', 1]]],
  [`${both} X | join kind=rightanti Y on k`, [['d', 40]]],
  [
    `${both} X | join kind=leftsemi Y on k`,
    [
      ['b', 2],
      ['b', 3],
      ['c', 4],
    ],
  ],
  [
    `${both} X | join kind=rightsemi Y on k`,
    [
      ['b', 10],
      ['c', 20],
      ['c', 30],
    ],
  ],
  [
    `${both} X | join kind=inner (Y | project-rename key = k) on $left.k == $right.key | project a, b | take 1`,
    [[2, 10]],
  ],
  [
    `${both} X | lookup Y on k | where k != "c"`,
    [
      ['a', 1, null],
      ['b', 2, 10],
      ['b', 3, 10],
    ],
  ],
  ['print a = 1 | union (print a = 2)', [[1], [2]]],
  [
    'union (print a = 1), (print b = "x")',
    [
      [1, ''],
      [null, 'x'],
    ],
  ],
  [
    'union (print a = 1), (print a = "x")',
    [
      [1, ''],
      [null, 'x'],
    ],
  ],
  ['union kind=inner (print a = 1, b = 2), (print a = 3)', [[1], [3]]],
  [
    'union withsource = s (print a = 1), (print a = 2)',
    [
      ['union_arg0', 1],
      ['union_arg1', 2],
    ],
  ],
  [
    'datatable(t:datetime, v:long)[datetime(2024-01-01 05:00), 1, datetime(2024-01-03), 5, datetime(2024-01-03 01:00), 7, datetime(2024-01-04), 9] | make-series s = sum(v) on t from datetime(2024-01-01) to datetime(2024-01-04) step 1d | project s, d = t[2]',
    [[[1, 0, 12], '2024-01-03T00:00:00.0000000Z']],
  ],
  [
    'datatable(x:long, k:string)[1, "a", 3, "a", 2, "b"] | make-series count() default = -1 on x step 1 by k',
    [
      ['a', [1, -1, 1], [1, 2, 3]],
      ['b', [1], [2]],
    ],
  ],
  ['range x from 1 to 3 step 1 | take 0 | make-series n = count() on x from 0 to 2 step 1', []],
  [
    'range x from 1 to 3 step 1 | take 0 | make-series kind=nonempty n = count() on x from 0 to 2 step 1',
    [
      [
        [0, 0],
        [0, 1],
      ],
    ],
  ],
  // let, functions, as, invoke, materialize, serialize
  ['let n = 2; let f = (x:long) { x * n }; print f(4)', [[8]]],
  ['let f = (x:long, y:long = 5) { x + y }; print f(1), f(1, y = 2)', [[6, 3]]],
  [
    'let f = (x:long) { let d = x * 2; d + 1 }; range i from 1 to 2 step 1 | extend v = f(i)',
    [
      [1, 3],
      [2, 5],
    ],
  ],
  ['let f = (T:(x:long), m:long) { T | where x > m }; range x from 1 to 3 step 1 | invoke f(2)', [[3]]],
  ['let T = view () { print a = 1 }; T | extend b = 2', [[1, 2]]],
  ['let m = materialize(range x from 1 to 3 step 1); m | where x == toscalar(m | summarize max(x))', [[3]]],
  [
    'range x from 1 to 2 step 1 | as T | extend n = toscalar(T | count)',
    [
      [1, 2],
      [2, 2],
    ],
  ],
  [
    'range x from 1 to 3 step 1 | serialize n = row_number(), p = prev(x), c = row_cumsum(x)',
    [
      [1, 1, null, 1],
      [2, 2, 1, 3],
      [3, 3, 2, 6],
    ],
  ],
  [
    'datatable(k:string, v:long)["a", 1, "a", 5, "b", 2] | partition by k (top 1 by v)',
    [
      ['a', 5],
      ['b', 2],
    ],
  ],
  ['declare query_parameters(n:long = 3); print n', [[3]]],
  [
    'print a = 1, b = "x" | getschema | project ColumnName, ColumnType',
    [
      ['a', 'long'],
      ['b', 'string'],
    ],
  ],
  ['print d = dynamic({"x": 1, "y": "z"}) | evaluate bag_unpack(d)', [[1, 'z']]],
  ['print d = dynamic({"x": 1, "y": "z"}) | evaluate bag_unpack(d) : (y:string, x:string)', [['z', '1']]],
  [
    'print d = dynamic({"x": 1}), y = 2 | evaluate bag_unpack(d, "p_") | extend z = p_x + y | project z',
    [[3]],
  ],
  ['range x from 1 to 6 step 1 | extend m = x % 3 | top-hitters 1 of m by x', [[0, 9]]],
];

describe('tabular operators', () => {
  it.each(cases)('%s', (query, expected) => expect(rows(query)).toEqual(expected));

  it('names columns as Kusto does', () => {
    const answer = run(
      'print a = 1, b = 2 | summarize count(), max(a), percentile(b, 5), sum(a + b) by bin(b, 2), a % 2',
    );
    const names = answer.ok ? answer.columns.map(({ name }) => name) : answer.error;
    expect(names).toEqual(['b', 'Column1', 'count_', 'max_a', 'percentile_b_5', 'sum_']);
  });
});

describe('what the engine does not do is said by its name', () => {
  it.each([
    ['range x from 1 to 3 step 1 | make-series count() on x in range(1, 3, 1)', 'make-series'],
    ['print x = 1 | evaluate pivot(x)', 'pivot'],
    ['print series_decompose(dynamic([1, 2]))', 'series_decompose'],
    ['print geo_point_to_geohash(1, 2)', 'geo_point_to_geohash'],
    ['print current_principal()', 'current_principal'],
    ['search "x"', 'search'],
    ['print x = 1 | facet by x', 'facet'],
  ])('%s', (query, name) => {
    const answer = run(query);
    expect(answer.ok).toBe(false);
    expect(answer.ok ? '' : answer.error).toContain(name);
    expect(answer.ok ? [] : answer.diagnostics).toHaveLength(1);
  });
});
