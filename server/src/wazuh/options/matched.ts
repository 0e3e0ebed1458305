import type { OptionReader } from '../load/draft.ts';
import { isNumber } from '../load/rule-attributes.ts';
import { appendText } from './append-text.ts';

/** `<if_matched_sid>`: counts the events that ended on this one rule. */
export const readIfMatchedSid: OptionReader = (draft, element, { report }) => {
  draft.context = true;
  if (!isNumber(element.content)) {
    report('wazuh-if-matched-sid', element.contentSpan, element.content, draft.attributes.id!);
    return 'skip';
  }
  draft.ifMatchedSid = Number(element.content);
  return 'next';
};

/** `<if_matched_group>`: counts the events of all rules whose groups match. */
export const readIfMatchedGroup: OptionReader = (draft, element, { report }) => {
  draft.context = true;
  draft.ifMatchedGroup = appendText(draft.ifMatchedGroup, element, report);
  return 'next';
};

/** `<if_matched_regex>`: counts the earlier events whose log matches. */
export const readIfMatchedRegex: OptionReader = (draft, element, { report }) => {
  draft.context = true;
  draft.ifMatchedRegex = appendText(draft.ifMatchedRegex, element, report);
  return 'next';
};
