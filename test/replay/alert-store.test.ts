import { describe, expect, it } from 'vitest';
import { AlertStore } from '../../server/src/replay/alert-store.ts';

const line = '{"rule":"R","output_fields":{}}\n';
const limits = { alerts: 3, characters: 1000, oddities: 2 };

describe('a store of alerts', () => {
  it('is complete with the end of the text', () => {
    const store = new AlertStore([], limits);
    expect(store.add(line, false)).toBe(true);
    expect(store.isComplete).toBe(false);
    expect(store.add(line.slice(0, -1), true)).toBe(true);
    expect(store).toMatchObject({ isComplete: true, otherLines: 0 });
    expect(store.alerts.map((alert) => alert.line)).toEqual([1, 2]);
  });

  it('counts lines without an alert', () => {
    const store = new AlertStore([], limits);
    store.add(`text\n${line}{"other": 1}\n`, true);
    expect(store.otherLines).toBe(2);
  });

  it.each([
    ['alerts', line.repeat(5), 3],
    ['characters', `${line}${' '.repeat(1000)}\n`, 1],
  ])('is full with too many %s, says so, and takes no more', (_, text, count) => {
    const store = new AlertStore([], limits);
    expect(store.add(text, false)).toBe(false);
    expect(store.add(line, true)).toBe(false);
    expect(store.alerts).toHaveLength(count);
    expect(store.isComplete).toBe(true);
    expect(store.oddities.at(-1)?.message).toBe(
      `Only the first ${count} alerts were read: a replay holds no more.`,
    );
  });

  it('keeps some oddities only', () => {
    const store = new AlertStore([], limits);
    store.add('{"rule":"R"\n'.repeat(5), true);
    expect(store.oddities).toHaveLength(2);
  });
});
