import type { RuleDraft } from '../load/draft.ts';
import { ranks } from './condition.ts';

/** The `maxsize` attribute: the log must be at least so many bytes long. */
export function addMaxSize(draft: RuleDraft): void {
  const { maxSize } = draft.attributes;
  if (maxSize === 0) return;
  draft.conditions.push({
    option: 'maxsize',
    subject: 'size',
    wanted: String(maxSize),
    negated: false,
    span: draft.element.nameSpan,
    rank: ranks.static,
    valueIn: (event) => String(event.log.length),
    holds: (event) => event.log.length >= maxSize,
  });
}
