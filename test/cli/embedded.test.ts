import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const rule = `- rule: Shell
  desc: A shell was started
  condition: evt.type = execve and proc.name = bash
  output: Shell started (user=%user.name command=%proc.cmdline container=%container.id)
  priority: NOTICE
  tags: [maturity_sandbox]
`;
const indent = (text: string, blanks: string) => text.replace(/^(?=.)/gm, blanks);
const values = (rules: string) =>
  `driver:\n  kind: auto\ncustomRules:\n  my.yaml: |-\n${indent(rules, '    ')}`;
const wrong = rule.replace('proc.name', 'proc.nam');

describe('rules in other files on the command line', () => {
  it('are checked, and reported where they stand', async () => {
    const { output, status } = await runCommand(['check', '~/values.yaml'], {
      files: { 'values.yaml': values(wrong) },
    });
    const [head, line, carets] = output.split('\n');
    expect(head).toMatch(/^~\/values\.yaml:7:40: error: .*proc\.nam.* \[unknown-field\]$/);
    expect(line).toBe('        condition: evt.type = execve and proc.nam = bash');
    expect(carets).toBe(`${' '.repeat(41)}^^^^^^^^`);
    expect(output).toContain('1 error in 1 file.');
    expect(status).toBe(1);
  });

  it('have the lines of their file in JSON, too', async () => {
    const { output } = await runCommand(['check', '--format', 'json', '~/values.yaml'], {
      files: { 'values.yaml': values(wrong) },
    });
    const [result] = JSON.parse(output).falco_load_results;
    expect(result.name).toMatch(/values\.yaml#customRules\/my\.yaml$/);
    expect(result.findings[0]).toMatchObject({
      code: 'unknown-field',
      line: 7,
      column: 40,
      endLine: 7,
      endColumn: 48,
    });
    expect(result.errors[0].context.locations.at(-1).position).toMatchObject({
      name: expect.stringMatching(/values\.yaml$/),
      line: 6,
      column: 39,
    });
  });

  it('use the files that were given before', async () => {
    const files = {
      'base.yaml': '- macro: shells\n  condition: proc.name = bash\n',
      'values.yaml': values(rule.replace('proc.name = bash', 'shells')),
    };
    expect((await runCommand(['check', '~/base.yaml', '~/values.yaml'], { files })).output).toBe(
      'No problems in 2 files.\n',
    );
    expect((await runCommand(['check', '~/values.yaml'], { files })).output).toContain('[undefined-macro]');
  });

  it('are described and translated', async () => {
    const files = { 'values.yaml': values(rule) };
    expect((await runCommand(['describe', '~/values.yaml'], { files })).output).toContain('Shell');
    expect((await runCommand(['wazuh', '~/values.yaml'], { files })).output).toContain('<rule ');
  });

  it('do not fail for what a template writes', async () => {
    const template = `{{- if .Values.rules }}\nkind: ConfigMap\ndata:\n  r.yaml: |\n${indent(rule.replace('bash', '{{ .Values.shell }}'), '    ')}{{- end }}\n`;
    const { output, status } = await runCommand(['check', '~/cm.yaml'], { files: { 'cm.yaml': template } });
    expect([output, status]).toEqual(['No problems in 1 file.\n', 0]);
    const broken = template.replace('evt.type', 'evt.typ').replace('{{ .Values.shell }}', 'x');
    expect((await runCommand(['check', '~/cm.yaml'], { files: { 'cm.yaml': broken } })).status).toBe(1);
  });

  it('are found through a falco.yaml, in its order', async () => {
    const files = {
      'falco.yaml': 'rules_files:\n  - /etc/falco/z.yaml\n  - rules.d\n',
      'z.yaml': '- macro: shells\n  condition: proc.name = bash\n',
      'rules.d/a.yaml': rule.replace('proc.name = bash', 'shells'),
    };
    expect((await runCommand(['check', '~/falco.yaml'], { files })).output).toBe('No problems in 2 files.\n');
  });
});
