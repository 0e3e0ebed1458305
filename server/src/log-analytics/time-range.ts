import { LogAnalyticsFailure } from './failure.ts';

const units = { m: 'minutes', h: 'hours', d: 'days' } as const;

/**
 * A time range up to now, as the service takes it: `30m`, `24h` and `7d` become `PT30M`, `PT24H` and `P7D`; what is
 * written as one of those already stays.
 * @throws LogAnalyticsFailure for anything else
 */
export function timeRange(text: string): string {
  const [, count, unit] = /^\s*(\d{1,5})\s*([mhd])\s*$/i.exec(text) ?? [];
  if (count !== undefined && unit !== undefined && Number(count) > 0) {
    return unit.toLowerCase() === 'd' ? `P${Number(count)}D` : `PT${Number(count)}${unit.toUpperCase()}`;
  }
  const duration = text.trim().toUpperCase();
  if (/^P(?=\w)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/.test(duration)) return duration;
  const forms = Object.entries(units).map(([letter, name]) => `\`24${letter}\` (${name})`);
  throw new LogAnalyticsFailure('settings', `"${text}" is no time range. Write ${forms.join(', ')}.`);
}
