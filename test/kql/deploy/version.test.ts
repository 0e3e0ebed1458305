import { expect, it } from 'vitest';
import { type VersionedForm, withVersion } from '../../../server/src/kql/deploy/version.ts';

/** A form of two lines whose layout does not matter. */
const form = (content: string): VersionedForm => ({
  print: (version) => `version: ${version}\ncontent: ${content}\n`,
  versionIn: (text) => /^version: (\d+\.\d+\.\d+)$/m.exec(text)?.[1],
  parse: (text) => {
    if (text.includes('!')) throw new Error('no such file');
    return text.split('\n').map((line) => line.trim());
  },
});

it.each([
  ['a new file', undefined, '1.0.0', 0],
  ['an empty file', ' \n', '1.0.0', 0],
  ['the same content', 'version: 2.3.4\ncontent: a\n', '2.3.4', 0],
  ['the same content with other line ends', 'version: 2.3.4\r\ncontent: a\r\n', '2.3.4', 0],
  ['the same content in another layout', '  version: 2.3.4\ncontent:   a\n', '1.0.0', 1],
  ['other content', 'version: 2.3.9\ncontent: b\n', '2.3.10', 0],
  ['what cannot be read', 'version: 2.3.9\ncontent: !\n', '2.3.10', 0],
  ['a file without a version', 'content: a\n', '1.0.0', 1],
])('%s', (_what, previous, version, problems) => {
  const result = withVersion(form('a'), previous);
  expect(result.version).toBe(version);
  expect(result.problems.map(({ code }) => code)).toEqual(Array(problems).fill('sentinel-version'));
});

it('what says the same stays as it is', () => {
  const previous = 'version: 2.3.4\n   content: a\n';
  expect(withVersion(form('a'), previous)).toEqual({ text: previous, version: '2.3.4', problems: [] });
});
