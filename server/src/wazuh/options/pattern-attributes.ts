import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { Report } from '../load/message.ts';
import { type PatternType, patternType } from '../pattern/pattern.ts';
import type { XmlElement } from '../xml/document.ts';

/**
 * Whether `negate="yes"` stands on an element; any other value than yes and no is a warning and means no.
 * The attribute's own name is matched exactly. Source: SEMANTICS.md "Loading" 3.
 */
export function readNegate(element: XmlElement, id: number, report: Report): boolean {
  const attribute = element.attributes.find(({ name }) => name === 'negate');
  if (attribute === undefined) return false;
  const value = lowerAscii(attribute.value);
  if (value !== 'yes' && value !== 'no') {
    report('wazuh-attribute-value', attribute.valueSpan, attribute.value, 'negate', id);
  }
  return value === 'yes';
}

/** The pattern type that an element names, or `usual`; an unknown one is a warning. */
export function readType(element: XmlElement, usual: PatternType, id: number, report: Report): PatternType {
  const attribute = element.attributes.find(({ name }) => name === 'type');
  if (attribute === undefined) return usual;
  const type = patternType(attribute.value);
  if (type === undefined) {
    report('wazuh-attribute-value', attribute.valueSpan, attribute.value, 'type', id);
  }
  return type ?? usual;
}
