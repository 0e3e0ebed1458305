import { expect, it } from 'vitest';
import { guard } from '../../server/src/lsp/guard.ts';

it('an error costs one answer and writes one line', () => {
  const lines: string[] = [];
  const log = { info: () => {}, error: (line: string) => lines.push(line) };
  const half = guard(log, 'half', -1, (value: number) => {
    if (value < 0) throw new Error('negative');
    return value / 2;
  });
  expect([half(4), half(-4), half(6)]).toEqual([2, -1, 3]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^half failed: Error: negative/);
});
