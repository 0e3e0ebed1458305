import type { FromKqlWorker, KqlMethod, KqlRequests, ToKqlWorker } from './messages.ts';

/** A worker that was started: its other end is `serveKql`. */
export interface KqlWorker {
  readonly send: (message: ToKqlWorker) => void;
  readonly receive: (listener: (message: FromKqlWorker) => void) => void;
  /** Ends it at once, whatever it is doing. */
  readonly terminate: () => void;
}

/** Starts a worker; it may throw where there can be none. */
export type StartKqlWorker = () => KqlWorker;

/** The part of an AbortSignal that is used. */
export interface Cancel {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** How long things may take, in milliseconds. */
export interface KqlTimes {
  /** A worker that is asked nothing for so long is ended: it holds some 200 MB. */
  readonly idle: number;
  /** An answer that takes longer is given up, and the worker ended. */
  readonly answer: number;
  /** The same for its start. */
  readonly start: number;
}

/** Times in milliseconds: long enough for a slow machine, short enough to be waited for. */
export const usualKqlTimes: KqlTimes = { idle: 5 * 60_000, answer: 15_000, start: 60_000 };

/** Kusto in a worker: started at the first question, ended when nobody asks any more. */
export interface Kql {
  /**
   * Asks the worker; questions are answered in the order given. Rejects with a `KqlFailed` where there is no
   * answer, and undefined where it was cancelled: a question that waits is dropped, a running query is ended with
   * its worker.
   */
  ask<Method extends KqlMethod>(
    method: Method,
    params: KqlRequests[Method]['params'],
    cancel?: Cancel,
  ): Promise<KqlRequests[Method]['result'] | undefined>;
  /** Ends the worker. */
  dispose(): void;
}

/** There is no answer; the message says why. */
export class KqlFailed extends Error {}

/** Kusto cannot be started here: no question will be answered. */
export class KqlUnavailable extends KqlFailed {}

interface Question {
  readonly message: ToKqlWorker;
  readonly resolve: (result: KqlRequests[KqlMethod]['result'] | undefined) => void;
  readonly reject: (error: KqlFailed) => void;
  isCancelled: boolean;
}

/** Makes the line to a worker that is not started yet. */
export function kqlInWorker(start: StartKqlWorker, times: KqlTimes = usualKqlTimes): Kql {
  const waiting: Question[] = [];
  let running: Question | undefined;
  let worker: KqlWorker | undefined;
  let isReady = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let count = 0;

  function within(time: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, time);
    // A server of Node may end while the worker is idle; timers of browsers are numbers.
    if (typeof timer === 'object') timer.unref();
  }

  function end(): void {
    clearTimeout(timer);
    worker?.terminate();
    worker = undefined;
    isReady = false;
  }

  /** Ends the worker; what waits is asked of a new one. */
  function giveUp(reason: string): void {
    end();
    const given = running;
    running = undefined;
    given?.reject(new KqlFailed(reason));
    next();
  }

  /** No worker can be had, or is wanted any more: nothing that waits will be answered. */
  function refuse(failure: KqlFailed): void {
    end();
    const all = [...(running ? [running] : []), ...waiting.splice(0)];
    running = undefined;
    for (const { reject } of all) reject(failure);
  }

  function started(): KqlWorker | undefined {
    try {
      const begun = start();
      // What a worker still says after it was ended counts no more.
      begun.receive((message) => worker === begun && receive(message));
      within(times.start, () => refuse(new KqlUnavailable('Kusto did not start in time')));
      return begun;
    } catch (error) {
      refuse(new KqlUnavailable(error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  }

  function receive(message: FromKqlWorker): void {
    if (message.type === 'ready') {
      isReady = true;
      next();
    } else if (message.type === 'unavailable') refuse(new KqlUnavailable(message.reason));
    else if (message.id === running?.message.id) {
      const { resolve, reject, isCancelled } = running;
      running = undefined;
      if (message.type === 'failed' && !isCancelled) reject(new KqlFailed(message.reason));
      else resolve(message.type === 'answer' && !isCancelled ? message.result : undefined);
      next();
    }
  }

  function next(): void {
    if (running !== undefined) return;
    if (waiting.length === 0) {
      if (isReady) within(times.idle, end);
      return;
    }
    worker ??= started();
    if (worker === undefined || !isReady) return;
    running = waiting.shift()!;
    worker.send(running.message);
    within(times.answer, () => giveUp('The query is too large to be looked at in time'));
  }

  function cancelled(question: Question): void {
    question.isCancelled = true;
    const at = waiting.indexOf(question);
    if (at >= 0) waiting.splice(at, 1);
    if (at >= 0 || (running === question && question.message.method === 'run')) question.resolve(undefined);
    if (running === question && question.message.method === 'run') giveUp('cancelled');
  }

  return {
    ask: (method, params, cancel) =>
      new Promise((resolve, reject) => {
        const message = { id: ++count, method, params } as ToKqlWorker;
        const question = { message, resolve: resolve as Question['resolve'], reject, isCancelled: false };
        if (cancel?.aborted) return resolve(undefined);
        cancel?.addEventListener('abort', () => cancelled(question));
        waiting.push(question);
        next();
      }),
    dispose: () => refuse(new KqlFailed('The language server is ending')),
  };
}
