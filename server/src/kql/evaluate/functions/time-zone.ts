import { datetimeInRange, partsOf, ticksOfParts, unixEpochTicks } from '../value/datetime.ts';
import { ticksPer } from '../value/timespan.ts';
import type { Value } from '../value/value.ts';
import type { FunctionTable } from './define.ts';
import { strict } from './define.ts';

/** Conversions between UTC and the local time of a named zone (IANA names, from the host's tables). */
export const timeZoneFunctions: FunctionTable = {
  datetime_utc_to_local: strict(['datetime', 'string'], (moment: bigint, zone: string) => {
    const offset = offsetAt(moment, zone);
    return offset === undefined ? null : datetimeInRange(moment + offset);
  }),
  datetime_local_to_utc: strict(['datetime', 'string'], localToUtc),
};

/**
 * The offset is the one in force at the guessed moment, looked up again at the result. A time that the clock
 * leaps over in spring counts as summer time already.
 */
function localToUtc(local: bigint, zone: string): Value {
  const first = offsetAt(local, zone);
  if (first === undefined) return null;
  const second = offsetAt(local - first, zone) ?? first;
  const exists = offsetAt(local - second, zone) === second;
  return datetimeInRange(local - (exists || second > first ? second : first));
}

/** Ticks to add to UTC in that zone at that moment; undefined for a zone nobody knows. */
function offsetAt(moment: bigint, zone: string): bigint | undefined {
  const milliseconds = Number((moment - unixEpochTicks) / ticksPer.millisecond);
  const formatter = formatterOf(zone);
  if (!formatter) return undefined;
  const parts = new Map(
    formatter.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]),
  );
  const { fraction } = partsOf(moment);
  const local = ticksOfParts(
    parts.get('year')!,
    parts.get('month')!,
    parts.get('day')!,
    parts.get('hour')! % 24,
    parts.get('minute')!,
    parts.get('second')!,
    fraction,
  );
  return local === null ? undefined : local - moment;
}

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
