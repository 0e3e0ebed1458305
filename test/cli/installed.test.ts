import { describe, expect, it } from 'vitest';
import { type FakeFalco, withFakeFalco } from '../falco/installed/fake-falco.ts';
import { runCommand } from './command-line.ts';

const ruleWith = (condition: string) => `- rule: R
  desc: A rule
  condition: evt.type = open and ${condition}
  output: Something happened (name=%proc.name)
  priority: NOTICE
  tags: [maturity_sandbox]
`;

const check = (fake: FakeFalco, condition: string, ...args: string[]) =>
  withFakeFalco(fake, (path) =>
    runCommand(['check', '~/a.yaml', '--falco', path, ...args], { files: { 'a.yaml': ruleWith(condition) } }),
  );

describe('check --falco', () => {
  it.each([
    ['proc.brandnew > 1', 0],
    ['proc.exepath = x', 1],
    ['proc.name = x', 0],
  ])('knows the fields of that Falco: %s', async (condition, status) => {
    expect(await check({}, condition)).toMatchObject({ status, errors: '' });
  });

  it('knows its event types', async () => {
    const { status } = await check({}, 'evt.type in (open, openat9)');
    expect(status).toBe(0);
  });

  it('checks for its engine version, unless another is asked for', async () => {
    const required = `- required_engine_version: 0.63.0\n`;
    const files = { 'a.yaml': required };
    await withFakeFalco({}, async (path) => {
      const args = ['check', '~/a.yaml', '--falco', path];
      expect((await runCommand(args, { files })).output).toContain('0.62.0');
      expect((await runCommand([...args, '--engine', '0.63.0'], { files })).status).toBe(0);
    });
  });

  it('warns where that Falco cannot list its fields, and goes on with our own', async () => {
    const { status, errors } = await check({ list: '' }, 'proc.exepath = x');
    expect(errors).toMatch(/^warning: It does not list its fields.*own tables are used/);
    expect(status).toBe(0);
  });

  it('fails with 2 where there is no such Falco, or it is none', async () => {
    const files = { 'a.yaml': ruleWith('proc.name = x') };
    const missing = await runCommand(['check', '~/a.yaml', '--falco', '/nowhere/falco'], { files });
    expect(missing).toMatchObject({ status: 2, output: '', errors: expect.stringContaining('is not there') });
    const other = await check({ version: 'hello' }, 'proc.name = x');
    expect(other).toMatchObject({ status: 2, errors: expect.stringContaining('Is it Falco') });
  });
});

describe('check --falco --verify', () => {
  const refused = {
    'a.yaml': { successful: false, errors: [{ code: 'LOAD_ERR_VALIDATE', message: 'no\u001b[2J' }] },
  };

  it('shows both verdicts, and fails where Falco refuses a file', async () => {
    const { status, output } = await check({ verdicts: refused }, 'proc.name = x', '--verify');
    expect(status).toBe(1);
    expect(output).toContain('different verdicts on 1 of 1 file.');
    expect(output).toContain('~/a.yaml: differ\n  Falco:     LOAD_ERR_VALIDATE: no');
    expect(output).not.toContain('\u001b');
  });

  it('says so where they agree', async () => {
    const { status, output } = await check({}, 'proc.name = x', '--verify');
    expect(status).toBe(0);
    expect(output).toContain('Falco 0.99.1 (engine 0.62.0) and Falco Rule Workbench: the same verdict');
  });

  it('has the verdicts in JSON too', async () => {
    const { output } = await check({ verdicts: refused }, 'proc.name = x', '--verify', '--format', 'json');
    expect(JSON.parse(output)).toMatchObject({
      falco_load_results: [{ successful: true }],
      verdicts: [{ agree: false, ours: { successful: true }, falco: { successful: false } }],
    });
  });

  it('fails with 2 where nothing can be compared', async () => {
    const first = `if (args.includes('-V')) { process.stderr.write('Error: no falco.yaml'); process.exit(1); }`;
    const { status, errors } = await check({ first }, 'proc.name = x', '--verify');
    expect(status).toBe(2);
    expect(errors).toBe('error: It printed no load results. It says: "Error: no falco.yaml".\n');
    const missing = await withFakeFalco({}, (path) =>
      runCommand(['check', '~/no.yaml', '--falco', path, '--verify'], {}),
    );
    expect(missing).toMatchObject({ status: 2, errors: expect.stringContaining('Nothing was verified') });
  });

  it('needs --falco', async () => {
    expect(await runCommand(['check', '~/a.yaml', '--verify'])).toMatchObject({ status: 2 });
  });
});
