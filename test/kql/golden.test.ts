import { describe, expect, it } from 'vitest';
import {
  type AnalyticsForm,
  generateAnalyticsRules,
  generateParser,
} from '../../server/src/features/generate-sentinel.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const workspace = new Workspace();
workspace.setFile(
  'file:///rules.yaml',
  `- rule: Shell in a container
  desc: A shell was started in a container.
  condition: evt.type = execve
  output: Shell (user=%user.name command=%proc.cmdline file=%fd.name)
  priority: CRITICAL
  tags: [container, mitre_execution, T1059, T1059.004]
`,
);
workspace.setFile(
  'file:///my.detections.yaml',
  `- detection: Shell of www
  rule: Shell in a container
  where: user.name = www
  severity: Low
  sentinel: {kind: NRT}
`,
);
const snapshot = workspace.snapshot();
const rule = { of: 'rule', name: 'Shell in a container' } as const;
const detection = { of: 'detection', name: 'Shell of www' } as const;

/**
 * Each file as it was read and held against the references: the schema of `Microsoft.SecurityInsights/alertRules`
 * (Scheduled and NRT), that of `workspaces/savedSearches`, and the keys and order of the community repository.
 */
describe('generated files are those that were reviewed', () => {
  it.each<[string, AnalyticsForm, typeof rule | typeof detection]>([
    ['scheduled-rule.yaml', 'rule-yaml', rule],
    ['nrt-detection.json', 'arm', detection],
    ['scheduled-rule.bicep', 'bicep', rule],
  ])('%s', async (file, form, subject) => {
    const { files, problems } = generateAnalyticsRules(snapshot, {
      subjects: [subject],
      kind: 'Scheduled',
      form,
    });
    expect(problems).toEqual([]);
    await expect(files[0]!.text).toMatchFileSnapshot(`golden/${file}`);
  });

  it('parser-function.json, around its query', async () => {
    const [file] = generateParser(snapshot, 'arm', '2026-11-21').files;
    const template = JSON.parse(file!.text);
    expect(template.resources[0].properties.query).toContain('let json = Syslog');
    template.resources[0].properties.query = '…';
    await expect(`${JSON.stringify(template, undefined, 2)}\n`).toMatchFileSnapshot(
      'golden/parser-function.json',
    );
  });

  it('parser-function.yaml, around its query', async () => {
    const [file] = generateParser(snapshot, 'yaml', '2026-11-21').files;
    const head = file!.text.slice(0, file!.text.indexOf('\n', file!.text.indexOf('FunctionQuery')) + 1);
    await expect(head).toMatchFileSnapshot('golden/parser-function.yaml');
  });
});
