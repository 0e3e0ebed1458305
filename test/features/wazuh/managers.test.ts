import { describe, expect, it } from 'vitest';
import { managerOf } from '../../../server/src/features/wazuh/managers.ts';
import { wazuhProblems } from '../../../server/src/features/wazuh/problems.ts';
import { defaultSettings } from '../../../server/src/workspace/settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { inGroup } from './ask.ts';

const [a, b] = ['file:///a.xml', 'file:///b.xml'];

function rule(id: number, options: string): string {
  return `<rule id="${id}" level="5">${options}<description>x</description></rule>`;
}

function opened(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace();
  workspace.setSettings(defaultSettings);
  for (const [uri, text] of Object.entries(files)) workspace.setWazuhFile(uri, text);
  return workspace;
}

function problemsIn(workspace: Workspace): string[] {
  const now = workspace.snapshot();
  return [...now.wazuhFiles.values()].flatMap((file) =>
    wazuhProblems(now, file).map(({ code, span }) => `${file.uri} ${code} ${span.start}`),
  );
}

const files = {
  [a]: inGroup(rule(100001, '<match>x</match>') + rule(100002, '<if_sid>100001</if_sid><foo/>')),
  [b]: inGroup(rule(100003, '<if_sid>100001</if_sid>')),
};

describe('an edit of one Wazuh rules file', () => {
  it('leaves what the others hold as it is', () => {
    const workspace = opened(files);
    const before = managerOf(workspace.snapshot(), a)!;
    workspace.setWazuhFile(b, inGroup(rule(100003, '<if_sid>100001</if_sid><match>y</match>')));
    const after = managerOf(workspace.snapshot(), a)!;
    expect(after.files[0]).toBe(before.files[0]);
    expect(after.files[1]).not.toBe(before.files[1]);
    const conditions = (manager: typeof before, id: number) => manager.ruleset.byId.get(id)!.rule.conditions;
    expect(conditions(after, 100001)).toBe(conditions(before, 100001));
    expect(conditions(after, 100003)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['a rule that others need is gone', inGroup(rule(100009, '<match>x</match>'))],
    ['an id is taken by another rule', inGroup(rule(100002, '<match>x</match>'))],
    ['a list is named', inGroup(rule(100003, '<list field="a">etc/lists/mine</list>'))],
    ['it cannot be read', '<group name="x,"><rule'],
  ])('finds what a new load finds where %s', (_what, text) => {
    for (const edited of [a, b]) {
      const workspace = opened(files);
      const before = problemsIn(workspace);
      workspace.setWazuhFile(edited, text);
      expect(problemsIn(workspace)).toEqual(problemsIn(opened({ ...files, [edited]: text })));
      workspace.setWazuhFile(edited, files[edited]!);
      expect(problemsIn(workspace)).toEqual(before);
    }
  });

  it('looks at decoders anew once some are known', () => {
    const workspace = opened({ [a]: inGroup(rule(100001, '<decoded_as>mine</decoded_as>')) });
    expect(problemsIn(workspace)).toEqual([expect.stringContaining('wazuh-unknown-decoder')]);
    workspace.setWazuhFile('file:///decoders.xml', '<decoder name="other"></decoder>');
    expect(problemsIn(workspace)).toEqual([expect.stringContaining('wazuh-decoder')]);
    workspace.setWazuhFile('file:///decoders.xml', '<decoder name="mine"></decoder>');
    expect(problemsIn(workspace)).toEqual([]);
  });
});
