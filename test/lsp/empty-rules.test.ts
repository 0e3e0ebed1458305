import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionList, Diagnostic } from 'vscode-languageserver-protocol/node';
import { withCursor } from '../support/marked-text.ts';
import { startServer, type TestClient } from './client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startServer({ initializationOptions: { pullDiagnostics: true } });
});
afterAll(() => client.close());

let files = 0;

/** What is offered at `<|>` first, with the characters of the line that it replaces; empty where nothing is. */
async function offered(name: string, marked: string): Promise<string> {
  const { text, cursor } = withCursor(marked);
  const uri = `file:///w/${++files}/${name}`;
  await client.open(uri, text);
  const lines = text.slice(0, cursor).split('\n');
  const line = lines.length - 1;
  const list = await client.request<CompletionList | null>('textDocument/completion', {
    textDocument: { uri },
    position: { line, character: lines.at(-1)!.length },
  });
  const [first] = list?.items ?? [];
  if (first === undefined) return '';
  const { range } = first.textEdit as { range: { start: { line: number; character: number } } };
  expect(range.start.line).toBe(line);
  return `${range.start.character} ${first.label}`;
}

async function problems(name: string, text: string): Promise<unknown[]> {
  const uri = `file:///w/${++files}/${name}`;
  await client.open(uri, text);
  const asked = { textDocument: { uri } };
  return (await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', asked)).items.map(
    ({ code }) => code,
  );
}

describe('where no rules are as yet', () => {
  it.each([
    ['falco_rules.local.yaml', '<|>', '0 - rule'],
    ['falco_rules.local.yaml', '# comment\n<|>\n', '0 - rule'],
    ['falco/rules.d/mine.yaml', '- ru<|>', '0 - rule'],
    ['other.yaml', '<|>', ''],
    ['values.yaml', 'customRules:\n  a.yaml: |\n    <|>\n', '4 - rule'],
    ['values.yaml', 'customRules:\n  a.yaml: |\n    <|>', '4 - rule'],
    ['values.yaml', 'customRules:\r\n  a.yaml: |\r\n    <|>\r\nb: 1', '4 - rule'],
    ['values.yaml', 'customRules:\n  a.yaml: |-\n    <|>\n  b.yaml: |\n    - list: l\n', '4 - rule'],
    ['values.yaml', 'customRules:\n  a.yaml: |\n\n    # comment\n    <|>\n', '4 - rule'],
    ['values.yaml', 'customRules:\n  a.yaml: |\n    - ru<|>\n', '4 - rule'],
    ['values.yaml', 'customRules:\n  a.yaml: |\n    -<|>\n', '4 - rule'],
    ['values.yaml', 'customRules:\n  - <|>\n', '2 - rule'],
    ['values.yaml', 'customRules:\n  - ma<|>\n', '2 - rule'],
    // Here stands what belongs to the file.
    ['values.yaml', 'customRules:\n  a.yaml: |<|>\n', ''],
    ['values.yaml', 'customRules:\n  a.yaml: |<|>', ''],
    ['values.yaml', 'customRules:\n  a.yaml: |\n  <|>\n', ''],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  falco_rules.local.yaml: |\n    <|>\n', '4 - rule'],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  falco-local.yaml: |\n    - ru<|>\n', '4 - rule'],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  falco.yaml: |\n    <|>\n', ''],
    ['map.yaml', 'kind: ConfigMap\ndata:\n  other.yaml: |\n    <|>\n', ''],
    ['cr.yaml', 'kind: FalcoRules\nrules:\n  - raw: |\n      <|>\n', '6 - rule'],
    ['cr.yaml', 'kind: Rulesfile\nspec:\n  inlineRules:\n    - <|>\n', '4 - rule'],
    ['app.yaml', 'spec:\n  values: |\n    customRules:\n      a.yaml: |\n        <|>\n', '8 - rule'],
  ])('%s %j: %j', async (name, marked, expected) => {
    expect(await offered(name, marked)).toBe(expected);
  });

  it.each([
    ['falco_rules.local.yaml', '# comment\n', []],
    ['falco_rules.local.yaml', 'a: 1\n', ['not-a-list']],
    ['falco_rules.yaml', 'kind: ConfigMap\ndata:\n  a: 1\n', []],
    ['falco-alerts-rules.yaml', 'groups:\n  - name: g\n', []],
    ['values.yaml', 'customRules:\n  a.yaml: ""\n  b.yaml: |\n', []],
    ['values.yaml', 'customRules: []\n', []],
    ['map.yaml', 'data:\n  falco-exporter.yaml: |\n    a: 1\n', []],
  ])('%s with %j has the problems %j', async (name, text, expected) => {
    expect(await problems(name, text)).toEqual(expected);
  });
});
