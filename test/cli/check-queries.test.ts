import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const rules = `- rule: Tunnel opened
  desc: d
  condition: evt.type = connect
  output: Tunnel (ssh_client=%fd.cip command=%proc.cmdline user=%user.name)
  priority: WARNING
  tags: [network]
`;
const files = {
  'rules.yaml': rules,
  'broken.yaml': '- rule: x\n',
  'fine.kql': 'FalcoContainerSecurity | where command has "sh"\n\nSyslog | count\n',
  'broken.kql': '// two\nSyslog | count\n\nFalcoContainerSecurity\n| where commandline has "sh"\n',
  'labels.kql': 'FalcoContainerSecurity | project ssh_client\n',
  'other.csl': 'SigninLogs | count\n',
};

const check = (...args: string[]) => runCommand(['check', ...args], { files });

describe('check of files with KQL', () => {
  it('shows problems at their places, whichever query of the file they are in', async () => {
    const { output, status } = await check('~/broken.kql');
    expect(output).toContain('~/broken.kql:5:9: error: ');
    expect(output).toContain('[KS142]\n  | where commandline has "sh"\n          ^^^^^^^^^^^\n');
    expect(output).toContain('1 error in 1 file.');
    expect(status).toBe(1);
  });

  it.each<[string[], number]>([
    [['~/fine.kql'], 0],
    [['~/labels.kql'], 1],
    [['~/labels.kql', '~/rules.yaml'], 0],
    [['~/fine.kql', '~/broken.yaml'], 1],
    [['~/other.csl'], 0],
    [['~/other.csl', '--fail-on', 'info'], 1],
    [['~/none.kql'], 1],
    [['~/fine.kql', '--falco', '~/falco'], 2],
  ])('%j ends with %i', async (args, status) => {
    expect((await check(...args)).status).toBe(status);
  });

  it('prints JSON, beside the results of rules files', async () => {
    const { output } = await check('~/rules.yaml', '~/fine.kql', '~/broken.kql', '--format', 'json');
    expect(JSON.parse(output)).toMatchObject({
      falco_load_results: [{ name: '~/rules.yaml', successful: true }],
      kusto_results: [
        { name: '~/fine.kql', successful: true, findings: [] },
        { name: '~/broken.kql', successful: false, findings: [{ code: 'KS142', line: 5, column: 9 }] },
      ],
    });
  });
});
