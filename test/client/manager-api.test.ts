import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { httpsTransport } from '../../client/src/wazuh/logtest/https-transport.ts';
import { type ApiResponse, askManager, ManagerError } from '../../client/src/wazuh/logtest/manager-api.ts';
import { loopbackCertificate } from '../support/loopback-certificate.ts';
import {
  type LoopbackManager,
  type ManagerBehaviour,
  managerPassword,
  managerUser,
  sessionToken,
  startManager,
} from '../support/wazuh-manager.ts';

const rules = {
  'local_rules.xml': `<group name="local,"><rule id="100001" level="5"><decoded_as>json</decoded_as>
<field name="rule">^Shell$</field><description>Falco: $(rule)</description></rule></group>`,
};
const shell = '{"rule":"Shell"}';
const ca = loopbackCertificate.cert;
const { fingerprint256 } = new X509Certificate(ca);

let manager: LoopbackManager | undefined;

afterEach(() => manager?.close());

async function ask(
  events: readonly string[],
  {
    trust = { ca },
    password = managerPassword,
    signal = new AbortController().signal,
    ...behaviour
  }: Partial<{
    trust: { ca?: string; fingerprint?: string };
    password: string;
    signal: AbortSignal;
  }> &
    ManagerBehaviour = {},
) {
  manager = await startManager(rules, behaviour);
  const send = httpsTransport({ url: manager.url, ...trust });
  return askManager(send, { user: managerUser, password }, events, signal);
}

describe('a manager that is asked', () => {
  it('answers events in a session that is closed', async () => {
    const { version, answers } = await ask([shell, '{"rule":"Other"}', 'no JSON']);
    expect(version).toBe('4.14.7');
    expect(answers).toEqual([
      { id: '100001', level: 5, description: 'Falco: Shell', groups: ['local'], alert: true },
      null,
      null,
    ]);
    expect(manager!.requests).toEqual([
      'POST /security/user/authenticate',
      'GET /',
      'PUT /logtest',
      'PUT /logtest',
      'PUT /logtest',
      `DELETE /logtest/sessions/${sessionToken}`,
    ]);
  });

  it('is known by the fingerprint of its certificate, however that is written', async () => {
    for (const fingerprint of [fingerprint256, fingerprint256.replaceAll(':', '').toLowerCase()]) {
      const { answers } = await ask([shell], { trust: { fingerprint } });
      expect(answers[0]?.id).toBe('100001');
      await manager!.close();
    }
  });

  it.each([
    ['nothing to know it by', {}, 'cannot be trusted'],
    [
      'another fingerprint',
      { fingerprint: '0'.repeat(64) },
      `has the fingerprint ${fingerprint256.replaceAll(':', '')}`,
    ],
  ])('is sent nothing with %s', async (_what, trust, message) => {
    await expect(ask([shell], { trust })).rejects.toThrow(message);
    expect(manager!.requests).toEqual([]);
  });

  it('does not take another password', async () => {
    const error: unknown = await ask([shell], { password: 'x' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ManagerError);
    expect(error).toMatchObject({
      kind: 'password',
      message: expect.stringContaining('Invalid credentials'),
    });
    expect(manager!.requests).toHaveLength(1);
  });

  it.each<[string, ManagerBehaviour, string]>([
    [
      'may not test',
      { logtestStatus: 403 },
      'needs the permission logtest:run. The manager says: Permission denied',
    ],
    ['is busy', { logtestStatus: 429 }, 'no more requests for a minute'],
    ['is too old', { logtestStatus: 405 }, 'does not know PUT /logtest'],
    ['fails', { logtestStatus: 500 }, 'answered PUT /logtest with 500'],
    ['is Wazuh 5', { version: '5.0.0' }, 'version 5.0.0; only Wazuh 4.x'],
    [
      'has broken rules',
      { broken: 'ERROR: (7311): no session' },
      'cannot test rules: ERROR: (7311): no session',
    ],
  ])('says so where it %s', async (_what, behaviour, message) => {
    await expect(ask([shell], behaviour)).rejects.toThrow(message);
  });

  it('has no session to close where its rules are broken', async () => {
    await expect(ask([shell], { broken: 'x' })).rejects.toThrow();
    expect(manager!.requests.at(-1)).toBe('PUT /logtest');
  });

  it('warns of its rules once', async () => {
    const warning = "WARNING: (7612): Rule ID '5' is duplicated.";
    const { warnings, answers } = await ask([shell, shell], { warning });
    expect(warnings).toEqual([warning]);
    expect(answers).toHaveLength(2);
  });

  it('can be left alone while it does not answer', async () => {
    const controller = new AbortController();
    const asked = ask([shell], { silent: true, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(asked).rejects.toThrow('Stopped.');
  });
});

describe('a manager that is none', () => {
  const asked = (answers: readonly ApiResponse[]) => {
    const left = [...answers];
    const send = async () => left.shift() ?? answers.at(-1)!;
    return askManager(send, { user: 'a', password: 'b' }, [shell], new AbortController().signal);
  };
  const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const json = (data: unknown): ApiResponse => {
    return { status: 200, body: JSON.stringify({ data }).replaceAll('"nested"', nested) };
  };
  const token = json({ token: 'jwt' });
  const version = json({ api_version: '4.14.7' });

  it.each<[string, readonly ApiResponse[], string]>([
    ['leads elsewhere', [{ status: 302, body: '' }], 'leads on to another address, which is not followed'],
    ['sends a page', [{ status: 200, body: '<html>' }], 'is no JSON: is this the API of Wazuh?'],
    ['sends nothing', [{ status: 200, body: '' }], 'is no JSON'],
    ['gives no token', [json({})], 'gave no token'],
    ['gives a token that would be a header', [json({ token: 'a\r\nX: y' })], 'gave no token'],
    ['says no version', [token, json({})], 'does not say its version'],
    ['says no code', [token, version, json({ messages: 'nested' })], 'cannot test rules: code'],
    [
      'fires a rule without an id',
      [token, version, json({ codemsg: 0, output: { rule: {} } })],
      'no id or level',
    ],
    [
      'fires a rule with a list for its id',
      [token, version, json({ codemsg: 0, output: { rule: { id: 'nested', level: 3 } } })],
      'no id or level',
    ],
  ])('%s', async (_what, answers, message) => {
    await expect(asked(answers)).rejects.toThrow(message);
  });

  it('refuses a login, or later its own token', async () => {
    const refused = (status: number): ApiResponse => ({ status, body: '{"detail":"why"}' });
    const blocked = await asked([refused(403)]).catch((reason: unknown) => reason);
    expect(blocked).toMatchObject({
      kind: 'other',
      message: expect.stringContaining('no login from here now'),
    });
    const ended = await asked([token, version, refused(401)]).catch((reason: unknown) => reason);
    expect(ended).toMatchObject({ kind: 'other', message: expect.stringContaining('run the command again') });
  });

  it('makes nothing of its words a link, nor a message of many lines', async () => {
    const detail = `[Retry](command:workbench.action.quit)\r\n${'x'.repeat(10_000)}`;
    const error = await asked([{ status: 500, body: JSON.stringify({ detail }) }]).catch(String);
    expect(error).toContain('[Retry] (command:workbench.action.quit) xxx');
    expect(String(error).length).toBeLessThan(700);
  });

  it('has groups and a description kept as text of bounded length', async () => {
    const rule = { id: '1', level: 3, description: 'x'.repeat(100_000), groups: ['nested', 'a'] };
    const { answers } = await asked([token, version, json({ codemsg: 0, output: { rule } })]);
    expect(answers).toMatchObject([{ id: '1', groups: ['', 'a'] }]);
    expect(answers[0]!.description).toHaveLength(8192);
  });
});

/** A server that takes connections over TLS and notes every byte that comes through them. */
async function startListener(): Promise<{ port: number; heard: () => string; close: () => void }> {
  let heard = '';
  const server = createServer(loopbackCertificate, (socket) => {
    socket.on('data', (piece) => {
      heard += piece;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, heard: () => heard, close: () => server.close() };
}

describe('a certificate that is not the one', () => {
  it.each<readonly [string, string, { ca?: string; fingerprint?: string }, string]>([
    ['signed by nobody known', 'localhost', {}, 'cannot be trusted'],
    [
      'with another fingerprint',
      'localhost',
      { fingerprint: 'ab'.repeat(32) },
      'not the one in the settings',
    ],
    // Only Linux listens to all of 127.0.0.0/8.
    ...(process.platform === 'linux'
      ? [['of another host', '127.0.0.2', { ca }, 'is that of another host'] as const]
      : []),
    [
      'pinned wrongly though its authority is known',
      'localhost',
      { ca, fingerprint: 'ab'.repeat(32) },
      'not the one',
    ],
  ])('%s hears not one byte', async (_what, host, trust, message) => {
    const listener = await startListener();
    const send = httpsTransport({ url: `https://${host}:${listener.port}`, ...trust });
    const headers = { Authorization: 'Bearer secret' };
    const asked = send({ method: 'GET', path: '/', headers }, new AbortController().signal);
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'tls', message: expect.stringContaining(message) });
    await setImmediate(); // what was sent would be there
    expect(listener.heard()).toBe('');
    listener.close();
  });
});

describe('an address', () => {
  it.each([
    ['http://localhost:1', 'must begin with https://'],
    ['localhost', 'is no address like'],
  ])('%s', (url, message) => {
    expect(() => httpsTransport({ url })).toThrow(message);
  });

  it('where nobody is cannot be reached', async () => {
    manager = await startManager(rules);
    const { url } = manager;
    await manager.close();
    const send = httpsTransport({ url, ca });
    await expect(
      askManager(send, { user: 'a', password: 'b' }, [], new AbortController().signal),
    ).rejects.toThrow('cannot be reached');
  });

  it('needs a whole fingerprint', () => {
    expect(() => httpsTransport({ url: 'https://localhost', fingerprint: 'AB:CD' })).toThrow(
      '64 hexadecimal',
    );
  });
});
