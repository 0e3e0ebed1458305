/** Ticks of 100 ns in each unit. */
export const ticksPer = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

const unitTicks: Readonly<Record<string, number>> = {
  d: 864e9,
  day: 864e9,
  days: 864e9,
  h: 36e9,
  hr: 36e9,
  hrs: 36e9,
  hour: 36e9,
  hours: 36e9,
  m: 6e8,
  min: 6e8,
  minute: 6e8,
  minutes: 6e8,
  s: 1e7,
  sec: 1e7,
  second: 1e7,
  seconds: 1e7,
  ms: 1e4,
  milli: 1e4,
  millis: 1e4,
  millisec: 1e4,
  millisecond: 1e4,
  milliseconds: 1e4,
  micro: 10,
  micros: 10,
  microsec: 10,
  microsecond: 10,
  microseconds: 10,
  nano: 0.01,
  nanos: 0.01,
  nanosecond: 0.01,
  nanoseconds: 0.01,
  tick: 1,
  ticks: 1,
};

/**
 * Reads a timespan: `1.02:03:04.5`, `02:03`, `90m`, `1.5h`, `3` (days); undefined for any other text.
 * Source: KQL documentation, "The timespan data type".
 */
export function parseTimespan(text: string): bigint | undefined {
  const trimmed = text.trim();
  return parseUnits(trimmed) ?? parseClock(trimmed);
}

function parseUnits(text: string): bigint | undefined {
  const match = /^([+-]?\d{1,18}(?:\.\d{0,18})?(?:[eE][+-]?\d{1,2})?)\s*([a-z]{1,12})$/i.exec(text);
  const unit = match && unitTicks[match[2]!.toLowerCase()];
  return unit ? ticksOfReal(Number(match[1]) * unit) : undefined;
}

function parseClock(text: string): bigint | undefined {
  const match =
    /^([+-])?(?:(\d{1,8})(?:[.:](?=\d{1,2}:\d{1,2}:)|$))?(?:(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?$/.exec(
      text,
    );
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const [hours, minutes, seconds] = [match[3], match[4], match[5]].map((part) => Number(part ?? 0));
  if (hours! > 23 || minutes! > 59 || seconds! > 59) return undefined;
  const whole = Number(match[2] ?? 0) * 86400 + hours! * 3600 + minutes! * 60 + seconds!;
  const fraction = (match[6] ?? '').padEnd(7, '0').slice(0, 7);
  const ticks = BigInt(whole) * ticksPer.second + BigInt(fraction);
  return match[1] === '-' ? -ticks : ticks;
}

/** Ticks of a real number of ticks, rounded; undefined where it does not fit a timespan. */
export function ticksOfReal(ticks: number): bigint | undefined {
  return Math.abs(ticks) < 2 ** 63 ? BigInt(Math.round(ticks)) : undefined;
}

/** Prints a timespan as Kusto does: `1.02:03:04.5000000`, `00:00:10`, `-01:00:00`. */
export function formatTimespan(ticks: bigint): string {
  const negative = ticks < 0n;
  const size = negative ? -ticks : ticks;
  const seconds = size / ticksPer.second;
  const fraction = size % ticksPer.second;
  const days = seconds / 86400n;
  const inDay = Number(seconds % 86400n);
  const clock = [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`;
  return `${negative ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${tail}`;
}
