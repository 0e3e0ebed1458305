import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const other = 'file:///w/more.yaml';
const text = `- macro: 매크로_not_ascii
  condition: evt.type = open
- macro: mine
  condition: fd.name = "😀" and evt.type = read
- macro: theirs
  condition: >
    not mine
    and tolower(proc.name) = x
`.replace('open\n', 'open \n');

let client: TestClient;
beforeAll(async () => {
  client = await startServer({ capabilities: { textDocument: { definition: { linkSupport: true } } } });
  await client.open(uri, text);
  await client.open(other, '- macro: more\n  condition: mine\n');
});
afterAll(() => client.close());

const document = { textDocument: { uri } };
const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const onMine = { ...document, position: { line: 6, character: 9 } };

describe('language features through the protocol', () => {
  it('definition', async () => {
    const [link] = await client.request<LocationLink[]>('textDocument/definition', onMine);
    expect(link).toMatchObject({
      targetUri: uri,
      targetSelectionRange: range(2, 9, 13),
      originSelectionRange: range(6, 8, 12),
    });
  });

  it('references', async () => {
    const context = { includeDeclaration: true };
    const found = await client.request<Location[]>('textDocument/references', { ...onMine, context });
    expect(found).toEqual([
      { uri: other, range: range(1, 13, 17) },
      { uri, range: range(2, 9, 13) },
      { uri, range: range(6, 8, 12) },
    ]);
  });

  it('highlights', async () => {
    expect(await client.request('textDocument/documentHighlight', onMine)).toEqual([
      { range: range(2, 9, 13), kind: 3 },
      { range: range(6, 8, 12), kind: 2 },
    ]);
  });

  it('rename', async () => {
    expect(await client.request('textDocument/prepareRename', onMine)).toEqual({
      range: range(6, 8, 12),
      placeholder: 'mine',
    });
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...onMine, newName: 'ours' });
    expect(edit.changes?.[other]).toEqual([{ range: range(1, 13, 17), newText: 'ours' }]);
    expect(edit.changes?.[uri]).toHaveLength(2);
  });

  it('says why a rename is refused', async () => {
    const refused = client.request('textDocument/rename', { ...onMine, newName: 'theirs' });
    await expect(refused).rejects.toThrow('There is a macro `theirs` already.');
  });

  it('symbols of a document', async () => {
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', document);
    expect(symbols.map(({ name }) => name)).toEqual(['매크로_not_ascii', 'mine', 'theirs']);
    expect(symbols[1]!.selectionRange).toEqual(range(2, 9, 13));
  });

  it('symbols of the workspace', async () => {
    const symbols = await client.request<{ name: string; location: Location }[]>('workspace/symbol', {
      query: 'mo',
    });
    expect(symbols).toMatchObject([{ name: 'more', location: { uri: other, range: range(0, 9, 13) } }]);
  });

  it('folding', async () => {
    const ranges = await client.request<FoldingRange[]>('textDocument/foldingRange', document);
    expect(ranges).toContainEqual({ startLine: 4, endLine: 7 });
  });

  it('selection ranges, from the inside out', async () => {
    const params = { ...document, positions: [{ line: 3, character: 32 }] };
    const [innermost] = await client.request<SelectionRange[]>('textDocument/selectionRange', params);
    expect(innermost?.range).toEqual(range(3, 32, 40));
    expect(innermost?.parent?.range).toEqual(range(3, 32, 47));
  });

  it('semantic tokens', async () => {
    const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/full', document);
    // `fd.name = "😀" and …` in line 3: the emoji has two UTF-16 units.
    expect(data.slice(15, 35)).toEqual([2, 13, 7, 0, 0, 0, 8, 1, 4, 0, 0, 2, 4, 6, 0, 0, 5, 3, 5, 0]);
  });

  it('signature help', async () => {
    const params = { ...document, position: { line: 7, character: 16 } };
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', params);
    expect(help.signatures[0]?.label).toBe('tolower(field)');
  });

  it('offers nothing unasked where a condition may end', async () => {
    const position = { line: 1, character: 29 };
    const typed = { ...document, position, context: { triggerKind: 2, triggerCharacter: ' ' } };
    expect(await client.request('textDocument/completion', typed)).toBeNull();
    const asked = { ...document, position, context: { triggerKind: 1 } };
    expect(await client.request('textDocument/completion', asked)).not.toBeNull();
  });
});
