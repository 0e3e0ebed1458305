import { expect, it } from 'vitest';
import { alertContent } from '../../server/src/features/alert-content.ts';
import { analyticsRuleOf } from '../../server/src/features/generate-sentinel.ts';
import { alertQuery } from '../../server/src/kql/alert-query.ts';
import { usualConnection } from '../../server/src/workspace/sentinel-connection.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

/** The workspace of one rule with that output. */
function snapshotOf(output: string, columns: Readonly<Record<string, string>> = {}) {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, sentinel: { ...usualConnection, columns } });
  workspace.setFile(
    'file:///w/rules.yaml',
    `- rule: R\n  desc: d\n  condition: evt.type = connect\n  output: "${output}"\n  priority: ERROR\n`,
  );
  return workspace.snapshot();
}

it.each<[string, string, Record<string, string>, string[]]>([
  ['after its label', 'ssh_client=%fd.cip', {}, ['ssh_client = fd.cip']],
  ['after its field', '%fd.sip', {}, ['fd_sip = fd.sip']],
  ['not under a name that is taken', 'Computer=%fd.cip', {}, ['fd_cip = fd.cip']],
  ['once', 'a=%fd.cip b=%fd.cip', {}, ['a = fd.cip']],
  ['each', 'client=%fd.cip pid=%proc.pid', {}, ['pid = proc.pid', 'client = fd.cip']],
  ['not where the settings have a column', 'a=%fd.cip', { client: 'fd.cip' }, []],
  ['not where the function has one', 'user=%user.name command=%proc.cmdline', {}, []],
])('what tells of an entity is a column: %s', (_what, output, columns, expected) => {
  const { fromBag = [] } = alertContent(snapshotOf(output, columns), 'R');
  expect(fromBag.map(({ name, field }) => `${name} = ${field}`)).toEqual(expected);
});

it('the query takes it from the bag, and the analytics rule maps it', () => {
  const snapshot = snapshotOf('ssh_client=%fd.cip');
  const query = alertQuery(alertContent(snapshot, 'R'));
  expect(query).toContain('| extend ["ssh_client"] = tostring(outputfields["fd.cip"])\n| project');
  expect(query).toContain('    ["ssh_client"],\n    outputfields\n');
  const rule = analyticsRuleOf(snapshot, { of: 'rule', name: 'R' });
  expect(rule?.entityMappings).toContainEqual({
    entityType: 'IP',
    fieldMappings: [{ identifier: 'Address', columnName: 'ssh_client' }],
  });
  expect(rule?.customDetails).toMatchObject({ SshClient: 'ssh_client' });
});
