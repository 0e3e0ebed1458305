import { loadKusto } from '../../kql/kusto/library.ts';
import { kqlAnswers } from './answer.ts';
import type { FromKqlWorker, ToKqlWorker } from './messages.ts';

/** The worker's end of the line to whoever started it. */
export interface WorkerEnd {
  readonly send: (message: FromKqlWorker) => void;
  readonly receive: (listener: (message: ToKqlWorker) => void) => void;
}

/** Loads Kusto, and answers questions until the worker is ended. Never throws. */
export async function serveKql({ send, receive }: WorkerEnd): Promise<void> {
  try {
    const answer = kqlAnswers(await loadKusto());
    send({ type: 'ready' });
    receive(({ id, method, params }) => {
      try {
        send({ type: 'answer', id, result: answer(method, params) });
      } catch (error) {
        send({ type: 'failed', id, reason: reasonOf(error) });
      }
    });
  } catch (error) {
    send({ type: 'unavailable', reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
