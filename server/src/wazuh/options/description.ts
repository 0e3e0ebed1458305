import type { OptionReader } from '../load/draft.ts';
import { appendText } from './append-text.ts';

/** `<description>`: the first line feed becomes a space, later ones stay. */
export const readDescription: OptionReader = (draft, element, { report }) => {
  const content = element.content.replace('\n', ' ');
  draft.description = appendText(draft.description, { ...element, content }, report);
  return 'next';
};
