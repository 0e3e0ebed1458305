import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, Range } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const other = 'file:///w/zz.yaml';
const text = `- macro: is_a
  condition: proc.name = a or proc.name = 가
- rule: R
  condition: evt.type = open and is_a and proc.pname in (b, c)
  desc: d
  output: o %proc.name
  priority: INFO
`;
const more = '- rule: R\n  condition: or is_a\n  append: true\n';

let client: TestClient;
beforeAll(async () => {
  client = await startServer({ initializationOptions: { renameAfterEdit: true } });
  await client.open(uri, text);
  await client.open(other, more);
});
afterAll(() => client.close());

const texts: Readonly<Record<string, string>> = { [uri]: text, [other]: more };
const range = (line: number, from: number, to = from): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});

async function actions(document: string, at: Range, only: string): Promise<CodeAction[]> {
  const context = { diagnostics: [], only: [only] };
  return client.request('textDocument/codeAction', { textDocument: { uri: document }, range: at, context });
}

/** The texts of the documents that an action changes. */
function applied({ edit }: CodeAction): Record<string, string> {
  const changes = Object.entries(edit!.changes!);
  return Object.fromEntries(
    changes.map(([each, edits]) => {
      const document = TextDocument.create(each, 'yaml', 1, texts[each]!);
      return [each, TextDocument.applyEdits(document, edits)];
    }),
  );
}

describe('code actions through the protocol', () => {
  it('extract a macro and offer to rename it', async () => {
    const [action] = await actions(uri, range(3, 42, 62), 'refactor.extract');
    expect(action).toMatchObject({
      title: 'Extract macro',
      kind: 'refactor.extract',
      command: { command: 'falcoWorkbench.renameAt', arguments: [uri, 6, 42] },
    });
    expect(applied(action!)[uri]).toContain(
      '- macro: new_macro\n  condition: proc.pname in (b, c)\n\n- rule: R\n  condition: evt.type = open and is_a and new_macro\n',
    );
  });

  it('extract a list', async () => {
    const [action] = await actions(uri, range(3, 57), 'refactor');
    expect(applied(action!)[uri]).toContain('- list: proc_pname_list\n  items: [b, c]\n');
  });

  it('inline a macro across files', async () => {
    const found = await actions(uri, range(3, 33), 'refactor.inline');
    const everywhere = found.find(({ title }) => title.includes('everywhere'))!;
    expect(applied(everywhere)).toEqual({
      [uri]: text.slice(text.indexOf('- rule')).replace('is_a', '(proc.name = a or proc.name = 가)'),
      [other]: more.replace('is_a', '(proc.name = a or proc.name = 가)'),
    });
  });

  it('fix all', async () => {
    const [action] = await actions(other, range(0, 0), 'source.fixAll');
    expect(action!.kind).toBe('source.fixAll.falco');
    expect(applied(action!)[other]).toBe(
      '- rule: R\n  condition: or is_a\n  override:\n    condition: append\n',
    );
  });
});

describe('an exception from an alert through the protocol', () => {
  const alert = JSON.stringify({
    rule: 'R',
    output: 'o a',
    output_fields: { 'evt.type': 'open', 'proc.name': 'a', 'proc.pname': 'b' },
  });

  it('fields to choose from, then the change', async () => {
    const found = await client.request('falcoWorkbench/exception/fields', { alert });
    expect(found).toEqual({ rule: 'R', fields: [{ name: 'proc.name', value: 'a', usual: true }] });
    const result = await client.request('falcoWorkbench/exception/add', { alert, fields: ['proc.name'] });
    const end = { line: 6, character: 16 };
    const newText =
      '\n  exceptions:\n    - name: proc_name\n      fields: [proc.name]\n      comps: [=]\n      values:\n        - [a]';
    expect(result).toEqual({ edits: [{ uri, start: end, end, newText }] });
  });

  it('a reason for what is no alert', async () => {
    const found = await client.request('falcoWorkbench/exception/fields', { alert: 'hello' });
    expect(found).toEqual({ reason: expect.stringContaining('no alert of Falco') });
  });
});
