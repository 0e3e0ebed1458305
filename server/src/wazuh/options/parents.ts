import type { OptionReader } from '../load/draft.ts';
import { isNumber } from '../load/rule-attributes.ts';
import { appendText } from './append-text.ts';

/** `<if_sid>`: the ids of the rules that must match before this one, any of them. */
export const readIfSid: OptionReader = (draft, element, { report }) => {
  draft.ifSid = appendText(draft.ifSid, element, report);
  return 'next';
};

/** `<if_group>`: under every rule loaded so far whose groups hold this text. */
export const readIfGroup: OptionReader = (draft, element, { report }) => {
  draft.ifGroup = appendText(draft.ifGroup, element, report);
  return 'next';
};

/** `<if_level>`: under every rule loaded so far of this level or more; level 0 counts as 99. */
export const readIfLevel: OptionReader = (draft, element, { report }) => {
  if (!isNumber(element.content)) {
    report('wazuh-if-level', element.contentSpan, element.content, draft.attributes.id!);
    return 'skip';
  }
  draft.ifLevel = appendText(draft.ifLevel, element, report);
  return 'next';
};
