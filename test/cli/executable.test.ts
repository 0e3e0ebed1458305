import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const executable = join(root, 'dist/cli.cjs');
const built = existsSync(executable);
if (!built) console.warn('SKIPPED the built command line: dist/cli.cjs is not there (npm run build).');

interface Ended {
  status: number | null;
  output: string;
  errors: string;
}

/** Runs the built command line as a process of its own. */
function start(args: string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [executable, ...args], { env: { ...process.env, ...env } });
    const ended: Ended = { status: null, output: '', errors: '' };
    child.stdout.on('data', (chunk) => {
      ended.output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ended.errors += chunk;
    });
    child.on('error', fail);
    child.on('close', (status) => done({ ...ended, status }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const badRule = '- {rule: A, desc: d, condition: evt.typo = open, output: o, priority: INFO}\n';

describe.runIf(built)('the built command line', () => {
  it('checks the examples', async () => {
    const ended = await start(['check', join(root, 'examples/rules'), '--fail-on', 'error']);
    expect(ended).toMatchObject({ status: 0, errors: '' });
  });

  it('reads standard input and exits with 1 on errors, without colours in a pipe', async () => {
    const { status, output } = await start(['check', '-'], badRule);
    expect(status).toBe(1);
    expect(output).toContain('<stdin>:1:33: error: ');
    expect(output).not.toContain('\u001b');
  });

  it('exits with 2 on wrong usage', async () => {
    expect(await start(['check'])).toMatchObject({ status: 2, output: '' });
  });

  it('answers every line of the port in order and ends with the input', async () => {
    const requests = Array.from({ length: 200 }, (_, i) =>
      JSON.stringify({ condition: `evt.num = ${i}`, fields: { 'evt.num': i % 2 === 0 ? i : 0 } }),
    );
    const { status, output } = await start(['engine'], [...requests, '{'].join('\n'));
    const answers = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(answers).toHaveLength(201);
    expect(answers.slice(0, 4).map(({ result }) => result)).toEqual([true, false, true, false]);
    expect(answers[200]).toMatchObject({ ok: false });
  });

  it('starts the language server', async () => {
    const child = spawn(process.execPath, [executable, 'lsp', '--stdio']);
    const answered = new Promise((done) => child.stdout.once('data', done));
    const closed = new Promise((done) => child.on('close', done));
    const params = { processId: null, rootUri: null, capabilities: {} };
    child.stdin.write(message({ id: 1, method: 'initialize', params }));
    expect(String(await answered)).toContain('Content-Length');
    child.stdin.write(message({ id: 2, method: 'shutdown' }) + message({ method: 'exit' }));
    expect(await closed).toBe(0);
  });
});

/** A message of the language server protocol with its header. */
function message(content: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
