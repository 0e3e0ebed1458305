import { describe, expect, it } from 'vitest';
import { AlertStore } from '../../server/src/replay/alert-store.ts';

const line = '{"rule":"R","output_fields":{}}\n';
const limits = { rooms: [{ alerts: 3, bytes: Number.POSITIVE_INFINITY }], oddities: 2 };

function lines({ alerts }: AlertStore): number[] {
  return [...alerts.range(0, alerts.length)].map((alert) => alert.line);
}

describe('a store of alerts', () => {
  it('is complete with the end of the text', () => {
    const store = new AlertStore([], limits);
    expect(store.add(line, false)).toEqual([]);
    expect(store.isComplete).toBe(false);
    expect(store.add(line.slice(0, -1), true)).toEqual([]);
    expect(store).toMatchObject({ isComplete: true, otherLines: 0 });
    expect(lines(store)).toEqual([1, 2]);
    store.add(line, true);
    expect(lines(store)).toEqual([1, 2]);
  });

  it('counts lines without an alert', () => {
    const store = new AlertStore([], limits);
    store.add(`text\n${line}{"other": 1}\n`, true);
    expect(store.otherLines).toBe(2);
  });

  it('hands on the alerts for which there is no room', () => {
    const store = new AlertStore([], limits);
    expect(store.add(line.repeat(2), false)).toEqual([]);
    expect(store.add(line.repeat(3), false)).toMatchObject([{ line: 4 }, { line: 5 }]);
    expect(store.add(line.slice(0, -1), false)).toEqual([]);
    expect(store.add('', true)).toMatchObject([{ line: 6, rule: 'R' }]);
    expect(lines(store)).toEqual([1, 2, 3]);
  });

  it('keeps many small alerts, or fewer long ones', () => {
    const rooms = [
      { alerts: 2, bytes: Number.POSITIVE_INFINITY },
      { alerts: 5, bytes: 2 * 1024 * 1024 },
    ];
    const long = `{"rule":"${'x'.repeat(1024 * 1024)}","output_fields":{}}\n`;
    const small = new AlertStore([], { ...limits, rooms });
    expect(small.add(line.repeat(6), true)).toHaveLength(1);
    const large = new AlertStore([], { ...limits, rooms });
    expect(large.add(long.repeat(6), true)).toHaveLength(4);
  });

  it('keeps the begin of the file: nothing after the first alert that was left out', () => {
    const rooms = [{ alerts: 9, bytes: 1.5 * 1024 * 1024 }];
    const store = new AlertStore([], { ...limits, rooms });
    const long = `{"rule":"${'x'.repeat(1024 * 1024)}","output_fields":{}}\n`;
    expect(store.add(line + long + line, true)).toMatchObject([{ line: 3 }]);
  });

  it('keeps some oddities only', () => {
    const store = new AlertStore([], limits);
    store.add('{"rule":"R"\n'.repeat(5), true);
    expect(store.oddities).toHaveLength(2);
  });
});
