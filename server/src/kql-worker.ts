import { parentPort } from 'node:worker_threads';
import { serveKql } from './features/kql/serve.ts';

// Kusto in a thread of its own.
if (parentPort !== null) {
  const port = parentPort;
  void serveKql({
    send: (message) => port.postMessage(message),
    receive: (listener) => port.on('message', listener),
  });
}
