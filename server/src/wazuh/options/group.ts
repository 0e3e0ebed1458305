import type { OptionReader } from '../load/draft.ts';
import { appendText } from './append-text.ts';

/** `<group>` in a rule: joined to the groups of the element around, line feeds dropped. */
export const readGroup: OptionReader = (draft, element, { report }) => {
  draft.group = appendText(draft.group, element, report)?.replaceAll('\n', '');
  return 'next';
};
