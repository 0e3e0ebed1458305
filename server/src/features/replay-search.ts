import type { Alert } from '../replay/alert.ts';
import { fieldText } from './replay.ts';

/**
 * Where a search looks in an alert, in lower case: its output, its tags, what says of it when and where, and each
 * field as `name=value`, all on lines of their own.
 */
export function searchText(alert: Alert): string {
  const { rule, priority, time, source, hostname, output, tags, fields } = alert;
  const of = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value) ?? ''}`);
  return [rule, priority, time, source, hostname, output, ...tags, ...of].join('\n').toLowerCase();
}

/** Words that JSON writes as they are, however an alert is written. */
const plainWord = /^(?=.*[a-z_])[\w. -]+$/;

/**
 * A quick look at the JSON text of an alert: false where none of the words can be in it, so that most alerts need
 * not be parsed.
 */
export function mayHold(text: string, words: readonly string[]): boolean {
  if (text.includes('\\') || !words.every((word) => plainWord.test(word))) return true;
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}
