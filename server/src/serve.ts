import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { diskFiles } from './disk-files.ts';
import { falcoProgram } from './falco-program.ts';
import { bytesOfFile } from './file-bytes.ts';
import { kqlThread } from './kql-thread.ts';
import { startLanguageServer } from './lsp/language-server.ts';
import { Workspace } from './workspace/workspace.ts';

/**
 * Runs the language server in a process of Node: the transport is named on the command line (`--stdio`,
 * `--node-ipc`, `--socket=<port>`), as the protocol's clients do it.
 * @param folder path of the folder of bundles, which ends in a separator.
 * @param served called once, when the first files are in the workspace.
 */
export function serve(folder: string, served: () => void): void {
  const bundles = pathToFileURL(folder);
  const workspace = new Workspace();
  const stop = workspace.onChange(() => {
    stop();
    served();
  });
  startLanguageServer(
    createConnection(ProposedFeatures.all),
    {
      filesOf: (uri) => (uri.startsWith('file:') ? diskFiles : undefined),
      problemPages: new URL('../docs/problems', bundles).href,
      ...(existsSync('/etc/falco/falco_rules.yaml') && { installedRules: 'file:///etc/falco' }),
      falco: falcoProgram,
      kqlWorker: () => kqlThread(new URL('./kql-worker.mjs', bundles)),
      bytesOf: (uri, onSize) =>
        uri.startsWith('file:') ? bytesOfFile(URI.parse(uri).fsPath, onSize) : undefined,
    },
    workspace,
  );
}
