import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  SemanticTokens,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { markedText } from '../support/marked-text.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/charts/values.yaml';
const other = 'file:///w/charts/other-values.yaml';
const base = 'file:///w/falco_rules.yaml';

const baseText = `- macro: spawned
  condition: evt.type = execve
- macro: container
  condition: container.id != host
`;
const { text, ranges } = markedText(`driver:
  kind: modern_ebpf
customRules:
  # 규칙 😀
  rules.yaml: |-
    - list: shells
      items: [bash]
    - rule: Shell in a container
      desc: d
      condition: <|spawned|> and <|container|> and <|proc.nam|> in (<|shells|>)
      output: "😀 %proc.name"
      priority: NOTICE
  more.yaml: "- macro: quoted\\n  condition: <|spawned|> and evt.dir = <\\n"
falcosidekick:
  enabled: true
application:
  values: |
    customRules:
      deep.yaml: |-
        - macro: deep
          condition: <|spawned|> and not <|container|> and <|proc.nme|> = x
`);

/** The lines and columns of an offset, counted without the code under test. */
function position(offset: number) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
const rangeAt = (i: number) => ({ start: position(ranges[i]!.start), end: position(ranges[i]!.end) });
const at = (i: number) => ({ textDocument: { uri }, position: position(ranges[i]!.start + 2) });
const document = { textDocument: { uri } };

let client: TestClient;
let diagnostics: Diagnostic[];
beforeAll(async () => {
  client = await startServer();
  await client.open(base, baseText);
  await client.open(other, 'customRules:\n  r.yaml: |\n    - macro: mine\n      condition: spawned\n');
  await client.open(uri, text);
  diagnostics = await client.diagnostics(uri, (found) => found.diagnostics.length > 0);
});
afterAll(() => client.close());

describe('rules in Helm values through the protocol', () => {
  it('diagnostics stand at the characters of the file', () => {
    const found = diagnostics.find(({ code }) => code === 'unknown-field');
    expect(found).toMatchObject({ range: rangeAt(2) });
    expect(diagnostics.map(({ code }) => code)).not.toContain('undefined-macro');
    expect(diagnostics.filter(({ code }) => code === 'unknown-field')[1]).toMatchObject({
      range: rangeAt(7),
    });
  });

  it('hover', async () => {
    const hover = await client.request<Hover>('textDocument/hover', at(1));
    expect(hover.range).toEqual(rangeAt(1));
    expect(JSON.stringify(hover.contents)).toContain('container.id != host');
    expect(
      await client.request('textDocument/hover', { ...document, position: { line: 1, character: 4 } }),
    ).toBeNull();
  });

  it('a preview is of the rule at the cursor; beside the rules it says where to put it', async () => {
    const previewAt = (line: number) =>
      client.ask('falcoWorkbench/preview', { kind: 'kql', uri, position: { line, character: 6 } });
    expect((await previewAt(7)).text).toContain('where Activity == "Shell in a container"');
    expect(await previewAt(1)).toEqual({ text: '// Put the cursor into a rule.\n' });
  });

  it('completion', async () => {
    const { line, character } = rangeAt(2).end;
    const { items } = await client.request<CompletionList>('textDocument/completion', {
      ...document,
      position: { line, character },
    });
    expect(items.find(({ label }) => label === 'proc.name')?.textEdit).toMatchObject({ range: rangeAt(2) });
  });

  it('definition leads into the base rules', async () => {
    const found = await client.request<Location[]>('textDocument/definition', at(0));
    expect(found).toEqual([
      { uri: base, range: { start: { line: 0, character: 9 }, end: { line: 0, character: 16 } } },
    ]);
  });

  it('references are found in all projects on top of the base rules', async () => {
    const context = { includeDeclaration: true };
    const found = await client.request<Location[]>('textDocument/references', { ...at(0), context });
    expect(found.map((each) => each.uri)).toEqual([base, uri, uri, uri, other]);
    expect(found.slice(1, 4).map(({ range }) => range)).toEqual(
      expect.arrayContaining([rangeAt(0), rangeAt(4), rangeAt(5)]),
    );
  });

  it('rename reaches embedded texts, quoted ones too, and plain files', async () => {
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at(0), newName: 'execed' });
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual([other, uri, base]);
    expect(edit.changes![uri]).toHaveLength(3);
    expect(edit.changes![uri]!.map(({ range }) => range)).toEqual(
      expect.arrayContaining([rangeAt(0), rangeAt(4), rangeAt(5)]),
    );
    const fromBase = await client.request<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri: base },
      position: { line: 0, character: 10 },
      newName: 'execed',
    });
    expect(Object.keys(fromBase.changes ?? {}).sort()).toEqual([other, uri, base]);
  });

  it('symbols, folding, colours', async () => {
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', document);
    expect(symbols.map(({ name, range }) => [name, range.start.line])).toEqual([
      ['shells', 5],
      ['Shell in a container', 7],
      ['quoted', 12],
      ['deep', 19],
    ]);
    const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', document);
    expect(folds).toContainEqual({ startLine: 7, endLine: 11 });
    const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/full', document);
    const first = rangeAt(0).start;
    expect(data.slice(0, 3)).toEqual([first.line, first.character, 'spawned'.length]);
  });

  it('fixes of problems', async () => {
    const range = rangeAt(2);
    const actions = await client.request<{ title: string; edit: WorkspaceEdit }[]>(
      'textDocument/codeAction',
      {
        ...document,
        range,
        context: { diagnostics },
      },
    );
    expect(actions[0]?.edit.changes?.[uri]).toEqual([{ range, newText: 'proc.name' }]);
  });

  it('files are generated for the installation that is meant', async () => {
    const namesIn = async (project: string) => {
      const asked = 'falcoWorkbench/sentinel/subjects';
      const { subjects } = await client.request<{ subjects: { name: string }[] }>(asked, { project });
      return subjects.map(({ name }) => name);
    };
    expect(await namesIn(uri)).toEqual(['Shell in a container']);
    expect(await namesIn(other)).toEqual([]);
  });
});
