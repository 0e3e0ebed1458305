import { describe, expect, it } from 'vitest';
import type { FileFinding } from '../../server/src/checks/check.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { examplesOf, filesOf, findingsIn, pageCodes, pageText, snapshotOf } from '../problems/example.ts';

/** The examples of all pages that have a fix, with the first finding that has one. */
const cases = pageCodes().flatMap((code) =>
  examplesOf(pageText(code)).flatMap((example) => {
    const findings = findingsIn(snapshotOf(example));
    const fixable = findings.find(({ finding, fixes }) => finding.code === code && fixes.length > 0);
    return fixable === undefined || filesOf(example.yaml).length > 1
      ? []
      : [{ code, example, findings, fixable }];
  }),
);

function errorsIn(findings: readonly FileFinding[]): number {
  return findings.filter(({ finding }) => finding.level === 'error').length;
}

describe('fixes', () => {
  it('there are some', () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(cases)('of $code remove the problem and bring no error', ({ code, example, findings, fixable }) => {
    for (const fix of fixable.fixes.slice(0, 1)) {
      const after = findingsIn(snapshotOf({ ...example, yaml: applyEdits(example.yaml, fix.edits) }));
      const count = (all: readonly FileFinding[]) =>
        all.filter(({ finding }) => finding.code === code).length;
      expect(count(after)).toBeLessThan(count(findings));
      expect(errorsIn(after)).toBeLessThanOrEqual(errorsIn(findings));
    }
  });
});
