import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import type { Host } from '../../server/src/lsp/language-server.ts';
import { startServer, type TestClient } from './client.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    configuration: {
      properties: Record<
        string,
        {
          default?: unknown;
          markdownDescription?: string;
          description?: string;
          order: number;
          scope?: string;
        }
      >;
    };
  };
};
const declared = manifest.contributes.configuration.properties;

/** A setting with a value that is not its usual one, and where the difference shows. */
interface Case {
  readonly value: unknown;
  readonly text?: string;
  readonly observe: (client: TestClient, asked: readonly string[]) => Promise<unknown>;
}

const uri = 'file:///w/rules.yaml';
const rule =
  '- rule: R\n  desc: d\n  condition: evt.type = open and proc.name in (shells)\n  output: o %proc.name\n  priority: INFO\n';
const rules = `- list: shells\n  items: [bash, sh]\n- macro: unused\n  condition: evt.type = open\n${rule}`;

const problems = async (client: TestClient) =>
  (
    await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })
  ).items.map(({ code }) => code);
const lenses = (client: TestClient) => client.request('textDocument/codeLens', { textDocument: { uri } });
const hints = (client: TestClient) =>
  client.request('textDocument/inlayHint', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } },
  });

const wazuhPreview = (client: TestClient) =>
  client.request('falcoWorkbench/preview', { kind: 'wazuh', uri, position: { line: 5, character: 4 } });

const sentinelParser = (client: TestClient) =>
  client.request('falcoWorkbench/sentinel/parser', { form: 'kql', date: '2026-11-21' });

const outside = new Map([
  ['file:///base/base.yaml', '- macro: from_base\n  condition: evt.type = open\n'],
  ['file:///etc/falco/falco_rules.yaml', '- macro: from_base\n  condition: evt.type = open\n'],
]);
const inFolder = new Map([['file:///w/later.yaml', '- macro: from_later\n  condition: proc.nme = x\n']]);
const usesBase = '- macro: m\n  condition: from_base\n';

const cases: Readonly<Record<string, Case>> = {
  engineVersion: {
    value: '0.31.0',
    text: rule.replace('evt.type = open', 'toupper(proc.name) = X'),
    observe: problems,
  },
  plugins: {
    value: ['json'],
    text: rule.replace('evt.type = open', 'json.value[/a] = b'),
    observe: problems,
  },
  baseRules: { value: ['/base/base.yaml'], text: usesBase, observe: problems },
  rulesFiles: { value: ['rules.yaml'], text: '- macro: m\n  condition: from_later\n', observe: problems },
  useInstalledRules: {
    value: false,
    text: '- rule: R\n  enabled: false\n- macro: m\n  condition: from_base\n',
    observe: problems,
  },
  files: { value: ['rules.yaml'], text: '- rles: no rule as yet\n', observe: problems },
  problems: { value: { 'unused-macro': 'off' }, observe: problems },
  'format.lineWidth': {
    value: 40,
    text: rule.replace(
      'evt.type = open',
      'evt.type = open and fd.name = /a/long/path and proc.pname = other',
    ),
    observe: (client) =>
      client.request('textDocument/formatting', {
        textDocument: { uri },
        options: { tabSize: 2, insertSpaces: true },
      }),
  },
  problemsOf: {
    value: 'openFiles',
    observe: (client) => client.request('workspace/diagnostic', { previousResultIds: [] }),
  },
  targets: {
    value: ['wazuh'],
    text: rule,
    observe: async (client) => {
      const file = 'file:///w/my.detections.yaml';
      await client.open(file, '- detection: D\n  rule: R\n  where: proc.name < 5\n');
      return client.request('textDocument/diagnostic', { textDocument: { uri: file } });
    },
  },
  'sentinel.transport': { value: 'cef', observe: sentinelParser },
  // Over JSON only a name that cannot be used is told.
  'sentinel.cefTable': { value: 'no table', observe: sentinelParser },
  'sentinel.syslogTable': { value: 'Falco_CL', observe: sentinelParser },
  'sentinel.clusterField': { value: 'cluster', observe: sentinelParser },
  'sentinel.columns': { value: { team: 'team' }, observe: sentinelParser },
  'codeLenses.references': { value: false, observe: lenses },
  'codeLenses.previews': { value: false, observe: lenses },
  'inlayHints.listSizes': { value: false, observe: hints },
  'inlayHints.eventTypes': { value: true, observe: hints },
  'inlayHints.priorityLevels': { value: true, observe: hints },
  'wazuh.profile': { value: 'recipe', observe: wazuhPreview },
  'wazuh.ids': { value: '101000-101999', observe: wazuhPreview },
  'wazuh.levels': { value: { Informational: 9 }, observe: wazuhPreview },
  'wazuh.descriptionFields': { value: ['proc.name'], observe: wazuhPreview },
  falcoPath: { value: '/opt/falco', observe: async (_client, asked) => asked },
};

/** What a test observes with a setting at a value. */
async function observed(name: string, { text = rules, observe }: Case, value: unknown): Promise<unknown> {
  const [key, inner] = name.split('.') as [string, string?];
  const asked: string[] = [];
  const host: Host = {
    filesOf: () => ({
      list: async (folder) => [
        ...(folder === 'file:///w' && name !== 'useInstalledRules' ? inFolder.keys() : []),
      ],
      read: async (each) => inFolder.get(each) ?? outside.get(each),
    }),
    installedRules: name === 'useInstalledRules' ? 'file:///etc/falco' : undefined,
    falco: (path) => {
      asked.push(path);
      return { run: async () => ({ ok: false, problem: 'not here' }) } as never;
    },
  } as Host;
  const settings = { [key]: inner === undefined ? value : { [inner]: value } };
  const client = await startServer(
    {
      initializationOptions: { settings, pullDiagnostics: true },
      workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    },
    host,
  );
  await client.open(uri, text);
  await new Promise((resolve) => setTimeout(resolve, 50)); // until the folder is read
  const found = await observe(client, asked);
  await client.close();
  return found;
}

describe('each declared setting', () => {
  const names = Object.keys(declared).map((name) => name.replace('falcoWorkbench.', ''));
  const others = names.filter((name) => !Object.hasOwn(cases, name) && name !== 'trace.server');

  it('is there for each case below', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(cases)));
  });

  // `trace.server` is read by the client's library.
  it.each(others)('%s, which the server does not get, is read by the client', (name) => {
    const folder = fileURLToPath(new URL('../../client/src', import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(sources.some((source) => source.includes(name) || source.includes(name.split('.').at(-1)!))).toBe(
      true,
    );
  });

  it.each(Object.entries(cases))('%s changes something', async (name, known) => {
    const usual = declared[`falcoWorkbench.${name}`]?.default;
    expect(await observed(name, known, known.value)).not.toEqual(await observed(name, known, usual));
  });

  it.each(Object.entries(cases))('%s is by default as where it is not given', async (name, known) => {
    const usual = declared[`falcoWorkbench.${name}`]?.default;
    expect(await observed(name, known, usual)).toEqual(await observed(name, known, undefined));
  });

  it('has a place of its own among the others', () => {
    const orders = Object.values(declared).map(({ order }) => order);
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('is no business of an untrusted workspace where it names a program or an address to send to', () => {
    const ofMachine = Object.entries(declared).filter(([, { scope }]) => scope?.startsWith('machine'));
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(restricted.toSorted()).toEqual(ofMachine.map(([name]) => name).sort());
  });

  it.each(Object.entries(declared))('%s is described', (_name, { description, markdownDescription }) => {
    expect((markdownDescription ?? description ?? '').length).toBeGreaterThan(15);
  });
});
