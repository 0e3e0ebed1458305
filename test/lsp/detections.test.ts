import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CodeLens,
  CompletionList,
  Hover,
  LocationLink,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { startServer, type TestClient } from './client.ts';

const rules = 'file:///w/rules.yaml';
const uri = 'file:///w/mine.detections.yaml';
const text = `- detection: D
  rule: Shell
  where: proc.name = sh and proc.cwd = /tmp
`;

let client: TestClient;
beforeAll(async () => {
  client = await startServer({ capabilities: { textDocument: { definition: { linkSupport: true } } } });
  await client.open(
    rules,
    '- rule: Shell\n  desc: d\n  condition: evt.type = execve\n  output: "%proc.name %user.name"\n  priority: NOTICE\n',
  );
  await client.open(uri, text);
});
afterAll(() => client.close());

const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

it('files of detections have problems', async () => {
  const [problem] = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  expect(problem).toMatchObject({
    code: 'detection-field-not-carried',
    severity: 1,
    range: { start: { line: 2, character: 28 }, end: { line: 2, character: 36 } },
  });
});

it('files of detections have completion, hover, definitions and renames', async () => {
  const fields = await client.request<CompletionList>('textDocument/completion', at(2, 13));
  const labels = fields.items.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['proc.name', 'user.name', 'container.id']));
  expect(labels).not.toContain('proc.cwd');
  const hover = await client.request<Hover>('textDocument/hover', at(2, 12));
  expect(JSON.stringify(hover.contents)).toContain('proc.name');
  const [link] = await client.request<LocationLink[]>('textDocument/definition', at(1, 10));
  expect(link?.targetUri).toBe(rules);
  const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(1, 10), newName: 'Other' });
  expect(JSON.stringify(edit)).toContain(uri);
  expect(JSON.stringify(edit)).toContain(rules);
});

it('their Wazuh rules are previewed, or what is wrong with them', async () => {
  const params = { kind: 'wazuh', uri, position: { line: 2, character: 12 } };
  const { text: shown } = await client.request<{ text: string }>('falcoWorkbench/preview', params);
  expect(shown).toContain('proc.cwd');
});

it('their KQL leads back to the detection, and to the queries for hunting below it', async () => {
  const file = 'file:///w/other.detections.yaml';
  await client.open(file, '- detection: Good one\n  rule: Shell\n  where: proc.name = sh\n');
  const position = { line: 2, character: 4 };
  const {
    text: shown,
    parts,
    sections,
  } = await client.ask('falcoWorkbench/preview', {
    kind: 'kql',
    uri: file,
    position,
  });
  expect(parts).toEqual([
    {
      rule: 'Shell',
      detection: 'Good one',
      place: { uri: file, start: { line: 0, character: 13 }, end: { line: 0, character: 21 } },
      first: 0,
      last: expect.any(Number),
    },
  ]);
  const lines = shown.split('\n');
  expect(sections?.map(({ title }) => title)).toEqual([
    'by time',
    'by cluster',
    'counts over time',
    'first seen',
  ]);
  for (const { first } of sections!) expect(lines[first]).toMatch(/^\/\/ Hunting: /);
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: file } });
  expect(lenses.map(({ command }) => command?.title)).toEqual(['Preview KQL', 'Preview Wazuh']);
});
