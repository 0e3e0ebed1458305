import { describe, expect, it } from 'vitest';
import { AlertStore } from '../../server/src/replay/alert-store.ts';

const line = '{"rule":"R","output_fields":{}}\n';
const limits = { alerts: 3, bytes: 1e9, oddities: 2 };

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

  it('keeps the begin of the file: nothing after the first alert that was left out', () => {
    const store = new AlertStore([], { alerts: 9, bytes: 3000, oddities: 2 });
    const noise = Array.from({ length: 5000 }, (_, i) => ((i * i * 7919) % 99_991).toString(36)).join('');
    const long = `{"rule":"${noise}","output_fields":{}}\n`;
    expect(store.add(line + long + line, true)).toMatchObject([{ line: 3 }]);
    expect(lines(store)).toEqual([1, 2]);
  });

  it('keeps some oddities only', () => {
    const store = new AlertStore([], limits);
    store.add('{"rule":"R"\n'.repeat(5), true);
    expect(store.oddities).toHaveLength(2);
  });
});
