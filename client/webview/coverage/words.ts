import type { CoverageCounts } from '../../../server/src/protocol.ts';

/** `1 rule`, `12 rules`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** What there is, in a few words: `2 rules, 1 test`; kinds of which there is none are left out. */
export function countWords({ rules, detections, tests, alerts }: CoverageCounts): string {
  const parts = [
    [rules, 'rule'],
    [detections, 'detection'],
    [tests, 'test'],
    [alerts, 'alert'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return words.length === 0 ? 'nothing' : words.join(', ');
}
