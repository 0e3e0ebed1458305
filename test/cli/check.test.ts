import { describe, expect, it } from 'vitest';
import { type Circumstances, runCommand } from './command-line.ts';

const good = `- rule: Shell
  desc: A shell was started
  condition: evt.type = execve and proc.name = bash
  output: Shell started (user=%user.name command=%proc.cmdline container=%container.id)
  priority: NOTICE
  tags: [maturity_sandbox]
`;
const unknownField = good.replace('proc.name', 'proc.nam');
const unusedMacro = `- macro: shells
  condition: proc.name in (bash, sh)
`;
const twoErrors = `${unknownField}${good.replace('Shell', 'Other').replace('NOTICE', 'HIGH')}`;

const check = (args: string[], circumstances: Circumstances) => runCommand(['check', ...args], circumstances);

async function checkJson(args: string[], circumstances: Circumstances) {
  const { output, status } = await check([...args, '--format', 'json'], circumstances);
  return { status, results: JSON.parse(output).falco_load_results };
}

describe('check as text', () => {
  it('says so where there is nothing to say', async () => {
    expect(await check(['~/a.yaml'], { files: { 'a.yaml': good } })).toEqual({
      status: 0,
      output: 'No problems in 1 file.\n',
      errors: '',
      texts: [],
    });
  });

  it('counts from behind a byte order mark, which Falco skips', async () => {
    const { output } = await check(['~/a.yaml'], {
      files: { 'a.yaml': `\ufeff- macro: m\n  conditio: x\n` },
    });
    expect(output).toContain('~/a.yaml:1:3: error: ');
  });

  it('shows a problem with carets under the exact characters', async () => {
    const { output, status } = await check(['~/a.yaml'], { files: { 'a.yaml': unknownField } });
    const [head, line, carets, gap, summary] = output.split('\n');
    expect(head).toMatch(/^~\/a\.yaml:3:36: error: .*proc\.nam.* \[unknown-field\]$/);
    expect(line).toBe('    condition: evt.type = execve and proc.nam = bash');
    expect(carets).toBe('                                     ^^^^^^^^');
    expect(gap).toBe('');
    expect(summary).toBe('1 error in 1 file.');
    expect(status).toBe(1);
  });

  it('finds all errors and tells where Falco would stop', async () => {
    const { output } = await check(['~/a.yaml'], { files: { 'a.yaml': twoErrors } });
    expect(output).toContain('[unknown-field]');
    expect(output).toContain('[invalid-priority]');
    expect(output).toContain('2 errors in 1 file.\nFalco itself would stop at the error in ~/a.yaml:');
  });

  it('takes several files as one load in the order given', async () => {
    const files = { 'a.yaml': unusedMacro, 'b.yaml': good.replace('proc.name = bash', 'shells') };
    expect((await check(['~/a.yaml', '~/b.yaml'], { files })).output).toBe('No problems in 2 files.\n');
    expect((await check(['~/b.yaml', '~/a.yaml'], { files })).output).toContain('[macro-defined-later]');
  });

  it('shows what several passes of a load repeat once', async () => {
    const files = { 'a.yaml': `${unusedMacro}${good}`, 'b.yaml': good.replace('Shell', 'Other') };
    const { output } = await check(['~/a.yaml', '~/b.yaml'], { files });
    expect(output.match(/\[unused-macro\]/g)).toHaveLength(1);
    expect(output).toContain('1 warning in 2 files.');
  });

  it('takes a folder for its YAML files by name', async () => {
    const files = { 'r/b.yml': unknownField, 'r/a.yaml': unknownField, 'r/c.txt': 'x', 'r/d/e.yaml': 'x' };
    const { output } = await check(['~/r'], { files });
    expect(output.match(/~\/r\/\w\.ya?ml/g)?.slice(0, 2)).toEqual(['~/r/a.yaml', '~/r/b.yml']);
    expect(output).not.toContain('e.yaml');
  });

  it('says so of a folder without rules files', async () => {
    const { output, status } = await check(['~/'], { files: { 'a.txt': '' } });
    expect(output).toContain('the folder has no *.yaml or *.yml file');
    expect(status).toBe(1);
  });

  it('takes - for standard input', async () => {
    const { output } = await check(['-'], { input: unknownField });
    expect(output).toMatch(/^<stdin>:3:36: error: /);
  });

  it('serves the other files where one cannot be read', async () => {
    const { output, status } = await check(['~/no.yaml', '~/a.yaml'], { files: { 'a.yaml': unknownField } });
    expect(output).toContain(
      '~/no.yaml:1:1: error: The file cannot be read: there is no such file. [unreadable-file]',
    );
    expect(output).toContain('~/a.yaml:3:36');
    expect(status).toBe(1);
  });

  it('never prints what a terminal would obey', async () => {
    const hostile = unknownField.replace('proc.nam', 'proc.nam\u001b[2Jx');
    const { output } = await check(['~/a.yaml'], { files: { 'a.yaml': hostile } });
    expect(output).not.toContain('\u001b');
  });

  it('uses colours only where they are on', async () => {
    const { output } = await check(['~/a.yaml'], { files: { 'a.yaml': unknownField }, colours: true });
    expect(output).toContain('\u001b[1;31merror:\u001b[0m');
  });
});

describe('check as json', () => {
  it('has the shape of the engine', async () => {
    const { status, results } = await checkJson(['~/a.yaml'], { files: { 'a.yaml': unknownField } });
    expect(status).toBe(1);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      name: expect.stringMatching(/a\.yaml$/),
      successful: false,
      errors: [
        {
          code: 'LOAD_ERR_COMPILE_CONDITION',
          codedesc: 'Error compiling condition',
          message: 'filter_check called with nonexistent field proc.nam',
          context: {
            locations: [
              { item_type: 'rules content', item_name: '', position: { line: 0, column: 0, offset: 0 } },
              { item_type: 'rules content item', item_name: '', position: { line: 0, column: 2, offset: 2 } },
              { item_type: 'rule', item_name: 'Shell', position: { line: 0, column: 2, offset: 2 } },
              { item_type: 'condition expression', item_name: '', position: { line: 2, column: 35 } },
            ],
            snippet: expect.stringContaining('proc.nam'),
          },
        },
      ],
      warnings: [],
    });
  });

  it('gives only what the engine reports, and all findings beside it', async () => {
    const { results } = await checkJson(['~/a.yaml'], { files: { 'a.yaml': twoErrors } });
    expect(results[0].errors).toHaveLength(1);
    expect(results[0].findings.map((each: { code: string }) => each.code)).toEqual([
      'unknown-field',
      'invalid-priority',
    ]);
  });

  it('counts lines and columns of findings from 1, the end exclusive', async () => {
    const { results } = await checkJson(['~/a.yaml'], { files: { 'a.yaml': unknownField } });
    expect(results[0].findings[0]).toMatchObject({ line: 3, column: 36, endLine: 3, endColumn: 44 });
  });

  it('has a result for a file that cannot be read', async () => {
    const { results, status } = await checkJson(['~/no.yaml', '~/a.yaml'], { files: { 'a.yaml': good } });
    expect(results[0]).toMatchObject({
      successful: false,
      errors: [{ code: 'LOAD_ERR_FILE_READ', codedesc: 'File read error' }],
    });
    expect(results[1]).toMatchObject({ successful: true, errors: [], findings: [] });
    expect(status).toBe(1);
  });
});

describe('options of check', () => {
  it('checks for the engine version given', async () => {
    const files = { 'a.yaml': `- required_engine_version: 0.57.0\n${good}` };
    expect((await check(['~/a.yaml', '--engine', '0.31.0'], { files })).output).toContain('[engine-too-old]');
    expect((await check(['~/a.yaml', '--engine', '0.57.0'], { files })).status).toBe(0);
  });

  it('loads the plugins that the files need', async () => {
    const { output, status } = await check(['~/a.yaml'], { files: { 'a.yaml': auditRule } });
    expect(output).not.toMatch(/unknown-source|unknown-field/);
    expect(status).toBe(0);
  });

  it('loads just the plugins given', async () => {
    const { output } = await check(['~/a.yaml', '--plugin', 'container'], { files: { 'a.yaml': auditRule } });
    expect(output).toContain('[unknown-source]');
  });

  it('warns of plugins that it does not know', async () => {
    const { errors, status } = await check(['-', '--plugin', 'container', 'nothing'], { input: good });
    expect(errors).toMatch(/^warning: The fields of the plugin "nothing" are not known here/);
    expect(status).toBe(0);
  });

  it.each([
    ['error', 0],
    ['warning', 1],
    ['hint', 1],
  ])('fails on warnings with --fail-on %s: %i', async (level, status) => {
    const files = { 'a.yaml': `${good}${unusedMacro}` };
    expect((await check(['~/a.yaml', '--fail-on', level], { files })).status).toBe(status);
  });

  it.each([
    [['check']],
    [['check', 'a.yaml', '--format', 'xml']],
    [['check', 'a.yaml', '--engine', 'new']],
    [['check', 'a.yaml', '--nonsense']],
    [['nonsense']],
  ])('answers wrong usage with status 2 and a message: %j', async (args) => {
    const { status, output, errors } = await runCommand(args);
    expect(status).toBe(2);
    expect(output).toBe('');
    expect(errors).toMatch(/^error: /);
  });

  it('prints its version', async () => {
    expect(await runCommand(['--version'])).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('prints help on standard output', async () => {
    const { status, output } = await runCommand(['check', '--help']);
    expect(status).toBe(0);
    expect(output).toContain('--fail-on <level>');
  });
});

const auditRule = `- rule: Secrets read
  desc: Somebody read secrets
  condition: ka.verb = get and ka.target.resource = secrets
  output: Secrets read (user=%ka.user.name)
  priority: NOTICE
  source: k8s_audit
`;
