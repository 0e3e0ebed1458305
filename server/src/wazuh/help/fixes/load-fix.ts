import type { LoadMessage } from '../../load/message.ts';
import type { ElementFix, RulesFix } from '../fix.ts';
import type { Manager } from '../manager.ts';
import { textPlace } from '../text-place.ts';
import { alertOptionWord } from './alert-option-word.ts';
import { decoderCase } from './decoder-case.ts';
import { staticField } from './static-field.ts';

const fixes: Partial<Record<LoadMessage['code'], ElementFix>> = {
  'wazuh-static-field': staticField,
  'wazuh-decoder': decoderCase,
  'wazuh-option-value': alertOptionWord,
};

/** The safe way to remove what Wazuh says of a place; undefined where there is none. */
export function loadFix(
  { code, file, span }: Pick<LoadMessage, 'code' | 'file' | 'span'>,
  { files }: Manager,
): RulesFix | undefined {
  const mend = fixes[code];
  const read = mend && files.find(({ name }) => name === file);
  const element = read && textPlace(read.read.document.roots, span.start).element;
  return element && mend?.(element, read.text);
}
