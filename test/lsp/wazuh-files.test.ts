import { afterEach, beforeEach, expect, it } from 'vitest';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///wazuh/local_rules.xml';
const text = `<group name="local,">
  <rule id="100001" level="5"><match>x</match><description>d</description></rule>
  <rule id="100002" level="5"><if_sid>100001</if_sid><foo/><description>d</description></rule>
</group>
`;
/** In the `if_sid`. */
const position = { line: 2, character: 40 };
const textDocument = { uri };

let client: TestClient;

beforeEach(async () => {
  client = await startServer();
  await client.open(uri, text, 'xml');
});

afterEach(() => client.close());

it('a rules file of Wazuh has problems at their places', async () => {
  const found = await client.diagnostics(uri);
  expect(found).toMatchObject([
    { code: 'wazuh-option', source: 'wazuh', range: { start: { line: 2, character: 54 } } },
  ]);
});

it('questions about it are answered', async () => {
  const at = { textDocument, position };
  const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', at);
  expect(hover.contents.value).toContain('Rule 100001');
  expect(await client.request('textDocument/definition', at)).toMatchObject([
    { uri, range: { start: { line: 1, character: 12 } } },
  ]);
  const context = { includeDeclaration: true };
  expect(await client.request('textDocument/references', { ...at, context })).toHaveLength(2);
  expect(await client.request('textDocument/completion', at)).toMatchObject({ items: [{ label: '100001' }] });
  expect(await client.request('textDocument/documentSymbol', { textDocument })).toMatchObject([
    { name: 'local,', children: [{ name: '100001' }, { name: '100002' }] },
  ]);
});

it('its problems are mended by quick fixes', async () => {
  const declared = 'file:///wazuh/declared.xml';
  await client.open(declared, `<?xml version="1.0"?>\n${text.replaceAll('10000', '10010')}`, 'xml');
  const diagnostics = await client.diagnostics(declared);
  const range = { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } };
  const asked = { textDocument: { uri: declared }, range, context: { diagnostics } };
  const newRange = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  expect(await client.request('textDocument/codeAction', asked)).toMatchObject([
    {
      title: 'Delete the declaration',
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'wazuh-xml-declaration' }],
      edit: { changes: { [declared]: [{ range: newRange, newText: '' }] } },
    },
  ]);
});

it('other XML has no answers', async () => {
  const other = 'file:///pom.xml';
  await client.open(other, '<project><rule id="1"/></project>', 'xml');
  const at = { textDocument: { uri: other }, position: { line: 0, character: 12 } };
  expect(await client.request('textDocument/hover', at)).toBeNull();
  expect(await client.request('textDocument/completion', at)).toBeNull();
});
