import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/text/edit.ts';
import { examplesOf, findingsIn, pageCodes, pageText, snapshotOf } from '../problems/example.ts';

const examples = pageCodes().flatMap((code) => examplesOf(pageText(code)));

/** Numbers below `limit` that look random and are the same in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** The text with a stretch of it left out, doubled, or replaced by one from another place. */
function mutated(text: string, next: (limit: number) => number): string {
  const start = next(text.length);
  const end = Math.min(text.length, start + next(30));
  const from = next(text.length);
  const middle = ['', text.slice(start, end).repeat(2), text.slice(from, from + next(30))][next(3)]!;
  return text.slice(0, start) + middle + text.slice(end);
}

describe('checks of broken files', () => {
  it('neither fail nor point outside the file', () => {
    const next = numbers(20_260_731);
    for (let i = 0; i < 400; i++) {
      const example = examples[next(examples.length)]!;
      const yaml = mutated(mutated(example.yaml, next), next).replaceAll('#- ', '# ');
      for (const { finding, fixes } of findingsIn(snapshotOf({ ...example, yaml }))) {
        expect(finding.span.start, yaml).toBeGreaterThanOrEqual(0);
        expect(finding.span.end, yaml).toBeLessThanOrEqual(yaml.length);
        for (const { edits } of fixes) applyEdits(yaml, edits);
      }
    }
  });

  it('take no time that grows beyond measure', () => {
    const many = (count: number, text: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => text(i));
    const hostile = [
      `- macro: m\n  condition: ${many(3000, (i) => `prok.name${i} = a`).join(' and ')}\n`,
      `- macro: m\n  condition: ${many(3000, (i) => `proc.name != a${i}`).join(' or ')}\n`,
      `- macro: m\n  condition: proc.name in (${many(5000, (i) => `some_${i}_binaries`).join(', ')})\n`,
      `- macro: m\n  condition: ${'('.repeat(300)}proc.name = a${many(300, (i) => ` and fd.name = ${i})`).join('')}\n`,
      many(1500, (i) => `- list: list_number_${i}\n  items: [list_numbre_${i}]\n`).join(''),
    ];
    for (const yaml of hostile) {
      const start = performance.now();
      findingsIn(snapshotOf({ yaml, plugins: [] }));
      expect(performance.now() - start, yaml.slice(0, 80)).toBeLessThan(10_000);
    }
  });
});
