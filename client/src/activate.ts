import { commands, type ExtensionContext, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { workbenchCommands } from './commands/commands.ts';
import { coveragePanels } from './coverage/coverage-panels.ts';
import { documentSelector, kqlSelector, wazuhSelector } from './document-selector.ts';
import { colourKqlDocuments } from './kql-documents.ts';
import { languageServer } from './language-server.ts';
import { resultsPanel } from './log-analytics/results-panel.ts';
import { previewDocuments } from './preview/preview-documents.ts';
import { replayPanels } from './replay/replay-panels.ts';
import { statusItems } from './status/status-items.ts';
import { testExplorer } from './tests/test-explorer.ts';
import { restartWhenTrusted, trustedSettings } from './trusted-settings.ts';
import { verdictDocument } from './verify/verdict-document.ts';
import type { HttpsTransport } from './wazuh/logtest/manager-api.ts';
import type { Workbench } from './workbench.ts';
import { answerFileRequests } from './workspace-files.ts';

/** Also the section of the settings, for vscode-languageclient reads `falcoWorkbench.trace.server` itself. */
export const clientId = 'falcoWorkbench';
/** The name under which its log is found. */
export const clientName = 'Falco Rule Workbench';

/** Makes a client, not yet started, for the server of the host that the extension runs in. */
export type CreateClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

let active: Workbench | undefined;

/**
 * Registers the commands and has the language server started. It never throws for a server that does not start:
 * `Falco: Restart Language Server` and `Falco: Show Log` must work then too.
 */
export function activateWorkbench(
  context: ExtensionContext,
  createClient: CreateClient,
  https?: HttpsTransport,
): void {
  const log = window.createOutputChannel(clientName, { log: true });
  context.subscriptions.push(log);
  const options = clientOptions(context, log);
  const status = statusItems();
  const tests = testExplorer(() => server, log);
  const createPreparedClient = async () => {
    // The client's library is most of the extension, and VS Code and other extensions wait for its activation.
    await activationIsOver();
    const client = await createClient(options);
    answerFileRequests(client);
    status.listenTo(client);
    tests.listenTo(client);
    return client;
  };
  const server = languageServer(createPreparedClient, log);
  const previews = previewDocuments(server, log);
  const replays = replayPanels(context, server, log);
  const coverages = coveragePanels(context.extensionUri, server, replays, log);
  const verdicts = verdictDocument();
  const results = resultsPanel(context.extensionUri, replays, log);
  const workbench: Workbench = {
    context,
    log,
    server,
    previews,
    replays,
    coverages,
    verdicts,
    tests,
    results,
    https,
  };
  context.subscriptions.push(
    colourKqlDocuments(),
    status,
    previews,
    replays,
    coverages,
    verdicts,
    tests,
    results,
    restartWhenTrusted(server),
  );
  context.subscriptions.push(...registerCommands(workbench));
  active = workbench;
  // Not awaited: activation ends before the server answers, and questions wait for it.
  void workbench.server.restart();
}

/** Stops the server; the rest is disposed of with the extension's context. */
export async function deactivateWorkbench(): Promise<void> {
  await active?.server.stop();
  active = undefined;
}

function activationIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function clientOptions(context: ExtensionContext, log: LogOutputChannel): LanguageClientOptions {
  const rulesFiles = workspace.createFileSystemWatcher('**/*.{yaml,yml,xml,kql,csl}');
  // Of a folder that is deleted, VS Code tells nothing but that.
  const deleted = workspace.createFileSystemWatcher('**/*', true, true, false);
  context.subscriptions.push(rulesFiles, deleted);
  const initializationOptions: InitializationOptions = {
    clientFiles: true,
    lensCommands: true,
    status: true,
    tests: true,
    renameAfterEdit: true,
    kqlWorker: Uri.joinPath(context.extensionUri, 'dist/kql-worker-web.js').toString(true),
    problemPages: Uri.joinPath(context.extensionUri, 'docs/problems').toString(),
  };
  return {
    documentSelector: [...documentSelector, ...wazuhSelector, ...kqlSelector],
    outputChannel: log,
    initializationOptions,
    middleware: trustedSettings,
    synchronize: { fileEvents: [rulesFiles, deleted] }, // settings need nothing here: the server asks for them
  };
}

function registerCommands(workbench: Workbench) {
  return workbenchCommands.map(({ id, run }) =>
    commands.registerCommand(id, (...args: unknown[]) => run(workbench, ...args)),
  );
}
