import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { OptionReader } from '../load/draft.ts';
import { appendText } from './append-text.ts';

const types = new Set(['text', 'link', 'cve', 'osvdb']);

/** `<info type="…">`: a remark; a wrong type is an error that does not stop the load. */
export const readInfo: OptionReader = (draft, element, { report }) => {
  const attribute = element.attributes[0];
  if (attribute !== undefined) {
    const { name, value, nameSpan, valueSpan } = attribute;
    if (lowerAscii(name) !== 'type') report('wazuh-info-attribute', nameSpan, name);
    else if (!types.has(value)) report('wazuh-info-type', valueSpan, name, value);
  }
  draft.info = appendText(draft.info, element, report);
  return 'next';
};

/** `<cve>`: the number of a vulnerability. */
export const readCve: OptionReader = (draft, element, { report }) => {
  draft.cve = appendText(draft.cve, element, report);
  return 'next';
};
