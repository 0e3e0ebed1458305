import type { OptionReader } from '../load/draft.ts';
import { ranks } from './condition.ts';

/** `<if_fts/>`: something seen for the first time; no JSON decoder keeps such a list, so it never holds. */
export const readFirstTime: OptionReader = (draft, element) => {
  draft.conditions.push({
    option: 'if_fts',
    subject: 'decoder',
    wanted: 'a first time',
    negated: false,
    span: element.span,
    rank: ranks.static,
    valueIn: (event) => event.decoder,
    holds: () => false,
  });
  return 'next';
};
