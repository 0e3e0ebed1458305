import { expect, it } from 'vitest';
import { readXml } from '../../../server/src/wazuh/xml/read.ts';
import { applyVariables } from '../../../server/src/wazuh/xml/variables.ts';

/** The contents of the roots with variables applied, or the error. */
function apply(text: string): readonly string[] | string {
  const result = applyVariables(readXml(text));
  return 'failure' in result ? result.failure.message : result.roots.map(({ content }) => content);
}

it.each([
  ['<a>$X</a>', ['$X']],
  ['<var name="X">foo</var><a>^$X$</a>', ['^foo$']],
  ['<var name="X">foo</var><a>$x,$X.$X|</a>', ['foo,foo.foo|']],
  ['<a>$X</a><var name="X">foo</var><a>$X!</a>', "XMLERR: Unknown variable: 'X!'."],
  ['<var name="X">foo</var><a>$X</a>', ['$X']],
  ['<var name="X">foo</var><a>$(field)</a>', ['$(field)']],
  ['<var name="X">foo</var><a>$$$</a>', ['$$$']],
  ['<var name="X">a</var><var name="x">b</var><a>$X </a>', ['a ']],
  ['<var name="X">foo</var><a>cost $foo y</a>', "XMLERR: Unknown variable: 'foo'."],
  ['<var id="X">foo</var><a>x</a>', 'XMLERR: Only "name" is allowed as an attribute for a variable.'],
  ['<var>foo</var><a>x</a>', 'XMLERR: No value set for variable.'],
  [`<var name="${'x'.repeat(256)}">foo</var><a>x</a>`, 'XMLERR: Invalid variable name size.'],
  [`<var name="X">foo</var><a>$${'x'.repeat(256)}</a>`, "XMLERR: Invalid variable name size: '255'."],
])('%.50s', (text, wanted) => {
  expect(apply(text)).toEqual(wanted);
});

it('puts a variable behind $(…) too far left, as Wazuh does', () => {
  expect(apply('<var name="X">foo</var><a>$(a) $X</a>')).toEqual(['$foo']);
});

it('refuses a text that grows without end', () => {
  const xml = `<var name="X">${'x'.repeat(20_000)}</var><a>${'$X '.repeat(6_000)}</a>`;
  expect(apply(xml)).toBe('XMLERR: Memory error.');
});
