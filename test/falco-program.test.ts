import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { falcoProgram } from '../server/src/falco-program.ts';
import { type FakeFalco, versionText, withFakeFalco } from './falco/installed/fake-falco.ts';

const limits = { milliseconds: 1_500, bytes: 100_000 };

const run = (fake: FakeFalco) =>
  withFakeFalco(fake, (path) => falcoProgram(path, { ...limits, milliseconds: 10_000 }).run(['--version']));

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('falco-verify-'));

describe('running an installed Falco', () => {
  it('gives what it prints', async () => {
    expect(await run({})).toEqual({ ok: true, value: { output: versionText, errors: '', status: 0 } });
  });

  it('gives its exit status, and what it wrote to its standard error', async () => {
    expect(await run({ first: `process.stderr.write('Error: no'); process.exit(1);` })).toEqual({
      ok: true,
      value: { output: '', errors: 'Error: no', status: 1 },
    });
  });

  it('hands arguments over as they are, without a shell', async () => {
    const first = 'process.stdout.write(JSON.stringify(args)); process.exit();';
    await withFakeFalco({ first }, async (path) => {
      const args = ['$(id)', '; rm x', '"', 'a b'];
      const printed = await falcoProgram(path).run(args);
      expect(printed).toMatchObject({ ok: true, value: { output: JSON.stringify(args) } });
    });
  });

  it('ends one that hangs', async () => {
    await withFakeFalco({ first: 'setInterval(() => {}, 1000); return;' }, async (path) => {
      const printed = await falcoProgram(path, limits).run(['--version']);
      expect(printed).toMatchObject({
        ok: false,
        problem: expect.stringContaining('did not end within 1.5'),
      });
    });
  });

  it('ends one that prints without end', async () => {
    const first = `for (let i = 0; i < 1000; i++) process.stdout.write('x'.repeat(1000));`;
    await withFakeFalco({ first }, async (path) => {
      const printed = await falcoProgram(path, { milliseconds: 10_000, bytes: 100_000 }).run(['--version']);
      expect(printed).toMatchObject({ ok: false, problem: expect.stringContaining('prints far more') });
    });
  });

  it('says so of one that crashes', async () => {
    const printed = await run({ first: `process.kill(process.pid, 'SIGSEGV'); while (true);` });
    expect(printed).toMatchObject({ ok: false, problem: expect.stringContaining('SIGSEGV') });
  });

  it('says so where there is none, or none that may be run', async () => {
    const missing = await falcoProgram('/nowhere/falco').run(['--version']);
    expect(missing).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^\/nowhere\/falco is not there/),
    });
    await withFakeFalco({}, async (_, folder) => {
      const path = join(folder, 'text');
      writeFileSync(path, 'no program', { mode: 0o644 });
      const denied = await falcoProgram(path).run([]);
      expect(denied).toMatchObject({ ok: false, problem: expect.stringContaining('not executable') });
      expect(await falcoProgram('a\0b').run([])).toMatchObject({ ok: false });
    });
  });
});

describe('validating texts', () => {
  const first = `
    const { readFileSync, statSync } = require('node:fs');
    const { dirname } = require('node:path');
    const given = args.filter((_, i) => args[i - 1] === '-V').map((path) => ({
      end: path.split('/').slice(-2).join('/'),
      text: readFileSync(path, 'utf8'),
      open: (statSync(dirname(dirname(path))).mode & 0o077) !== 0,
    }));
    process.stdout.write(JSON.stringify({ options: args.slice(0, 2), given }));
    process.exit();`;
  const file = (end: string, text: string) => ({ end, text, open: false });

  it('hands files over in numbered private folders, in order, and removes them', async () => {
    const before = leftovers();
    const printed = await withFakeFalco({ first }, (path) =>
      falcoProgram(path).validate([
        { name: 'file:///w/rules.yaml', text: 'é' },
        { name: 'other/rules.yaml', text: 'b' },
        { name: 'x/a,b%20c.yaml', text: '' },
        { name: 'x/..', text: '' },
      ]),
    );
    if (!printed.ok) throw new Error(printed.problem);
    expect(JSON.parse(printed.value.output)).toEqual({
      options: ['-o', 'json_output=true'],
      given: [
        file('1/rules.yaml', 'é'),
        file('2/rules.yaml', 'b'),
        file('3/a_b_20c.yaml', ''),
        file('4/rules.yaml', ''),
      ],
    });
    expect(leftovers()).toEqual(before);
  });

  it('removes them too where Falco hangs', async () => {
    const before = leftovers();
    await withFakeFalco({ first: 'setInterval(() => {}, 1000); return;' }, async (path) => {
      const printed = await falcoProgram(path, limits).validate([{ name: 'a.yaml', text: '' }]);
      expect(printed).toMatchObject({ ok: false });
    });
    expect(leftovers()).toEqual(before);
  });
});
