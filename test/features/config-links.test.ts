import { expect, it } from 'vitest';
import { configLinks } from '../../server/src/features/config-links.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

/** What is linked in a falco.yaml, with where it leads. */
function links(text: string): [string, string][] {
  const workspace = new Workspace();
  const uri = 'file:///w/falco.yaml';
  workspace.setFile(uri, text);
  workspace.setFile('file:///w/rules.d/mine.yaml', '- list: a\n  items: []\n');
  workspace.setFile('file:///w/my%20rules.yaml', '- list: b\n  items: []\n');
  const [file] = workspace.textsOf(uri);
  const known = new Set(workspace.uris);
  return configLinks(file!, (address) => known.has(address)).map(({ span, target }) => [
    text.slice(span.start, span.end),
    target,
  ]);
}

it.each<[string, string, [string, string][]]>([
  [
    'beside it',
    'rules_files:\n  - rules.d/mine.yaml\n',
    [['rules.d/mine.yaml', 'file:///w/rules.d/mine.yaml']],
  ],
  [
    'as it will be installed',
    'rules_files:\n  - /etc/falco/rules.d/mine.yaml\n  - "my rules.yaml"\n',
    [
      ['/etc/falco/rules.d/mine.yaml', 'file:///w/rules.d/mine.yaml'],
      ['"my rules.yaml"', 'file:///w/my%20rules.yaml'],
    ],
  ],
  [
    'under the older key',
    'rules_file: [./rules.d/mine.yaml]\n',
    [['./rules.d/mine.yaml', 'file:///w/rules.d/mine.yaml']],
  ],
  ['not there, and a folder', 'rules_files:\n  - none.yaml\n  - rules.d\n', []],
  ['broken YAML', 'rules_files: [', []],
])('a rules file %s', (_, text, expected) => {
  expect(links(text)).toEqual(expected);
});
