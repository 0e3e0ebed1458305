import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-protocol/node';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const text = '- list:   names\n  items:  [a,b]\n- list: more\n  items:  [c,d, "😀",e]\n';

let client: TestClient;
beforeAll(async () => {
  client = await startServer({ initializationOptions: { settings: { format: { lineWidth: 40 } } } });
  await client.open(uri, text);
  await client.open('file:///w/new.yaml', '- rule: R\n  tags:\n\n');
});
afterAll(() => client.close());

const options = { tabSize: 2, insertSpaces: true };
const edit = (line: number, from: number, to: number, newText: string): TextEdit => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  newText,
});

describe('formatting through the protocol', () => {
  it('a document, with edits of what changes', async () => {
    const asked = { textDocument: { uri }, options };
    expect(await client.request<TextEdit[]>('textDocument/formatting', asked)).toEqual([
      edit(0, 8, 10, ''),
      edit(1, 9, 13, '[a, '),
      edit(2, 0, 0, '\n'),
      edit(3, 9, 21, '[c, d, "😀", '),
    ]);
  });

  it('a range', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const asked = { textDocument: { uri }, range, options };
    expect(await client.request('textDocument/rangeFormatting', asked)).toEqual([edit(0, 8, 10, '')]);
  });

  it('a new line', async () => {
    const asked = {
      textDocument: { uri: 'file:///w/new.yaml' },
      position: { line: 2, character: 0 },
      ch: '\n',
      options,
    };
    expect(await client.request('textDocument/onTypeFormatting', asked)).toEqual([edit(2, 0, 0, '    - ')]);
  });
});
