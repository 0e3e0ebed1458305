import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** `<weekday>`: `monday - friday` is not said, but `weekdays`, `weekends`, `sat,sun` and `!monday` are. */
export const readWeekDay: OptionReader = (draft, element, { report }) => {
  const wanted = readDays(element.content);
  if (wanted === undefined) {
    report('wazuh-weekday', element.contentSpan, element.content);
    report('wazuh-invalid-configuration', element.contentSpan, element.name, element.content);
    return 'abort';
  }
  draft.conditions.push({
    option: 'weekday',
    subject: 'weekday',
    wanted: element.content,
    negated: false,
    span: element.span,
    rank: ranks.static,
    valueIn: ({ seconds }) => days[dayOf(seconds)],
    holds: ({ seconds }) => wanted.has(dayOf(seconds)),
  });
  return 'next';
};

/** The days as numbers from Sunday 0; undefined for a text that is no list of days. */
function readDays(text: string): ReadonlySet<number> | undefined {
  const negated = /^ *!/.test(text);
  const words = text
    .replace(/^ *!? */, '')
    .split(/[ ,]+/)
    .filter((word) => word !== '');
  const named = new Set<number>();
  for (const word of words) {
    const numbers = dayNumbers(word.toLowerCase());
    if (numbers === undefined) return undefined;
    for (const number of numbers) named.add(number);
  }
  if (named.size === 0) return undefined;
  return negated ? new Set([...days.keys()].filter((day) => !named.has(day))) : named;
}

function dayNumbers(word: string): readonly number[] | undefined {
  if (word === 'weekdays') return [1, 2, 3, 4, 5];
  if (word === 'weekends') return [0, 6];
  const day = days.findIndex((name) => word === name || word === name.slice(0, 3));
  return day < 0 ? undefined : [day];
}

/** 1 January 1970 was a Thursday. */
function dayOf(seconds: number): number {
  return (Math.floor(seconds / 86_400) + 4) % 7;
}
