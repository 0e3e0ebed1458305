import { afterEach, expect, it } from 'vitest';
import { startServer, type TestClient } from './client.ts';

const rule = `- rule: R
  desc: d
  condition: evt.type = open and no_such_macro
  output: "%user.name"
  priority: ERROR
`;

let client: TestClient;

afterEach(() => client.close());

it('each of several folders has its own settings', async () => {
  const folders = ['file:///a', 'file:///b'];
  client = await startServer(
    {
      capabilities: { workspace: { configuration: true, workspaceFolders: true } },
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    },
    {},
    (connection) => {
      connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
        items.map(({ scopeUri }) =>
          scopeUri === 'file:///b' ? { problems: { 'undefined-macro': 'info' } } : {},
        ),
      );
    },
  );
  for (const folder of folders) await client.open(`${folder}/rules.yaml`, rule);
  const levels = folders.map((folder) =>
    client.diagnostics(`${folder}/rules.yaml`, ({ uri, diagnostics }) =>
      diagnostics.some(({ severity }) => severity === (uri.startsWith('file:///b') ? 3 : 1)),
    ),
  );
  await expect(Promise.all(levels)).resolves.toHaveLength(2);
});
