import { lowerAscii } from '../../falco/evaluate/byte-string.ts';

/**
 * Falco's eight priorities with the level each gets in Wazuh and its place in the ladder of rules. Levels and
 * places are those of the published recipe (seed 004), which has no Debug; there it is added last.
 */
export const priorities = [
  { name: 'Informational', level: 4, place: 1 },
  { name: 'Notice', level: 6, place: 2 },
  { name: 'Warning', level: 8, place: 3 },
  { name: 'Error', level: 10, place: 4 },
  { name: 'Critical', level: 12, place: 5 },
  { name: 'Alert', level: 14, place: 6 },
  { name: 'Emergency', level: 16, place: 7 },
  { name: 'Debug', level: 3, place: 8 },
] as const;

/** The name of a priority as alerts carry it. */
export type PriorityName = (typeof priorities)[number]['name'];

/** Every priority as alerts of old and new versions of Falco carry it. */
export const priorityWords: readonly string[] = [...priorities.map(({ name }) => name), 'Info'];

/** The priority that a rules file means, in any case, `info` included; undefined for any other word. */
export function readPriority(word: string): PriorityName | undefined {
  const low = lowerAscii(word);
  if (low === 'info') return 'Informational';
  return priorities.find(({ name }) => lowerAscii(name) === low)?.name;
}

/** The text that matches a priority in an alert: old and edited ones have `Info` and other cases. */
export function priorityText(name: PriorityName): string {
  return name === 'Informational' ? 'Info(?:rmational)?' : name;
}
