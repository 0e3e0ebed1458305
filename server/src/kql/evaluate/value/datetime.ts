import { ticksPer } from './timespan.ts';

/** A moment taken apart; `fraction` in ticks of 100 ns below the second, `weekday` 0 for Sunday. */
export interface DatetimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: number;
  readonly weekday: number;
}

/** Days from 0001-01-01 to 1970-01-01. */
const epochDays = 719_162;

/** Ticks of 1970-01-01. */
export const unixEpochTicks = BigInt(epochDays) * ticksPer.day;

/** Ticks of a moment in milliseconds since 1970. */
export function ticksOf(milliseconds: number): bigint {
  return unixEpochTicks + BigInt(Math.round(milliseconds)) * ticksPer.millisecond;
}

/** Ticks of the end of year 9999: the first moment out of range. */
const endOfTime = 3_155_378_976_000_000_000n;

/** The same ticks where they are a datetime (years 1 to 9999), else null. */
export function datetimeInRange(ticks: bigint): bigint | null {
  return ticks >= 0n && ticks < endOfTime ? ticks : null;
}

/** Ticks of a civil moment; null where a part is out of its range (31 April, hour 24 …). */
export function ticksOfParts(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0,
): bigint | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return null;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const seconds = daysOfCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  return BigInt(seconds) * ticksPer.second + BigInt(fraction);
}

/** Takes ticks apart. */
export function partsOf(ticks: bigint): DatetimeParts {
  const seconds = Number(ticks / ticksPer.second);
  const days = Math.floor(seconds / 86400);
  const inDay = seconds - days * 86400;
  const { year, month, day } = civilOfDays(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    fraction: Number(ticks % ticksPer.second),
    weekday: (days + 1) % 7,
  };
}

/** Days in a month of the Gregorian calendar; `month` 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Day of the year, 1 for the first of January. */
export function dayOfYear(ticks: bigint): number {
  const { year, month, day } = partsOf(ticks);
  return daysOfCivil(year, month, day) - daysOfCivil(year, 1, 1) + 1;
}

/** Week of the year by ISO 8601: the week of the year's first Thursday is 1. */
export function isoWeek(ticks: bigint): number {
  const days = Number(ticks / ticksPer.day);
  const thursday = days - ((days + 7) % 7) + 3;
  const { year } = civilOfDays(thursday);
  return Math.floor((thursday - daysOfCivil(year, 1, 1)) / 7) + 1;
}

/** Adds months as the calendar does: the day is cut to the length of the month; null out of range. */
export function addMonths(ticks: bigint, months: number): bigint | null {
  const parts = partsOf(ticks);
  const index = parts.year * 12 + parts.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  if (year < 1 || year > 9999) return null;
  const day = Math.min(parts.day, daysInMonth(year, month));
  const start = BigInt(daysOfCivil(year, month, day)) * ticksPer.day;
  return start + (ticks % ticksPer.day);
}

/** Prints a moment as Kusto's tostring does: `2024-01-15T12:35:35.0000000Z`. */
export function formatDatetime(ticks: bigint): string {
  const { year, month, day, hour, minute, second, fraction } = partsOf(ticks);
  const century = twoDigits[Math.floor(year / 100)]!;
  const date = `${century}${twoDigits[year % 100]}-${twoDigits[month]}-${twoDigits[day]}`;
  const below = fraction === 0 ? '0000000' : pad(fraction, 7);
  return `${date}T${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second]}.${below}Z`;
}

const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, i) => pad(i, 2));

/** A whole number with leading zeros. */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysOfCivil(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return before * 365 + leapDays + daysBeforeMonth(year, month) + day - 1;
}

const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function daysBeforeMonth(year: number, month: number): number {
  return monthStarts[month - 1]! + (month > 2 && isLeapYear(year) ? 1 : 0);
}

/**
 * The date of a day. Counted from 1 March of a year 0, so that the leap day ends a year; then 400 years have
 * 146,097 days, and months from March on come in fives of 153.
 */
function civilOfDays(days: number): { year: number; month: number; day: number } {
  const sinceMarch = days + 306;
  const era = Math.floor(sinceMarch / 146_097);
  const inEra = sinceMarch - era * 146_097;
  const leapDays = Math.floor(inEra / 1460) - Math.floor(inEra / 36_524) + Math.floor(inEra / 146_096);
  const yearOfEra = Math.floor((inEra - leapDays) / 365);
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day };
}
