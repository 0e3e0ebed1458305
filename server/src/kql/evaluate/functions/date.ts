import { failAt } from '../scope.ts';
import {
  addMonths,
  datetimeInRange,
  dayOfYear,
  isoWeek,
  partsOf,
  ticksOfParts,
  unixEpochTicks,
} from '../value/datetime.ts';
import { ticksOfReal, ticksPer } from '../value/timespan.ts';
import type { Value } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { readAs, strict } from './define.ts';

/** Functions on moments; ticks of 100 ns since year 1. */
export const dateFunctions: FunctionTable = {
  now: ({ args, scope }) => {
    const offset = args[0] && readAs(args[0], 'timespan');
    return (row) => {
      const ticks = offset ? offset(row) : 0n;
      return ticks === null ? null : datetimeInRange(scope.session.now + (ticks as bigint));
    };
  },
  ago: ({ args, scope }) => {
    const before = readAs(args[0]!, 'timespan');
    return (row) => {
      const ticks = before(row);
      return ticks === null ? null : datetimeInRange(scope.session.now - (ticks as bigint));
    };
  },
  datetime_add: strict(['string', 'number', 'datetime'], addUnits),
  datetime_diff: strict(['string', 'datetime', 'datetime'], difference),
  datetime_part: strict(['string', 'datetime'], (name: string, moment: bigint) => part(name, moment)),
  datepart: strict(['string', 'datetime'], (name: string, moment: bigint) => part(name, moment)),
  make_datetime: makeDatetime,
  make_timespan: strict(['number'], makeTimespan),
  startofday: startOf('day'),
  startofweek: startOf('week'),
  startofmonth: startOf('month'),
  startofyear: startOf('year'),
  endofday: endOf('day'),
  endofweek: endOf('week'),
  endofmonth: endOf('month'),
  endofyear: endOf('year'),
  dayofweek: strict(['datetime'], (moment: bigint) => BigInt(partsOf(moment).weekday) * ticksPer.day),
  dayofmonth: partFunction('day'),
  dayofyear: partFunction('dayofyear'),
  getyear: partFunction('year'),
  getmonth: partFunction('month'),
  monthofyear: partFunction('month'),
  hourofday: partFunction('hour'),
  week_of_year: partFunction('week_of_year'),
  weekofyear: partFunction('week_of_year'),
  unixtime_seconds_todatetime: fromUnix(1e7),
  unixtime_milliseconds_todatetime: fromUnix(1e4),
  unixtime_microseconds_todatetime: fromUnix(10),
  unixtime_nanoseconds_todatetime: fromUnix(0.01),
};

const fixedUnits: Readonly<Record<string, bigint>> = {
  week: ticksPer.day * 7n,
  day: ticksPer.day,
  hour: ticksPer.hour,
  minute: ticksPer.minute,
  second: ticksPer.second,
  millisecond: ticksPer.millisecond,
  microsecond: ticksPer.microsecond,
};

const monthUnits: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

function addUnits(unit: string, amount: number, moment: bigint): Value {
  const name = unit.toLowerCase();
  const months = monthUnits[name];
  if (months !== undefined) return addMonths(moment, Math.trunc(amount) * months);
  if (name === 'nanosecond') return datetimeInRange(moment + BigInt(Math.trunc(amount / 100)));
  const ticks = fixedUnits[name];
  return ticks === undefined ? null : datetimeInRange(moment + BigInt(Math.trunc(amount)) * ticks);
}

/** How many borders of the unit lie between the two moments; positive where the first is later. */
function difference(unit: string, later: bigint, earlier: bigint): Value {
  const name = unit.toLowerCase();
  const months = monthUnits[name];
  if (months !== undefined)
    return Math.floor(monthIndex(later) / months) - Math.floor(monthIndex(earlier) / months);
  if (name === 'nanosecond') return longOf((later - earlier) * 100n);
  const ticks = fixedUnits[name];
  if (ticks === undefined) return null;
  const shift = name === 'week' ? ticksPer.day : 0n;
  return longOf((later + shift) / ticks - (earlier + shift) / ticks);
}

function monthIndex(moment: bigint): number {
  const { year, month } = partsOf(moment);
  return year * 12 + month - 1;
}

const partReaders: Readonly<Record<string, (moment: bigint) => number>> = {
  year: (moment) => partsOf(moment).year,
  quarter: (moment) => Math.ceil(partsOf(moment).month / 3),
  month: (moment) => partsOf(moment).month,
  week_of_year: isoWeek,
  weekofyear: isoWeek,
  day: (moment) => partsOf(moment).day,
  dayofyear: dayOfYear,
  dayofweek: (moment) => partsOf(moment).weekday,
  hour: (moment) => partsOf(moment).hour,
  minute: (moment) => partsOf(moment).minute,
  second: (moment) => partsOf(moment).second,
  millisecond: (moment) => Math.floor(partsOf(moment).fraction / 1e4),
  microsecond: (moment) => Math.floor(partsOf(moment).fraction / 10),
  nanosecond: (moment) => partsOf(moment).fraction * 100,
};

function part(name: string, moment: bigint): Value {
  return partReaders[name.toLowerCase()]?.(moment) ?? null;
}

function partFunction(name: string): FunctionCompiler {
  return strict(['datetime'], (moment: bigint) => part(name, moment));
}

function makeDatetime({ args, node }: FunctionCall): ReturnType<FunctionCompiler> {
  if (args.length === 1) return readAs(args[0]!, 'datetime');
  if (args.length < 3) throw failAt(node, 'make_datetime needs at least a year, a month and a day');
  const reads = args.map((argument) => readAs(argument, 'number'));
  return (row) => {
    const parts = reads.map((read) => read(row) as number | null);
    if (parts.includes(null)) return null;
    const [year, month, day, hour = 0, minute = 0, second = 0] = parts as number[];
    const whole = Math.floor(second);
    return ticksOfParts(year!, month!, day!, hour, minute, whole, Math.round((second - whole) * 1e7));
  };
}

/** Two arguments are hours and minutes, three add seconds, four begin with days. */
/** Seconds may have a fraction. A part out of its range gives null. */
function makeTimespan(...parts: number[]): Value {
  const [days, hours, minutes, seconds] =
    parts.length >= 4 ? parts : [0, parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
  const isInRange = (part: number, end: number) => part >= 0 && part < end;
  if (!isInRange(hours!, 24) || !isInRange(minutes!, 60) || !isInRange(seconds!, 60)) return null;
  const total = ((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!;
  return ticksOfReal(total * 1e7) ?? null;
}

type Period = 'day' | 'week' | 'month' | 'year';

function periodStart(period: Period, moment: bigint, offset: number): bigint | null {
  const midnight = moment - (moment % ticksPer.day);
  const { year, month, weekday } = partsOf(moment);
  if (period === 'day') return datetimeInRange(midnight + BigInt(offset) * ticksPer.day);
  if (period === 'week') return datetimeInRange(midnight + BigInt(offset * 7 - weekday) * ticksPer.day);
  const first = ticksOfParts(year, period === 'year' ? 1 : month, 1);
  return first === null ? null : addMonths(first, offset * (period === 'year' ? 12 : 1));
}

function startOf(period: Period): FunctionCompiler {
  return strict(['datetime', 'number'], (moment: bigint, offset = 0) =>
    periodStart(period, moment, Math.trunc(offset)),
  );
}

function endOf(period: Period): FunctionCompiler {
  return strict(['datetime', 'number'], (moment: bigint, offset = 0) => {
    const next = periodStart(period, moment, Math.trunc(offset) + 1);
    return next === null ? null : next - 1n;
  });
}

function fromUnix(ticksPerUnit: number): FunctionCompiler {
  return strict(['real'], (units: number | bigint) => {
    const ticks = Number.isInteger(Number(units))
      ? (BigInt(units) * BigInt(Math.round(ticksPerUnit * 100))) / 100n
      : BigInt(Math.round(Number(units) * ticksPerUnit));
    return datetimeInRange(unixEpochTicks + ticks);
  });
}
