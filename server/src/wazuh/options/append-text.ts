import { toBytes } from '../../falco/evaluate/byte-string.ts';
import type { Report } from '../load/message.ts';
import type { XmlElement } from '../xml/document.ts';

const maxBytes = 2048;

/**
 * Joins the text of a repeated option to what is there, without anything between. Too long a text is an
 * error that does not stop the load: the option is then as if it were not there.
 * Source: SEMANTICS.md "Loading" 8.
 */
export function appendText(
  earlier: string | undefined,
  element: XmlElement,
  report: Report,
): string | undefined {
  const text = element.content;
  const limit = earlier === undefined ? maxBytes : maxBytes + 1;
  const fits = isShorter(text, limit) && (earlier === undefined || isShorter(earlier, limit));
  if (fits) return (earlier ?? '') + text;
  report('wazuh-too-long', element.contentSpan, text);
  return undefined;
}

/** Fewer bytes than `limit`; a UTF-16 unit has at most three. */
function isShorter(text: string, limit: number): boolean {
  return text.length * 3 < limit || toBytes(text).length < limit;
}
