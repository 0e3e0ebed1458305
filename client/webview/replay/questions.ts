import type { RequestsToServer } from '../../../server/src/protocol.ts';
import type { AskedMethod, AskedParams, MessageFromView } from './messages.ts';

/** Questions to the server, each with its answer; null where it has none. */
export interface Questions {
  readonly ask: <Method extends AskedMethod>(
    method: Method,
    params: AskedParams<Method>,
  ) => Promise<RequestsToServer[Method]['result'] | null>;
  /** Takes an answer in. */
  readonly answer: (id: number, result: unknown) => void;
}

/** @param post tells the extension something. */
export function questions(post: (message: MessageFromView) => void): Questions {
  const waiting = new Map<number, (result: never) => void>();
  let count = 0;
  return {
    ask: (method, params) =>
      new Promise((resolve) => {
        waiting.set(++count, resolve);
        post({ type: 'ask', id: count, method, params });
      }),
    answer: (id, result) => {
      waiting.get(id)?.(result as never);
      waiting.delete(id);
    },
  };
}
