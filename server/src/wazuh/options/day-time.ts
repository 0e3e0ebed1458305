import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

/** Minutes of a day from one to another, both in it. */
interface Hours {
  readonly from: number;
  readonly to: number;
  readonly outside: boolean;
}

/** `<time>`: `6 pm - 8:30 am` or `!08:00-17:00`, the hours of the manager's day. */
export const readDayTime: OptionReader = (draft, element, { report }) => {
  const hours = readHours(element.content);
  if (hours === undefined) {
    report('wazuh-invalid-configuration', element.contentSpan, element.name, element.content);
    return 'abort';
  }
  draft.conditions.push({
    option: 'time',
    subject: 'time',
    wanted: element.content,
    negated: false,
    span: element.span,
    rank: ranks.static,
    valueIn: (event) => clock(minuteOf(event.seconds)),
    holds: ({ seconds }) => {
      const minute = minuteOf(seconds);
      return (minute >= hours.from && minute <= hours.to) !== hours.outside;
    },
  });
  return 'next';
};

function readHours(text: string): Hours | undefined {
  const trimmed = text.trim();
  const negated = trimmed.startsWith('!');
  const hours = negated ? trimmed.slice(1) : trimmed;
  const dash = hours.indexOf('-');
  const from = readMinute(hours.slice(0, Math.max(0, dash)));
  const to = readMinute(hours.slice(dash + 1));
  if (from === undefined || to === undefined) return undefined;
  if (from > to) return { from: to, to: from, outside: true };
  return { from, to, outside: negated };
}

function readMinute(text: string): number | undefined {
  const parts = /^(\d{1,2})(?::(\d\d))? *([ap]m)?$/i.exec(text.trim());
  if (parts === null) return undefined;
  const written = Number(parts[1]);
  const half = parts[3]?.toLowerCase();
  const hour = half === undefined ? written : (written === 12 ? 0 : written) + (half === 'pm' ? 12 : 0);
  return hour > 23 ? undefined : hour * 60 + Number(parts[2] ?? 0);
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / 60) % 1440;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
