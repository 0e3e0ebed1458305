import type { StartKqlWorker } from './features/kql/ask.ts';
import type { FromKqlWorker, ToKqlWorker } from './features/kql/messages.ts';

/** The parts of the browser that are used here; its whole library would leak into the core's types. */
declare class Worker {
  constructor(url: string);
  postMessage(message: ToKqlWorker): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromKqlWorker }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null;
}

/**
 * Starts Kusto in a Web Worker. The language server is a worker itself, and in VS Code one whose own address is a
 * `blob:`: from there a script of another origin starts only through a script of its own that imports it.
 * @param script address of the bundle of browser-kql-worker.ts
 */
export function kqlWebWorker(script: string): StartKqlWorker {
  return () => {
    const starter = new Blob([`importScripts(${JSON.stringify(script)});`], { type: 'text/javascript' });
    const url = URL.createObjectURL(starter);
    const worker = new Worker(url);
    return {
      send: (message) => worker.postMessage(message),
      receive: (listener) => {
        worker.onmessage = ({ data }) => listener(data);
        worker.onerror = (event) => {
          event.preventDefault();
          const reason = `Kusto did not start in this browser: ${event.message ?? script}`;
          listener({ type: 'unavailable', reason });
        };
      },
      terminate: () => {
        worker.terminate();
        URL.revokeObjectURL(url);
      },
    };
  };
}
