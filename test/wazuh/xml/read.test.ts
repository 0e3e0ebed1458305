import { describe, expect, it } from 'vitest';
import type { XmlElement } from '../../../server/src/wazuh/xml/document.ts';
import { readXml } from '../../../server/src/wazuh/xml/read.ts';
import fc from '../../support/properties.ts';

/** The elements as `name[attribute=value](content){children}`, or the error with its line. */
function read(text: string): string {
  const { roots, error } = readXml(text);
  return error === undefined ? roots.map(show).join(' ') : `${error.message} ${error.line}`;
}

function show({ name, attributes, content, children }: XmlElement): string {
  const inBrackets = attributes.map((attribute) => `${attribute.name}=${attribute.value}`).join(',');
  return `${name}${inBrackets && `[${inBrackets}]`}(${content})${children.length ? `{${children.map(show).join(' ')}}` : ''}`;
}

describe('what Wazuh reads', () => {
  it.each([
    ['', ''],
    ['\ufefftext <a>x</a> text', 'a(x)'],
    ['<a>x & y > z &lt;</a>', 'a(x & y > z &lt;)'],
    ['<a>x\\<y</a>', 'a(x\\<y)'],
    ['<a>x\\\\</a>', 'a(x\\\\)'],
    ['<a>one<b/>two</a>', 'a(two){b()}'],
    ['<a b="1" c=\'2\'>x</a>', 'a[b=1,c=2](x)'],
    ['<a b= "1">x</a>', 'a[b=1](x)'],
    ['<a><b x="1"/></a>', 'a(>){b[x=1]()}'],
    ['<a>x<!-- y -->z</a>', 'a(xz)'],
    ['<a>x<!-- y !>z</a>', 'a(xz)'],
    ['<!-- a --><a/><b/>', 'a() b()'],
    ['<!---><a/>', 'a()'],
    ['\\<a>x</a>', 'Element not opened.'],
  ])('%j', (text, wanted) => {
    expect(read(text)).toBe(wanted === 'Element not opened.' ? 'XMLERR: Element not opened. 1' : wanted);
  });
});

describe('what Wazuh refuses', () => {
  it.each([
    ['<?xml version="1.0"?><a/>', "Bad attribute closing for 'version'='1.0'."],
    ['<a><![CDATA[x]]></a>', 'Comment not closed.'],
    ['<a>x', 'End of file and some elements were not closed.'],
    ['<a>x\\</a>', 'End of file and some elements were not closed.'],
    ['<a>x</b>', "Element 'a' not closed."],
    ['</a>', 'Element not opened.'],
    ['<a b>x</a>', "Attribute 'b' has no value."],
    ['<a b="x>y">z</a>', "Attribute 'b' not closed."],
    ['<a b=x>z</a>', "Attribute 'b' not followed by a \" or '."],
    ['<a b="1" b="2">z</a>', "Attribute 'b' already defined."],
    ['<a b="1', 'End of file while reading an attribute.'],
    [`<a ${Array.from({ length: 50 }, (_, i) => `a${i}="" `).join('')}>x</a>`, 'Too many attributes.'],
    [`<a>${'x'.repeat(20_480)}</a>`, 'String overflow.'],
    [`<a>${'é'.repeat(10_240)}</a>`, 'String overflow.'],
    [`<a b="${'x'.repeat(20_480)}">x</a>`, "Overflow attempt at attribute 'b'."],
    ['<a>'.repeat(1025), 'Max recursion level reached'],
  ])('%.40s', (text, message) => {
    expect(read(text)).toBe(`XMLERR: ${message} 1`);
  });

  it('names the line as far as it has read', () => {
    expect(read('<a>\n<b>\n</c>\n</a>')).toBe("XMLERR: Element 'b' not closed. 3");
  });

  it('takes as much as fits', () => {
    expect(read(`<a>${'x'.repeat(20_479)}</a>`)).toHaveLength(20_482);
  });
});

describe('places', () => {
  const text = '<group name="x,">\n  <rule id=\'7\' >a<!-- b -->c</rule>\n</group>';
  const rule = readXml(text).roots[0]!.children[0]!;
  const under = ({ start, end }: { start: number; end: number }) => text.slice(start, end);

  it.each([
    ['span', under(rule.span), "<rule id='7' >a<!-- b -->c</rule>"],
    ['name', under(rule.nameSpan), 'rule'],
    ['content', under(rule.contentSpan), 'a<!-- b -->c'],
    ['attribute', under(rule.attributes[0]!.nameSpan), 'id'],
    ['value', under(rule.attributes[0]!.valueSpan), '7'],
  ])('%s', (_, found, wanted) => {
    expect(found).toBe(wanted);
  });
});

it('never throws and never leaves the text', () => {
  const piece = fc.constantFrom('<', '>', '/', '!', '--', '-->', '\\', '"', "'", '=', ' ', 'a', 'é', '\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const { error } = readXml(text);
      expect(error === undefined || error.span.end <= text.length).toBe(true);
    }),
  );
});
