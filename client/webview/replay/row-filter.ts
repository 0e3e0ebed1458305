import type { ReplayRow } from '../../../server/src/protocol.ts';
import { verdictWords } from './verdict.ts';

/** A word that is looked for, in lower case. */
export interface FilterWord {
  readonly text: string;
  /** Rows that hold it are left out. */
  readonly isLeftOut: boolean;
}

/** Whether an alert holds a word in lower case, beyond what its row says. */
export type Holds = (word: string, alert: number) => boolean;

/** The words of a filter: between blanks, or between quotes with blanks in them; `-` before one leaves it out. */
export function wordsIn(filter: string): readonly FilterWord[] {
  const found = filter.toLowerCase().matchAll(/(-?)(?:"([^"]*)"?|(\S+))/g);
  return [...found].flatMap(([, minus, quoted, plain]) => {
    const text = quoted ?? plain ?? '';
    return text === '' || text === '-' ? [] : [{ text, isLeftOut: minus === '-' }];
  });
}

/** True for rows that hold every word somewhere, and none of those that are left out. */
export function rowFilter(filter: string, holds: Holds): (row: ReplayRow, alert: number) => boolean {
  const words = wordsIn(filter);
  if (words.length === 0) return () => true;
  return (row, alert) => {
    const shown = rowText(row);
    return words.every(({ text, isLeftOut }) => isLeftOut !== (shown.includes(text) || holds(text, alert)));
  };
}

/** Made once for each row: there are many rows, and a filter is asked again with every key. */
const texts = new WeakMap<ReplayRow, string>();

function rowText(row: ReplayRow): string {
  let text = texts.get(row);
  if (text === undefined) {
    const { time, rule, priority, host, container, verdict, missing } = row;
    const parts = [time, rule, priority, host, container, verdictWords(verdict).words, ...missing];
    text = parts.join('\n').toLowerCase();
    texts.set(row, text);
  }
  return text;
}
