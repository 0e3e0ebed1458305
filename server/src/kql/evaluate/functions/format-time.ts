import { pad, partsOf } from '../value/datetime.ts';
import { ticksPer } from '../value/timespan.ts';
import type { FunctionTable } from './define.ts';
import { strict } from './define.ts';

/** `format_datetime` and `format_timespan`: letters of the format stand for parts, all else for itself. */
export const formatTimeFunctions: FunctionTable = {
  format_datetime: strict(['datetime', 'string'], formatDatetimeAs),
  format_timespan: strict(['timespan', 'string'], formatTimespanAs),
};

type PartFormatters = Readonly<Record<string, (width: number) => string>>;

function formatDatetimeAs(moment: bigint, format: string): string {
  const { year, month, day, hour, minute, second, fraction } = partsOf(moment);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return fill(format, {
    y: (width) => (width <= 2 ? pad(year % 100, width) : pad(year, width)),
    M: (width) => pad(month, width),
    d: (width) => pad(day, width),
    h: (width) => pad(twelve, width),
    H: (width) => pad(hour, width),
    m: (width) => pad(minute, width),
    s: (width) => pad(second, width),
    f: (width) => fractionText(fraction, width),
    F: (width) => fractionText(fraction, width).replace(/0+$/, ''),
    t: (width) => (hour < 12 ? 'AM' : 'PM').slice(0, width),
  });
}

function formatTimespanAs(span: bigint, format: string): string {
  const size = span < 0n ? -span : span;
  const seconds = size / ticksPer.second;
  const inDay = Number(seconds % 86400n);
  const fraction = Number(size % ticksPer.second);
  const hour = Math.floor(inDay / 3600);
  const text = fill(format, {
    d: (width) => pad(Number(seconds / 86400n), width),
    h: (width) => pad(hour, width),
    H: (width) => pad(hour, width),
    m: (width) => pad(Math.floor(inDay / 60) % 60, width),
    s: (width) => pad(inDay % 60, width),
    f: (width) => fractionText(fraction, width),
    F: (width) => fractionText(fraction, width).replace(/0+$/, ''),
  });
  return span < 0n ? `-${text}` : text;
}

function fill(format: string, formatters: PartFormatters): string {
  return format.replace(/([A-Za-z])\1*/g, (run, letter: string) =>
    Object.hasOwn(formatters, letter) ? formatters[letter]!(run.length) : run,
  );
}

function fractionText(fraction: number, width: number): string {
  return pad(fraction, 7).slice(0, width);
}
