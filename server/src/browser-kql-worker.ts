import type { FromKqlWorker, ToKqlWorker } from './features/kql/messages.ts';
import { serveKql } from './features/kql/serve.ts';

/** The worker's own scope, as far as it is used here. */
declare function postMessage(message: FromKqlWorker): void;
declare let onmessage: ((event: { readonly data: ToKqlWorker }) => void) | null;

// Kusto in a Web Worker of its own.
void serveKql({
  send: (message) => postMessage(message),
  receive: (listener) => {
    onmessage = ({ data }) => listener(data);
  },
});
