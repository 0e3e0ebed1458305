import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { featureCapabilities } from '../../server/src/lsp/features.ts';
import { bundledServer, isServerBuilt } from './bundled-server.ts';
import { connectClient, type TestClient } from './client.ts';

const base = '- macro: my_shell\n  condition: proc.name in (shells)\n';
const rules = `- list: shells
  items: [bash, zsh]
- rule: Shell
  desc: see https://falco.org/docs
  condition: >
    evt.type = execve
    and my_shell and tolower(proc.nme) in (shells)
  output: Shell (command=%proc.cmdline)
  priority: INFO
  tags: [T1059]
`;

const uris = { rules: '', base: '' };
const at = (line: number, character: number) => ({
  textDocument: { uri: uris.rules },
  position: { line, character },
});
const range = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };
const document = () => ({ textDocument: { uri: uris.rules } });

/** For each feature that the server offers: a question, and words that its answer holds. */
const questions: Readonly<
  Record<string, readonly [method: string, params: () => object, ...words: string[]]>
> = {
  completionProvider: [
    'textDocument/completion',
    () => at(6, 33),
    '"label":"proc.name"',
    '"label":"proc.pname"',
  ],
  hoverProvider: ['textDocument/hover', () => at(6, 10), 'proc.name in (shells)'],
  signatureHelpProvider: ['textDocument/signatureHelp', () => at(6, 30), '"label":"tolower(field)"'],
  definitionProvider: ['textDocument/definition', () => at(6, 10), 'base.yaml"', '"character":9'],
  referencesProvider: [
    'textDocument/references',
    () => ({ ...at(6, 10), context: { includeDeclaration: true } }),
    'base.yaml"',
    'rules.yaml"',
  ],
  documentHighlightProvider: ['textDocument/documentHighlight', () => at(6, 45), '"line":0', '"line":6'],
  renameProvider: [
    'textDocument/rename',
    () => ({ ...at(6, 10), newName: 'x' }),
    'base.yaml"',
    'rules.yaml"',
  ],
  codeActionProvider: [
    'textDocument/codeAction',
    () => ({
      ...document(),
      range: { start: { line: 6, character: 29 }, end: { line: 6, character: 37 } },
      context: { diagnostics: [] },
    }),
    'Replace with `proc.name`',
  ],
  documentFormattingProvider: [
    'textDocument/formatting',
    () => ({ ...document(), options }),
    '"newText":"\\n"',
  ],
  documentRangeFormattingProvider: [
    'textDocument/rangeFormatting',
    () => ({ ...document(), range, options }),
    '"newText":"\\n"',
  ],
  documentOnTypeFormattingProvider: [
    'textDocument/onTypeFormatting',
    () => ({ ...at(5, 0), ch: '\n', options }),
    '[',
  ],
  documentSymbolProvider: ['textDocument/documentSymbol', document, '"name":"Shell"', '"name":"shells"'],
  workspaceSymbolProvider: ['workspace/symbol', () => ({ query: 'my' }), '"name":"my_shell"'],
  foldingRangeProvider: ['textDocument/foldingRange', document, '"startLine":2'],
  selectionRangeProvider: [
    'textDocument/selectionRange',
    () => ({ ...document(), positions: [{ line: 6, character: 10 }] }),
    '"parent"',
  ],
  callHierarchyProvider: ['textDocument/prepareCallHierarchy', () => at(6, 10), '"name":"my_shell"'],
  codeLensProvider: ['textDocument/codeLens', document, '2 references'],
  inlayHintProvider: ['textDocument/inlayHint', () => ({ ...document(), range }), '2 items'],
  documentLinkProvider: ['textDocument/documentLink', document, 'attack.mitre.org/techniques/T1059'],
  semanticTokensProvider: ['textDocument/semanticTokens/full', document, '"data":['],
};

describe.runIf(isServerBuilt('every feature over stdio'))(
  'every feature, of the bundled server over stdio',
  () => {
    let folder: string;
    let child: ChildProcess;
    let client: TestClient;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
      uris.rules = URI.file(join(folder, 'rules.yaml')).toString();
      uris.base = URI.file(join(folder, 'base.yaml')).toString();
      writeFileSync(join(folder, 'base.yaml'), base);
      child = spawn(process.execPath, [bundledServer, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
      client = await connectClient(
        new StreamMessageReader(child.stdout!),
        new StreamMessageWriter(child.stdin!),
        { workspaceFolders: [{ uri: URI.file(folder).toString(), name: 'test' }] },
      );
      await client.open(uris.rules, rules);
      await client.diagnostics(uris.rules, ({ diagnostics }) =>
        diagnostics.some(({ code }) => code === 'unknown-field'),
      );
    });

    afterAll(async () => {
      await client.close();
      child.kill();
      rmSync(folder, { recursive: true });
    });

    it('is asked below', () => {
      expect(Object.keys(questions).sort()).toEqual(Object.keys(featureCapabilities).sort());
    });

    it.each(Object.entries(questions))('%s', async (_feature, [method, params, ...words]) => {
      const answer = JSON.stringify(await client.request(method, params()));
      for (const word of words) expect(answer).toContain(word);
    });
  },
);
