import type { ReplayMark } from '../../../server/src/protocol.ts';

/** What replayed alerts say of a rule, in a few words. */
export function markText({ named, fires, unknown, others }: Omit<ReplayMark, 'rule' | 'place'>): string {
  const number = (count: number) => count.toLocaleString('en');
  const alerts = (count: number, words: string) => `${number(count)} ${words}${count === 1 ? '' : 's'}`;
  if (named === 0) return `fires on ${alerts(others, 'replayed alert')} of other rules`;
  const own = `fires on ${number(fires)} of ${alerts(named, 'replayed alert')}`;
  const undecided = unknown > 0 ? `, ${number(unknown)} unknown` : '';
  const further = others > 0 ? `, and on ${number(others)} of other rules` : '';
  return `${own}${undecided}${further}`;
}
