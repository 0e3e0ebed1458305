import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KqlWorker, kqlInWorker } from '../../../server/src/features/kql/ask.ts';
import type { FromKqlWorker, ToKqlWorker } from '../../../server/src/features/kql/messages.ts';

const times = { idle: 1000, answer: 100, start: 500 };
const parser = { transport: 'json', cefTable: 'C', syslogTable: 'S', columns: [] } as const;
const text = (query: string) => ({ text: query, parser });

/** Workers that do what the test says. */
class Workers {
  started = 0;
  ended = 0;
  readonly asked: ToKqlWorker[] = [];
  private tell: (message: FromKqlWorker) => void = () => {};

  readonly start = (): KqlWorker => {
    this.started++;
    return {
      send: (message) => this.asked.push(message),
      receive: (listener) => {
        this.tell = listener;
      },
      terminate: () => {
        this.ended++;
      },
    };
  };

  ready = () => this.tell({ type: 'ready' });
  answer = () => this.tell({ type: 'answer', id: this.asked.at(-1)!.id, result: [] });
  say = (message: FromKqlWorker) => this.tell(message);
}

let workers: Workers;
beforeEach(() => {
  vi.useFakeTimers();
  workers = new Workers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Kusto in a worker', () => {
  it('is started at the first question, once', async () => {
    const kql = kqlInWorker(workers.start, times);
    expect(workers.started).toBe(0);
    const [first, second] = [kql.ask('diagnose', text('a')), kql.ask('diagnose', text('b'))];
    expect([workers.started, workers.asked.length]).toEqual([1, 0]);
    workers.ready();
    workers.answer();
    workers.answer();
    expect(await Promise.all([first, second])).toEqual([[], []]);
    expect(workers.asked.map(({ params }) => 'text' in params && params.text)).toEqual(['a', 'b']);
  });

  it('is ended where nobody asks any more, and started anew', async () => {
    const kql = kqlInWorker(workers.start, times);
    const first = kql.ask('diagnose', text('a'));
    workers.ready();
    workers.answer();
    await first;
    vi.advanceTimersByTime(times.idle);
    expect(workers.ended).toBe(1);
    void kql.ask('diagnose', text('b'));
    expect(workers.started).toBe(2);
  });

  it('is ended where an answer takes too long; the next question has another', async () => {
    const kql = kqlInWorker(workers.start, times);
    const [slow, other] = [kql.ask('diagnose', text('slow')), kql.ask('diagnose', text('b'))];
    workers.ready();
    const reason = slow.catch(({ message }) => message);
    vi.advanceTimersByTime(times.answer);
    expect(await reason).toContain('too large');
    expect([workers.started, workers.ended]).toEqual([2, 1]);
    workers.ready();
    workers.answer();
    expect(await other).toEqual([]);
  });

  it('drops a question that is cancelled while it waits', async () => {
    const kql = kqlInWorker(workers.start, times);
    const controller = new AbortController();
    const question = kql.ask('diagnose', text('a'), controller.signal);
    controller.abort();
    expect(await question).toBeUndefined();
    workers.ready();
    expect(workers.asked).toEqual([]);
  });

  it('ends a query that runs and is cancelled', async () => {
    const kql = kqlInWorker(workers.start, times);
    const controller = new AbortController();
    const run = kql.ask('run', { query: 'range x from 1 to 1e9 step 1', now: 0 }, controller.signal);
    workers.ready();
    controller.abort();
    expect(await run).toBeUndefined();
    expect(workers.ended).toBe(1);
  });

  it('says why there is no answer', async () => {
    const kql = kqlInWorker(workers.start, times);
    const [first, second] = [kql.ask('diagnose', text('a')), kql.ask('diagnose', text('b'))];
    const reasons = Promise.all([first, second].map((each) => each.catch(({ message }) => message)));
    workers.say({ type: 'unavailable', reason: 'no such script' });
    expect(await reasons).toEqual(['no such script', 'no such script']);
    const none = kqlInWorker(() => {
      throw new Error('no workers here');
    }, times);
    await expect(none.ask('diagnose', text('a'))).rejects.toThrow('no workers here');
  });

  it('fails one question only where the worker stumbles over it', async () => {
    const kql = kqlInWorker(workers.start, times);
    const [first, second] = [kql.ask('diagnose', text('a')), kql.ask('diagnose', text('b'))];
    const reason = first.catch(({ message }) => message);
    workers.ready();
    workers.say({ type: 'failed', id: workers.asked[0]!.id, reason: 'stumbled' });
    workers.answer();
    expect([await reason, await second]).toEqual(['stumbled', []]);
  });
});
