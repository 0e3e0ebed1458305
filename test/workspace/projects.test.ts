import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const list = '- list: l\n  items: []\n';
const values = 'customRules:\n  r.yaml: |\n    - list: l\n      items: []\n';

function workspaceOf(files: Readonly<Record<string, string>>, settings: Partial<Settings> = {}): Workspace {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, folders: ['file:///w'], ...settings });
  for (const [path, text] of Object.entries(files)) workspace.setFile(`file://${path}`, text);
  return workspace;
}

/** What is loaded where a file is checked. */
function loadedWith(workspace: Workspace, path: string): string[] {
  return workspace.snapshot(`file://${path}`).loadOrder.map(({ uri }) => uri.slice('file://'.length));
}

describe('projects', () => {
  it.each([
    [
      'files of one folder are one',
      { '/w/b.yaml': list, '/w/a.yaml': list },
      {},
      '/w/b.yaml',
      ['/w/a.yaml', '/w/b.yaml'],
    ],
    [
      'folders do not see each other',
      { '/w/a.yaml': list, '/v/b.yaml': list },
      { folders: ['file:///w', 'file:///v'] },
      '/v/b.yaml',
      ['/v/b.yaml'],
    ],
    [
      'nor does what is in no folder',
      { '/w/a.yaml': list, '/x/b.yaml': list },
      {},
      '/x/b.yaml',
      ['/x/b.yaml'],
    ],
    [
      'Helm values are one of their own',
      { '/w/a.yaml': list, '/w/values.yaml': values, '/w/other.yaml': values },
      {},
      '/w/values.yaml',
      ['/w/values.yaml#customRules/r.yaml'],
    ],
    [
      'and no part of the folder’s',
      { '/w/a.yaml': list, '/w/values.yaml': values },
      {},
      '/w/a.yaml',
      ['/w/a.yaml'],
    ],
    [
      'on top of official rules',
      { '/w/a.yaml': list, '/w/falco_rules.yaml': list, '/w/values.yaml': values },
      {},
      '/w/values.yaml',
      ['/w/falco_rules.yaml', '/w/values.yaml#customRules/r.yaml'],
    ],
    [
      'or of the base rules in the settings',
      { '/w/a.yaml': list, '/b/x.yaml': list, '/w/values.yaml': values },
      { baseRules: ['file:///b/x.yaml'] },
      '/w/values.yaml',
      ['/b/x.yaml', '/w/values.yaml#customRules/r.yaml'],
    ],
    [
      'a text takes the place of an official file',
      { '/w/falco_rules.yaml': list, '/w/cm.yaml': values.replace('r.yaml', 'falco_rules.yaml') },
      {},
      '/w/cm.yaml',
      ['/w/cm.yaml#customRules/falco_rules.yaml'],
    ],
    [
      'values that the settings name are part of it',
      { '/w/a.yaml': list, '/w/values.yaml': values },
      { rulesFiles: ['file:///w/values.yaml', 'file:///w/a.yaml'] },
      '/w/a.yaml',
      ['/w/values.yaml#customRules/r.yaml', '/w/a.yaml'],
    ],
    [
      'files that are not loaded stand on their own',
      { '/w/a.yaml': list, '/w/b.yaml': list },
      { rulesFiles: ['file:///w/a.yaml'] },
      '/w/b.yaml',
      ['/w/b.yaml'],
    ],
    [
      'falco.yaml gives the order',
      {
        '/w/falco.yaml': 'rules_files: [z.yaml, /etc/falco/rules.d]\n',
        '/w/z.yaml': list,
        '/w/a.yaml': list,
        '/w/rules.d/b.yaml': list,
        '/w/rules.d/a.yaml': list,
      },
      {},
      '/w/z.yaml',
      ['/w/z.yaml', '/w/rules.d/a.yaml', '/w/rules.d/b.yaml'],
    ],
    [
      'and its older key',
      { '/w/etc/falco.yaml': 'rules_file: ../a.yaml\n', '/w/a.yaml': list, '/w/b.yaml': list },
      {},
      '/w/a.yaml',
      ['/w/a.yaml'],
    ],
    [
      'a falco.yaml that names nothing here counts for nothing',
      { '/w/falco.yaml': 'rules_files: [/etc/falco/x.yaml]\n', '/w/a.yaml': list },
      {},
      '/w/a.yaml',
      ['/w/a.yaml'],
    ],
    [
      'installed rules stand in',
      { '/w/a.yaml': list, '/etc/falco/falco_rules.yaml': list },
      { installedRules: 'file:///etc/falco' },
      '/w/a.yaml',
      ['/etc/falco/falco_rules.yaml', '/w/a.yaml'],
    ],
    [
      'but not beside official ones',
      { '/w/falco_rules.yaml': list, '/etc/falco/falco_rules.yaml': list },
      { installedRules: 'file:///etc/falco' },
      '/w/falco_rules.yaml',
      ['/w/falco_rules.yaml'],
    ],
  ])('%s', (_name, files, settings, path, expected) => {
    expect(loadedWith(workspaceOf(files, settings), path)).toEqual(expected);
  });

  it('keep their snapshot while nothing in them changes', () => {
    const workspace = workspaceOf({
      '/w/falco_rules.yaml': list,
      '/w/a.yaml': list,
      '/w/values.yaml': values,
    });
    const before = workspace.snapshot('file:///w/values.yaml');
    workspace.setFile('file:///w/a.yaml', `${list}# more\n`);
    expect(workspace.snapshot('file:///w/values.yaml')).toBe(before);
    workspace.setFile('file:///w/falco_rules.yaml', `${list}# more\n`);
    expect(workspace.snapshot('file:///w/values.yaml')).not.toBe(before);
  });

  it('say what they need from outside', () => {
    const files = { '/w/falco.yaml': 'rules_files: [/etc/falco/x.yaml, /opt/rules]\n', '/w/a.yaml': list };
    const { projects } = workspaceOf(files, { installedRules: 'file:///etc/falco' });
    expect(projects.outside).toEqual(
      expect.arrayContaining(['file:///etc/falco/x.yaml', 'file:///opt/rules']),
    );
    expect(projects.outside).toContain('file:///etc/falco/falco_rules.yaml');
  });

  it('read the items of an embedded text once', () => {
    const workspace = workspaceOf({ '/w/values.yaml': values });
    const items = () => workspace.textsOf('file:///w/values.yaml')[0]!.read.items.map(({ item }) => item);
    const [before] = items();
    workspace.setFile('file:///w/values.yaml', `# moved\n${values}    - list: m\n      items: []\n`);
    expect(items()).toHaveLength(2);
    expect(items()[0]).toBe(before);
  });
});
