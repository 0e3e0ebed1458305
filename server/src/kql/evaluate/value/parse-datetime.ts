import { datetimeInRange, ticksOfParts } from './datetime.ts';
import { ticksPer } from './timespan.ts';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface DateAndRest {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly rest: string;
}

/**
 * Reads a moment in the formats Kusto documents (ISO 8601, RFC 822, RFC 850, and the year-first,
 * month-first and packed forms seen in its examples); undefined for any other text.
 */
export function parseDatetime(text: string): bigint | undefined {
  const utc = parseUtc(text);
  if (utc !== undefined) return utc;
  const trimmed = text.trim();
  if (trimmed.length > 64) return undefined;
  const ordered = dateFirst(trimmed);
  const date = isoDate(ordered) ?? slashDate(ordered) ?? namedDate(ordered) ?? packedDate(ordered);
  if (!date) return undefined;
  const clock = parseClock(date.rest);
  if (!clock) return undefined;
  const midnight = ticksOfParts(date.year, date.month, date.day);
  if (midnight === null) return undefined;
  return datetimeInRange(midnight + clock.ticks - clock.offset) ?? undefined;
}

/** `2024-06-15T10:00:03Z`, with or without a fraction, as nearly all tables have it; undefined for other forms. */
function parseUtc(text: string): bigint | undefined {
  const end = text.length - 1;
  if (end < 19 || end > 27 || text[end] !== 'Z' || text[10] !== 'T') return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  if (end > 19 && (text[19] !== '.' || end === 20)) return undefined;
  const fraction = end > 20 ? digits(text, 20, end) * 10 ** (27 - end) : 0;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (Number.isNaN(year + month + day + hour + minute + second + fraction)) return undefined;
  return ticksOfParts(year, month, day, hour, minute, second, fraction) ?? undefined;
}

/** The number that the digits of a text from one place to another make; NaN where others are among them. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** `10:00 14 jun 2025` as `14 jun 2025 10:00`. */
function dateFirst(text: string): string {
  const clock = /^\d{1,2}:\d{2}(?::\d{2})?\s+/.exec(text)?.[0];
  return clock === undefined ? text : `${text.slice(clock.length)} ${clock.trim()}`;
}

function isoDate(text: string): DateAndRest | undefined {
  const match = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?=$|[T\s])(.*)$/is.exec(text);
  if (!match) return undefined;
  return {
    year: Number(match[1]),
    month: Number(match[2] ?? 1),
    day: Number(match[3] ?? 1),
    rest: match[4]!,
  };
}

/** Month first; where that cannot be, day first. */
function slashDate(text: string): DateAndRest | undefined {
  const match = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?=$|[T\s])(.*)$/is.exec(text);
  if (!match) return undefined;
  const [first, second] = [Number(match[1]), Number(match[2])];
  const dayFirst = first > 12;
  return {
    year: Number(match[3]),
    month: dayFirst ? second : first,
    day: dayFirst ? first : second,
    rest: match[4]!,
  };
}

/** `Sat, 8 Nov 2014 15:05:02 GMT`, `Saturday, 08-Nov-14 15:05:02 GMT`, `Nov 8, 2014`. */
function namedDate(text: string): DateAndRest | undefined {
  const bare = text.replace(/^[a-z]{3,9},?\s+(?=\d|[a-z]{3})/i, (day) =>
    /^(sun|mon|tue|wed|thu|fri|sat)/i.test(day) ? '' : day,
  );
  const dayFirst = /^(\d{1,2})[-\s]([a-z]{3,9})[-\s,]\s?(\d{2}|\d{4})(?=$|\s)(.*)$/is.exec(bare);
  if (dayFirst) return namedParts(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!, dayFirst[4]!);
  const monthFirst = /^([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})(?=$|\s)(.*)$/is.exec(bare);
  return monthFirst ? namedParts(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!, monthFirst[4]!) : undefined;
}

function namedParts(year: string, month: string, day: string, rest: string): DateAndRest | undefined {
  const index = monthNames.indexOf(month.slice(0, 3).toLowerCase());
  if (index < 0) return undefined;
  const full = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  return { year: full, month: index + 1, day: Number(day), rest };
}

function packedDate(text: string): DateAndRest | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?=$|[T\s])(.*)$/is.exec(text);
  if (!match) return undefined;
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]), rest: match[4]! };
}

/** `T12:35:35.123Z`, ` 12:35`, ` 3:05 PM`, ` 15:05:02 GMT`, `T08:20:03-01:00`, or nothing. */
function parseClock(text: string): { ticks: bigint; offset: bigint } | undefined {
  if (text.trim() === '') return { ticks: 0n, offset: 0n };
  const match =
    /^(?:T|\s{1,4})(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s?(am|pm)?\s?(z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)?$/i.exec(
      text,
    );
  if (!match) return undefined;
  const hour = clockHour(Number(match[1]), match[5]?.toLowerCase());
  const [minute, second] = [Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = (match[4] ?? '').padEnd(7, '0').slice(0, 7);
  const ticks = BigInt(hour * 3600 + minute * 60 + second) * ticksPer.second + BigInt(fraction);
  return { ticks, offset: zoneOffset(match[6]) };
}

function clockHour(hour: number, half: string | undefined): number {
  if (half === 'pm') return hour === 12 ? 12 : hour + 12;
  return half === 'am' && hour === 12 ? 0 : hour;
}

function zoneOffset(zone: string | undefined): bigint {
  const match = zone && /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0n;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -1n : 1n) * BigInt(minutes) * ticksPer.minute;
}
