import type { Expression, MakeSeriesNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { rowOf } from '../lazy-rows.ts';
import { convertScalar } from '../scalar/types.ts';
import type { Scope } from '../scope.ts';
import { constantValue, failAt, rowScope } from '../scope.ts';
import { keyOfAll } from '../value/compare.ts';
import { converter } from '../value/convert.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { eachRow, inputScope } from './define.ts';
import { narrowed } from './narrowed.ts';
import type { OutputColumn } from './output.ts';
import { compileOutputs, parameterText, settleOutputs } from './output.ts';
import { GroupSlots } from './summarize.ts';

/** A series holds at most this many items (KQL documentation). */
const maxLength = 1_048_576;

/**
 * `make-series … on axis from … to … step … by …`: for each group an array with a value for each step of the
 * axis, the default where no row lies; the end is not included. The older `in range(…)` is refused.
 */
export const makeSeries: Operator = (node, outer) => {
  const context = narrowed(node, outer);
  const series = node as MakeSeriesNode;
  const scope = inputScope(context);
  const keys = series.ByClause ? compileOutputs(elements(series.ByClause.Expressions), scope) : [];
  const sink = new GroupSlots(scope);
  const values = elements(series.Aggregates).map((item) => seriesValue(item, { ...scope, aggregates: sink }));
  const axis = readAxis(series, scope);
  const { columns } = settleOutputs(node, [...keys, ...values.map(asArray), asArray(axis)]);
  const groups = gather(context, scope, keys, axis, sink);
  const always = parameterText(series.Parameters, 'kind')?.toLowerCase() === 'nonempty' && keys.length === 0;
  if (groups.length === 0 && always) groups.push({ keys: [], bins: new Map() });
  const rows = groups.map((group): Row => {
    const places = placesOf(group, axis, series);
    const arrays = values.map((value) => places.map((place) => valueAt(group.bins.get(place), value, sink)));
    return [...group.keys, ...arrays, places.map(axis.valueAt)];
  });
  return { columns, rows };
};

interface SeriesValue extends OutputColumn {
  readonly otherwise: Value;
  readonly toDynamic: (value: Value) => Value;
}

function seriesValue(
  item: ReturnType<MakeSeriesNode['Aggregates']['getItem']>['Element'],
  scope: Scope,
): SeriesValue {
  const [output] = compileOutputs([item.Expression], scope);
  const { session, environment } = scope;
  const given =
    item.DefaultExpression &&
    session.compile(item.DefaultExpression.Expression, rowScope(session, environment, []));
  const otherwise = given ? converter(given.type, 'dynamic')(constantValue(given)) : 0n;
  return { ...output!, otherwise, toDynamic: converter(output!.type, 'dynamic') };
}

function asArray(column: { readonly name: string | undefined }): OutputColumn {
  return { name: column.name, type: 'dynamic', run: () => null };
}

/** The axis as whole places: a value lies at the place of the step it is in, counted from the start. */
interface Axis {
  readonly name: undefined;
  readonly place: (row: Row) => number | null;
  readonly valueAt: (place: number) => Value;
  readonly first: number | undefined;
  /** The first place beyond the end. */
  readonly end: number | undefined;
}

function readAxis(node: MakeSeriesNode, scope: Scope): Axis {
  const { MakeSeriesFromClause: from, MakeSeriesToClause: to, MakeSeriesStepClause: step } = node.RangeClause;
  if (!step) throw failAt(node.RangeClause, "This engine runs make-series with 'from … to … step …' only");
  const axis = scope.session.compile(node.OnClause.Expression, scope);
  const isTime = axis.type === 'datetime' || axis.type === 'timespan';
  const type: ScalarType = isTime || axis.type === 'real' ? axis.type : 'long';
  const read = (item: Expression, wanted: ScalarType) =>
    constantValue(
      convertScalar(scope.session.compile(item, rowScope(scope.session, scope.environment, [])), wanted),
    );
  const size = read(step.Expression, isTime ? 'timespan' : type);
  const start = from ? read(from.Expression, type) : null;
  const stop = to ? read(to.Expression, type) : null;
  if (size === null || !((size as number) > 0))
    throw failAt(step, 'The step of make-series must be positive');
  const [origin, width] = [asNumber(start ?? 0, type), asNumber(size, type)];
  const placeOf = (value: Value) => Math.floor(divide(asNumber(value, type), origin, width));
  const toAxis = convertScalar(axis, type).run;
  const toDynamic = converter(type, 'dynamic');
  return {
    name: undefined,
    place: (row) => {
      const value = toAxis(row);
      return value === null ? null : placeOf(value);
    },
    valueAt: (place) => toDynamic(advance(origin, width, place, type)),
    first: start === null ? undefined : 0,
    end: stop === null ? undefined : Math.ceil(divide(asNumber(stop, type), origin, width)),
  };
}

type Measure = number | bigint;

/** Times in ticks as bigint, other axes as number. */
function asNumber(value: Value, type: ScalarType): Measure {
  return type === 'datetime' || type === 'timespan' ? BigInt(value as number | bigint) : Number(value);
}

function divide(value: Measure, origin: Measure, width: Measure): number {
  if (typeof value === 'number') return (value - Number(origin)) / Number(width);
  return Number(value - BigInt(origin)) / Number(width);
}

function advance(origin: Measure, width: Measure, place: number, type: ScalarType): Value {
  if (typeof origin === 'bigint') return origin + BigInt(width) * BigInt(place);
  const value = origin + Number(width) * place;
  return type === 'long' ? Math.trunc(value) : value;
}

type Slots = ReturnType<GroupSlots['makers'][number]>[];

interface SeriesGroup {
  readonly keys: Row;
  readonly bins: Map<number, Slots>;
}

function gather(
  context: OperatorContext,
  scope: Scope,
  keys: readonly OutputColumn[],
  axis: Axis,
  sink: GroupSlots,
): SeriesGroup[] {
  const groups = new Map<string, SeriesGroup>();
  const [runs, types] = [keys.map((key) => key.run), keys.map((key) => key.type)];
  eachRow(context.input.rows, scope.frame, context.session, (row) => {
    const place = axis.place(row);
    if (place === null || place < (axis.first ?? place) || place >= (axis.end ?? place + 1)) return;
    const values = rowOf(runs, row);
    const key = keyOfAll(values, types);
    const group = groups.get(key) ?? { keys: values, bins: new Map() };
    groups.set(key, group);
    const slots = group.bins.get(place) ?? sink.makers.map((make) => make());
    group.bins.set(place, slots);
    for (const slot of slots) slot.add(row);
  });
  return [...groups.values()];
}

/** The places of a group's series: the whole range, or from its first to its last row. */
function placesOf(group: SeriesGroup, axis: Axis, node: MakeSeriesNode): number[] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of group.bins.keys()) {
    least = Math.min(least, place);
    greatest = Math.max(greatest, place);
  }
  const first = axis.first ?? least;
  const end = axis.end ?? greatest + 1;
  const length = Math.max(0, end - first);
  if (!(length <= maxLength)) throw failAt(node, `A series holds at most ${maxLength} items`);
  return Array.from({ length }, (_, i) => first + i);
}

function valueAt(slots: Slots | undefined, value: SeriesValue, sink: GroupSlots): Value {
  if (slots === undefined) return value.otherwise;
  sink.results = slots.map((slot) => slot.result());
  return value.toDynamic(value.run([]));
}
