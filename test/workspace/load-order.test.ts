import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

/** The names of the files that are loaded, in their order. */
function loaded(files: readonly string[], settings: Partial<Settings> = {}): string[] {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, ...settings });
  for (const name of files) workspace.setFile(`file:///w/${name}`, '- list: l\n  items: []\n');
  return workspace.snapshot().loadOrder.map(({ uri }) => uri.slice('file:///w/'.length));
}

describe('load order', () => {
  const official = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
  it.each([
    ['by path', ['b.yaml', 'a.yaml'], {}, ['a.yaml', 'b.yaml']],
    ['official files first', ['a.yaml', ...official.toReversed()], {}, [...official, 'a.yaml']],
    [
      'local files next',
      ['a.yaml', 'falco_rules.local.yaml', 'falco_rules.yaml'],
      {},
      ['falco_rules.yaml', 'falco_rules.local.yaml', 'a.yaml'],
    ],
    [
      'base rules before all',
      ['a.yaml', 'z/b.yaml'],
      { baseRules: ['file:///w/z/b.yaml'] },
      ['z/b.yaml', 'a.yaml'],
    ],
    [
      'base rules in a folder',
      ['a.yaml', 'z/c.yaml', 'z/b.yaml', 'z/y/d.yaml'],
      { baseRules: ['file:///w/z/'] },
      ['z/b.yaml', 'z/c.yaml', 'a.yaml', 'z/y/d.yaml'],
    ],
    [
      'only what the settings name',
      ['a.yaml', 'b.yaml', 'c.yaml'],
      { rulesFiles: ['file:///w/c.yaml', 'file:///w/a.yaml'] },
      ['c.yaml', 'a.yaml'],
    ],
    [
      'base rules with named files',
      ['a.yaml', 'b.yaml', 'c.yaml'],
      { baseRules: ['file:///w/c.yaml'], rulesFiles: ['file:///w/a.yaml'] },
      ['c.yaml', 'a.yaml'],
    ],
  ])('%s', (_name, files, settings, expected) => {
    expect(loaded(files, settings)).toEqual(expected);
  });

  it('leaves out what is no rules file', () => {
    const workspace = new Workspace();
    workspace.setFile('file:///w/other.yaml', 'a: 1\n');
    workspace.setFile('file:///w/playbook.yaml', '- hosts: all\n');
    workspace.setFile('file:///w/empty.yaml', '', true);
    expect(workspace.snapshot().loadOrder.map(({ uri }) => uri)).toEqual(['file:///w/empty.yaml']);
  });
});
