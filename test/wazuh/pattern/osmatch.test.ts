import { expect, it } from 'vitest';
import { compileOsMatch } from '../../../server/src/wazuh/pattern/osmatch.ts';
import { compileWordMatch } from '../../../server/src/wazuh/pattern/word-match.ts';

it.each([
  ['foo', 'a FOO b', true],
  ['^foo', 'foo b', true],
  ['^foo', 'a foo', false],
  ['foo$', 'a foo', true],
  ['foo$', 'foo b', false],
  ['^foo$', 'Foo', true],
  ['^foo$', 'foo ', false],
  ['a|b', 'xbx', true],
  ['!foo', 'foo', false],
  ['!foo', 'bar', true],
  ['!a|b', 'b', false],
  ['', '', true],
  ['a|', 'anything', true],
  ['a.b', 'axb', false],
  ['a\\b', 'a\\b', true],
  ['^', 'x', true],
  ['$', 'x', true],
  ['é', 'É', false],
])('%s in %s', (pattern, text, wanted) => {
  expect(compileOsMatch(pattern).matches(text)).toBe(wanted);
});

it.each([
  ['gA', 'falco,gAlpha,', true],
  ['GALPHA', 'falco,gAlpha,', true],
  ['x|alpha', 'falco,gAlpha,', true],
  ['^falco', 'falco,gAlpha,', true],
  ['^alpha', 'falco,gAlpha,', false],
  ['alpha$', 'falco,gAlpha', false],
  ['', 'x', false],
  ['x|', 'y', true],
])('if_group %s in %s', (pattern, text, wanted) => {
  expect(compileWordMatch(pattern)(text.toLowerCase())).toBe(wanted);
});
