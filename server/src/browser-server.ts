import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { kqlWebWorker } from './browser-kql-thread.ts';
import { startLanguageServer } from './lsp/language-server.ts';

/** The worker's own scope, as far as it is used here; the whole library would leak into the core's types. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0] & {
  readonly location: { readonly href: string };
};

// The language server as a Web Worker: files come from the client alone.
startLanguageServer(
  createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self)),
  { kqlWorker: (script = new URL('kql-worker-web.js', self.location.href).href) => kqlWebWorker(script) },
);
