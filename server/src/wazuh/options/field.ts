import { lowerAscii, toBytes } from '../../falco/evaluate/byte-string.ts';
import { staticFields } from '../evaluate/event.ts';
import type { OptionReader, RuleDraft } from '../load/draft.ts';
import type { Report } from '../load/message.ts';
import { isInvalid } from '../pattern/compiled-pattern.ts';
import { compilePattern } from '../pattern/pattern.ts';
import type { XmlAttribute, XmlElement } from '../xml/document.ts';
import { ranks } from './condition.ts';
import { readNegate, readType } from './pattern-attributes.ts';

/** Names that `<field>` refuses because they have an element of their own. */
const refused: ReadonlySet<string> = new Set([...staticFields, 'user']);

/** `<field name="…">`: a pattern for one decoded field. Source: SEMANTICS.md "Loading" 11. */
export const readField: OptionReader = (draft, element, { settings, report }) => {
  const id = draft.attributes.id!;
  if (draft.fieldCount >= settings.maxFields) {
    report('wazuh-too-many-fields', element.span, id);
    return 'abort';
  }
  const name = fieldName(element, id, report);
  if (name === undefined) return 'abort';
  const type = readType(element, 'osregex', id, report);
  const negated = readNegate(element, id, report);
  const compiled = compilePattern(type, toBytes(element.content));
  if (isInvalid(compiled)) {
    report('wazuh-pattern', element.contentSpan, name.value, id);
    return 'abort';
  }
  addCondition(draft, element, name.value, negated, compiled);
  draft.fieldCount++;
  return 'next';
};

function fieldName(element: XmlElement, id: number, report: Report): XmlAttribute | undefined {
  if (element.attributes.length === 0) {
    report('wazuh-field-attributes', element.nameSpan, id);
    return undefined;
  }
  const attribute = element.attributes.find(({ name }) => name === 'name');
  if (attribute === undefined) report('wazuh-field-name', element.nameSpan, id);
  else if (refused.has(lowerAscii(attribute.value))) {
    report('wazuh-static-field', attribute.valueSpan, id, attribute.value);
    return undefined;
  }
  return attribute;
}

function addCondition(
  draft: RuleDraft,
  element: XmlElement,
  name: string,
  negated: boolean,
  { matches, unsupported }: { matches: (value: string) => boolean; unsupported?: string },
): void {
  const key = lowerAscii(toBytes(name));
  draft.conditions.push({
    option: 'field',
    subject: name,
    wanted: element.content,
    negated,
    ...(unsupported !== undefined && { unsupported }),
    span: element.span,
    rank: ranks.field,
    valueIn: (event) => event.fieldValues.get(key),
    holds: (event) => {
      const value = event.fieldValues.get(key);
      return value !== undefined && unsupported === undefined && matches(value) !== negated;
    },
  });
}
