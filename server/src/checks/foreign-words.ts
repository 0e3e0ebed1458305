import { operators } from '../falco/condition/words.ts';
import { nearestNames } from './nearest-name.ts';

const priorityNames = [
  'EMERGENCY',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFORMATIONAL',
  'DEBUG',
];

/** Levels of other tools, and the priorities that come nearest to them. */
const foreignPriorities: ReadonlyMap<string, readonly string[]> = new Map([
  ['CRIT', ['CRITICAL']],
  ['EMERG', ['EMERGENCY']],
  ['FATAL', ['EMERGENCY', 'CRITICAL']],
  ['PANIC', ['EMERGENCY']],
  ['SEVERE', ['CRITICAL']],
  ['HIGH', ['CRITICAL', 'ERROR']],
  ['MAJOR', ['ERROR']],
  ['ERR', ['ERROR']],
  ['MEDIUM', ['WARNING']],
  ['MODERATE', ['WARNING']],
  ['WARN', ['WARNING']],
  ['MINOR', ['NOTICE']],
  ['LOW', ['NOTICE']],
  ['INFORMATION', ['INFORMATIONAL']],
  ['TRACE', ['DEBUG']],
  ['VERBOSE', ['DEBUG']],
]);

/** The priorities that a word may mean, the likeliest first. */
export function prioritiesFor(value: string): readonly string[] {
  return foreignPriorities.get(value.toUpperCase()) ?? nearestNames(value.toUpperCase(), priorityNames);
}

/** Operators of other languages. */
const foreignOperators: ReadonlyMap<string, readonly string[]> = new Map([
  ['is', ['=']],
  ['equals', ['=']],
  ['eq', ['=']],
  ['===', ['=']],
  ['<>', ['!=']],
  ['ne', ['!=']],
  ['like', ['glob']],
  ['matches', ['regex', 'glob']],
  ['=~', ['regex', 'glob']],
  ['~', ['regex', 'contains']],
  ['has', ['contains']],
  ['includes', ['contains']],
  ['starts_with', ['startswith']],
  ['ends_with', ['endswith']],
]);

/** The operators that a word may mean, the likeliest first. */
export function operatorsFor(word: string): readonly string[] {
  return foreignOperators.get(word.toLowerCase()) ?? nearestNames(word, operators);
}

/** The words that join checks, by how other languages, and capitals, say them. */
export const connectives: ReadonlyMap<string, readonly string[]> = new Map([
  ['AND', ['and']],
  ['And', ['and']],
  ['&&', ['and']],
  ['OR', ['or']],
  ['Or', ['or']],
  ['||', ['or']],
]);
