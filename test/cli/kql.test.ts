import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const rules = `- rule: Shell in a container
  desc: A shell was started in a container.
  condition: evt.type = execve and proc.name = bash
  output: Shell started (command=%proc.cmdline user=%user.name)
  priority: NOTICE
  tags: [mitre_execution, T1059]
`;
const detections = `- detection: Shell of www
  rule: Shell in a container
  where: user.name = www
`;
const files = { 'rules.yaml': rules, 'my.detections.yaml': detections };
const run = (more: string[], given: Record<string, string> = files) =>
  runCommand(['kql', '~/rules.yaml', '~/my.detections.yaml', ...more], { files: given });

describe('kql', () => {
  it('prints the queries of rules and detections', async () => {
    const { status, output, errors } = await run([]);
    expect([status, errors]).toEqual([0, '']);
    expect(output.match(/^\| where .*$/gm)).toEqual([
      '| where Activity == "Shell in a container"',
      '| where Activity == "Shell in a container"',
      '| where user == "www"',
    ]);
  });

  it('takes one of them by its name', async () => {
    const { status, output } = await run(['--rule', 'Shell of www', '--as', 'rule-yaml', '--kind', 'NRT']);
    expect(status).toBe(0);
    expect(output).toMatch(/^name: Shell of www$/m);
    expect(output).toMatch(/^kind: NRT$/m);
    expect(output).not.toMatch(/^name: Shell in a container$/m);
  });

  it('prints the parser function of the transport', async () => {
    const { output } = await run(['--as', 'parser', '--transport', 'cef', '--cluster-field', 'cluster']);
    expect(output).toContain('let cef = CommonSecurityLog');
    expect(output).toContain('modelled on one field observation');
    expect(output).toContain('ClusterName = ');
    expect(output).not.toContain('let json');
  });

  it.each([
    ['kql', 'kql', /^union json$/m],
    ['let', 'let.kql', /^let FalcoContainerSecurity = \(\) \{$/m],
    ['yaml', 'yaml', /^FunctionName: FalcoContainerSecurity$/m],
    ['arm', 'json', /"type": "Microsoft\.OperationalInsights\/workspaces\/savedSearches"/],
    [
      'bicep',
      'bicep',
      /^resource parserFunction 'Microsoft\.OperationalInsights\/workspaces\/savedSearches@/m,
    ],
  ])('prints the parser function as %s, and writes it to .%s', async (form, ending, expected) => {
    const { status, output } = await run(['--as', 'parser', '--form', form]);
    expect([status, output]).toEqual([0, expect.stringMatching(expected)]);
    const written = await run(['--as', 'parser', '--form', form, '--out', '~/out']);
    expect(written.output).toBe(`Wrote ~/out/FalcoContainerSecurity.${ending}\n`);
  });

  it('has forms for the parser function alone', async () => {
    const { status, errors } = await run(['--as', 'arm', '--form', 'bicep']);
    expect([status, errors]).toEqual([2, 'error: --form is for the parser function: add --as parser\n']);
  });

  it('writes files, each with the version after the last', async () => {
    const { status, output } = await run(['--as', 'rule-yaml', '--out', '~/out']);
    expect([status, output.match(/Wrote/g)?.length]).toEqual([0, 2]);
    expect(output).toMatch(/out\/shell-in-a-container\.yaml/);
    expect((await run(['--as', 'arm', '--out', '~/rules.json'])).output).toMatch(/Wrote \S+rules\.json\n$/);
  });

  it('leaves alone what somebody wrote', async () => {
    const given = { ...files, 'out/shell-of-www.yaml': 'mine\n' };
    const { status, errors } = await run(['--as', 'rule-yaml', '--out', '~/out'], given);
    expect(status).toBe(1);
    expect(errors).toContain('was not generated and is left alone');
  });

  it('fails where something cannot be expressed, and says where', async () => {
    const given = {
      ...files,
      'my.detections.yaml': detections.replace('user.name = www', 'proc.cmdline < 5'),
    };
    const { status, output, errors } = await run([], given);
    expect(status).toBe(1);
    expect(errors).toContain('my.detections.yaml:3:10: error: KQL cannot say');
    expect(output).toContain('// Alerts of the Falco rule "Shell in a container".');
  });

  it('fails where a detection is wrong in itself, and says where', async () => {
    const given = { ...files, 'my.detections.yaml': detections.replace('Shell in', 'Shells in') };
    const { status, errors } = await run([], given);
    expect([status, errors]).toEqual([1, expect.stringContaining('my.detections.yaml:2:9: error:')]);
  });

  it.each([[['--rule', 'Nobody'], 'No rule or detection is called "Nobody"']])(
    'fails with %j',
    async (more, message) => {
      const { status, errors } = await run(more);
      expect([status, errors]).toEqual([1, expect.stringContaining(message)]);
    },
  );

  it('generates nothing from files that Falco refuses', async () => {
    const { status, output, errors } = await run([], { ...files, 'rules.yaml': '- rule: x\n' });
    expect([status, output]).toEqual([1, '']);
    expect(errors).toContain('rules.yaml:1');
  });
});
