import { Worker } from 'node:worker_threads';
import type { StartKqlWorker } from './features/kql/ask.ts';

/** Starts Kusto in a thread of Node. @param script the bundle of kql-worker.ts */
export function kqlThread(script: URL): StartKqlWorker {
  return () => {
    const worker = new Worker(script);
    worker.unref();
    return {
      send: (message) => worker.postMessage(message),
      receive: (listener) => {
        worker.on('message', listener);
        worker.on('error', ({ message }) => listener({ type: 'unavailable', reason: message }));
      },
      terminate: () => void worker.terminate(),
    };
  };
}
