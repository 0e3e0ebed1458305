import { type ExtensionContext, Uri } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient/browser';
import { activateWorkbench, clientId, clientName, deactivateWorkbench } from './activate.ts';

/** The part of the browser's Worker used here; the whole DOM library would leak into the core's types. */
declare class Worker {
  constructor(url: string);
  terminate(): void;
}

/** Starts the workbench where extensions run in a browser: the server is a Web Worker. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist/server-web.js').toString(true);
  let worker: Worker | undefined;
  const createClient = async (options: LanguageClientOptions) => {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import(
      'vscode-languageclient/browser'
    );
    const startWorker = async () => {
      worker?.terminate();
      worker = new Worker(script);
      // Not the worker itself: VS Code's is no instance of the `Worker` that the client compares it with.
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    return new LanguageClient(clientId, clientName, startWorker, options);
  };
  context.subscriptions.push({ dispose: () => worker?.terminate() });
  activateWorkbench(context, createClient);
}

/** Stops the server. */
export function deactivate(): Promise<void> {
  return deactivateWorkbench();
}
