import { existsSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { diskFiles } from './disk-files.ts';
import { falcoProgram } from './falco-program.ts';
import { bytesOfFile } from './file-bytes.ts';
import { kqlThread } from './kql-thread.ts';
import { startLanguageServer } from './lsp/language-server.ts';

// The language server as a process of Node: the transport is named on the command line (`--stdio`,
// `--node-ipc`, `--socket=<port>`), as the protocol's clients do it.
startLanguageServer(createConnection(ProposedFeatures.all), {
  filesOf: (uri) => (uri.startsWith('file:') ? diskFiles : undefined),
  problemPages: new URL('../docs/problems', import.meta.url).href,
  ...(existsSync('/etc/falco/falco_rules.yaml') && { installedRules: 'file:///etc/falco' }),
  falco: falcoProgram,
  kqlWorker: () => kqlThread(new URL('./kql-worker.mjs', import.meta.url)),
  bytesOf: (uri, onSize) =>
    uri.startsWith('file:') ? bytesOfFile(URI.parse(uri).fsPath, onSize) : undefined,
});
