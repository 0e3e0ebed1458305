import { alertOptionNames } from '../../options/alert-options.ts';
import { type ElementFix, replacement } from '../fix.ts';

/** A word of `<options>` in another case, or with white space around it. */
export const alertOptionWord: ElementFix = ({ content, contentSpan }) => {
  const word = content.trim().toLowerCase();
  return alertOptionNames.includes(word) ? replacement(`Write \`${word}\``, contentSpan, word) : undefined;
};
