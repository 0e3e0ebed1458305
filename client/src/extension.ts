import type { ExtensionContext } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient/node';
import { activateWorkbench, clientId, clientName, deactivateWorkbench } from './activate.ts';
import { httpsTransport } from './wazuh/logtest/https-transport.ts';

/** Starts the workbench where extensions run on Node: the server is a process of its own. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.cjs');
  const createClient = async (options: LanguageClientOptions) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const server = { module, transport: TransportKind.ipc };
    const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    return new LanguageClient(clientId, clientName, { run: server, debug }, options);
  };
  activateWorkbench(context, createClient, httpsTransport);
}

/** Stops the server. */
export function deactivate(): Promise<void> {
  return deactivateWorkbench();
}
