import { lowerAscii } from '../../../falco/evaluate/byte-string.ts';
import { parseIpv4, parseIpv6 } from '../../../falco/evaluate/ip-address.ts';
import type { TextEdit } from '../../../text/edit.ts';
import { span } from '../../../text/span.ts';
import { usualPatternType } from '../../options/text-pattern.ts';
import type { XmlElement } from '../../xml/document.ts';
import type { ElementFix } from '../fix.ts';

/** The element of its own in the place of `<field name="…">`, with the same pattern; an address loses its type. */
export const staticField: ElementFix = (element, text) => {
  const { attributes, contentSpan, span: whole } = element;
  const name = lowerAscii(attributes.find((each) => each.name === 'name')?.value ?? '');
  const isAddress = name === 'srcip' || name === 'dstip';
  const inText = isAddress ? addressIn(element) : usualPatternType(name) && [];
  if (inText === undefined || !text.startsWith('</', contentSpan.end)) return undefined;
  const kept = attributes.filter((each) => each.name !== 'name' && !(isAddress && each.name === 'type'));
  const typed = isAddress || kept.some((each) => each.name === 'type');
  const words = kept.map(({ nameSpan, valueSpan }) => text.slice(nameSpan.start, valueSpan.end + 1));
  const opening = [name, ...(typed ? [] : ['type="osregex"']), ...words].join(' ');
  return {
    title: `Write \`<${name}>\``,
    edits: [
      { span: span(whole.start, contentSpan.start), newText: `<${opening}>` },
      ...inText,
      { span: span(contentSpan.end, whole.end), newText: `</${name}>` },
    ],
  };
};

/** What makes an address of a pattern that can only mean one: nothing, or its anchors and backslashes go. */
function addressIn({ content, contentSpan }: XmlElement): readonly TextEdit[] | undefined {
  if (content.length !== contentSpan.end - contentSpan.start) return undefined;
  const address = content.replace(/^\^|\$$/g, '').replaceAll('\\.', '.');
  if ((parseIpv4(address) ?? parseIpv6(address)) === undefined) return undefined;
  return address === content ? [] : [{ span: contentSpan, newText: address }];
}
