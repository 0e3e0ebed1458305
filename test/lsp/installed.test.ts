import { afterEach, describe, expect, it } from 'vitest';
import type { ShowMessageParams } from 'vscode-languageserver-protocol/node';
import { falcoProgram } from '../../server/src/falco-program.ts';
import { type FakeFalco, withFakeFalco } from '../falco/installed/fake-falco.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const rule = `- rule: R
  desc: A rule
  condition: evt.type = open and proc.brandnew > 1
  output: Something happened (name=%proc.name)
  priority: NOTICE
  tags: [maturity_sandbox]
`;

type Verified = { readonly text?: string; readonly problem?: string };

let client: TestClient;
afterEach(() => client.close());

/** A server that was told of a Falco; `messages` are those that the user gets to see. */
async function start(falcoPath: string, host = { falco: falcoProgram }): Promise<{ messages: string[] }> {
  const messages: string[] = [];
  const options = { initializationOptions: { settings: { falcoPath } } };
  client = await startServer(options, host, (connection) =>
    connection.onNotification('window/showMessage', ({ message }: ShowMessageParams) => {
      messages.push(message);
    }),
  );
  await client.open(uri, rule);
  return { messages };
}

const verify = () => client.request<Verified>('falcoWorkbench/verify', {});

const withFalco = (fake: FakeFalco, use: () => Promise<void>) =>
  withFakeFalco(fake, async (path) => {
    await start(path);
    await use();
  });

describe('a server with an installed Falco', () => {
  it('knows its fields', async () => {
    await withFalco({}, async () => {
      const unknown = (found: { diagnostics: { code?: unknown }[] }) =>
        found.diagnostics.some(({ code }) => code === 'unknown-field');
      await client.diagnostics(uri, (found) => !unknown(found));
    });
  });

  it('shows both verdicts, also on texts that are not saved', async () => {
    const error = { code: 'LOAD_ERR_COMPILE_CONDITION', message: 'no such field' };
    const verdicts = { 'rules.yaml': { successful: false, errors: [error] } };
    await withFalco({ verdicts }, async () => {
      const { text } = await verify();
      expect(text).toContain('/w/rules.yaml: ');
      expect(text).toContain('  Falco:     LOAD_ERR_COMPILE_CONDITION: no such field\n');
    });
  });

  it('says why there is nothing to show', async () => {
    const first = `if (args.includes('-V')) { process.stderr.write('Error: no falco.yaml'); process.exit(1); }`;
    await withFalco({ first }, async () => {
      expect((await verify()).problem).toContain('Error: no falco.yaml');
    });
  });

  it('warns of a Falco that is not there', async () => {
    const { messages } = await start('/nowhere/falco');
    await expect.poll(() => messages).toEqual([expect.stringMatching(/^\/nowhere\/falco is not there/)]);
    expect((await verify()).problem).toContain('is not there');
  });
});

describe('a server without an installed Falco', () => {
  it('names the setting', async () => {
    await start('');
    expect((await verify()).problem).toContain('falcoWorkbench.falcoPath');
  });

  it('says that it runs none in the browser', async () => {
    client = await startServer();
    expect((await verify()).problem).toContain('on the desktop');
  });
});
