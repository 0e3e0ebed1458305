import type { Span } from '../../text/span.ts';
import { attributeOf, optionsOf, readable } from '../../wazuh/help/manager.ts';
import { idPlace } from '../../wazuh/load/option-place.ts';
import type { XmlElement } from '../../wazuh/xml/document.ts';
import { readXml } from '../../wazuh/xml/read.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';

/** A line of the outline of a rules file. */
export interface WazuhSymbol {
  readonly name: string;
  readonly kind: 'group' | 'rule';
  readonly detail: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly WazuhSymbol[];
}

/** The groups of a rules file with their rules, as far as it can be read. */
export function wazuhSymbols({ text }: WazuhFile): WazuhSymbol[] {
  return readXml(readable(text))
    .roots.filter(({ name }) => name.toLowerCase() === 'group')
    .map((group) => ({
      name: attributeOf(group, 'name') || '(group without a name)',
      kind: 'group',
      detail: 'group',
      span: group.span,
      nameSpan: group.attributes[0]?.valueSpan ?? group.nameSpan,
      children: group.children.filter(({ name }) => name.toLowerCase() === 'rule').map(ruleSymbol),
    }));
}

function ruleSymbol(rule: XmlElement): WazuhSymbol {
  const description = optionsOf(rule, 'description').map(({ content }) => content.trim());
  return {
    name: attributeOf(rule, 'id') || '(rule without an id)',
    kind: 'rule',
    detail: [`level ${attributeOf(rule, 'level') ?? '?'}`, ...description].join(' · '),
    span: rule.span,
    nameSpan: idPlace(rule),
    children: [],
  };
}
