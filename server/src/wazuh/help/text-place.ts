import { lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { Span } from '../../text/span.ts';
import { usualPatternType } from '../options/text-pattern.ts';
import { type PatternType, patternType } from '../pattern/pattern.ts';
import type { XmlAttribute, XmlElement } from '../xml/document.ts';

/** What a place in the text of a rules file belongs to. */
export interface TextPlace {
  /** The attribute whose value it is in. */
  readonly attribute?: XmlAttribute;
  /** How Wazuh reads the text of the element around it, where that is an option whose text is a pattern. */
  readonly pattern?: PatternType;
  /** The innermost element around it. */
  readonly element?: XmlElement;
}

/** What an offset in a file belongs to, by the elements that could be read of it. */
export function textPlace(roots: readonly XmlElement[], offset: number): TextPlace {
  let element: XmlElement | undefined;
  let inside = roots.find((root) => holds(root.span, offset));
  while (inside !== undefined) {
    element = inside;
    inside = element.children.find((child) => holds(child.span, offset));
  }
  if (element === undefined) return {};
  const attribute = element.attributes.find(({ valueSpan }) => holds(valueSpan, offset));
  if (attribute !== undefined) return { element, attribute };
  const pattern = patternTypeOf(element);
  return pattern === undefined ? { element } : { element, pattern };
}

/** How Wazuh reads the text of an option; undefined where that is no pattern. */
export function patternTypeOf({ name, attributes }: XmlElement): PatternType | undefined {
  const usual = lowerAscii(name) === 'field' ? 'osregex' : usualPatternType(lowerAscii(name));
  const type = attributes.find((attribute) => attribute.name === 'type');
  return usual && ((type && patternType(type.value)) ?? usual);
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}
