import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import { type Span, span } from '../../text/span.ts';
import type { XmlElement } from '../xml/document.ts';

/** Where a rule says its id; the name of the element where it says none. */
export function idPlace({ attributes, nameSpan }: XmlElement): Span {
  return attributes.find(({ name }) => lowerAscii(name) === 'id')?.valueSpan ?? nameSpan;
}

/**
 * Where a rule says what `option` holds: its text, or one number in it where the file writes it so. An option
 * taken from another (`if_sid` from `if_matched_sid`) stands at that one, else at the rule's id.
 */
export function optionPlace(rule: XmlElement, option: string, number?: number): Span {
  const elements = rule.children.filter(({ name }) => lowerAscii(name) === option);
  if (number !== undefined) {
    for (const element of elements) {
      const place = numberPlace(element, number);
      if (place !== undefined) return place;
    }
  }
  const matched = option.replace(/^if_(?=sid|group)/, 'if_matched_');
  if (elements.length === 0 && matched !== option) return optionPlace(rule, matched, number);
  return elements[0]?.contentSpan ?? idPlace(rule);
}

/** A comment or a variable moves what stands behind it: then there is no exact place. */
function numberPlace({ content, contentSpan }: XmlElement, number: number): Span | undefined {
  if (content.length !== contentSpan.end - contentSpan.start) return undefined;
  for (const { 0: digits, index } of content.matchAll(/\d+/g)) {
    if (Number(digits) !== number) continue;
    return span(contentSpan.start + index, contentSpan.start + index + digits.length);
  }
  return undefined;
}
