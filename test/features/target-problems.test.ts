import { describe, expect, it } from 'vitest';
import { targetProblems } from '../../server/src/features/target-problems.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const rulesUri = 'file:///falco_rules.yaml';
const uri = 'file:///my.detections.yaml';
const rules = `- macro: odd
  condition: proc.cmdline < 5
- rule: Shell
  desc: d
  condition: evt.type = execve
  output: "%proc.name %proc.cmdline %fd.num"
  priority: NOTICE
`;

/** The problems of one detection, as the target, the code and the characters that they are about. */
function problems(lines: string, settings: Partial<Settings> = {}, before = '') {
  const text = `${before}- detection: D\n  rule: Shell\n  ${lines}\n`;
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, ...settings });
  workspace.setFile(rulesUri, rules);
  workspace.setFile(uri, text);
  return targetProblems(workspace.snapshot(uri), uri).map(
    ({ target, code, span }) => `${target} ${code}: ${text.slice(span.start, span.end)}`,
  );
}

describe('what targets cannot say of detections', () => {
  it.each<[string, string[]]>([
    ['where: proc.name = sh', []],
    [
      'where: proc.name = sh and odd',
      ['sentinel kql-cannot-express: odd', 'wazuh wazuh-cannot-express: odd'],
    ],
    ['tags: [T0000]', ['sentinel sentinel-technique: D']],
    // Wrong in themselves: told already.
    ['where: proc.nam = sh', []],
    ['where: proc.name =', []],
  ])('%s', (lines, expected) => {
    expect(problems(lines)).toEqual(expected);
  });

  it('are shown for the targets of the settings', () => {
    const where = 'where: proc.cmdline < 5';
    expect(problems(where, { targets: ['wazuh'] })).toEqual([
      expect.stringMatching(/^wazuh wazuh-cannot-express: /),
    ]);
    expect(problems(where, { targets: [] })).toEqual([]);
  });

  it('follow the levels of the settings', () => {
    expect(
      problems('where: odd', { levels: { 'kql-cannot-express': 'off' }, targets: ['sentinel'] }),
    ).toEqual([]);
  });

  it('tell what can be forged over CEF', () => {
    const sentinel = { ...defaultSettings.sentinel, transport: 'cef' } as const;
    expect(problems('where: proc.name = sh', { sentinel, targets: ['sentinel'] })).toEqual([
      expect.stringContaining('sentinel kql-cef-forgeable: '),
    ]);
  });

  it('stay at their place when items move, and follow macros, settings and rules', () => {
    const workspace = new Workspace();
    const text = '- detection: D\n  rule: Shell\n  where: odd\n';
    const found = () =>
      targetProblems(workspace.snapshot(uri), uri).map(({ code, span }) => `${code} ${span.start}`);
    workspace.setFile(rulesUri, rules);
    workspace.setFile(uri, text);
    const at = text.indexOf('odd');
    expect(found()).toEqual([`kql-cannot-express ${at}`, `wazuh-cannot-express ${at}`]);
    const before = '- detection: Another\n  rule: Shell\n';
    workspace.setFile(uri, before + text);
    const moved = before.length + at;
    expect(found()).toEqual([`kql-cannot-express ${moved}`, `wazuh-cannot-express ${moved}`]);
    workspace.setFile(rulesUri, rules.replace('proc.cmdline < 5', 'proc.name = sh'));
    expect(found()).toEqual([]);
    workspace.setFile(rulesUri, rules);
    expect(found()).toHaveLength(2);
    workspace.setSettings({ ...defaultSettings, targets: ['wazuh'] });
    expect(found()).toEqual([`wazuh-cannot-express ${moved}`]);
  });
});
