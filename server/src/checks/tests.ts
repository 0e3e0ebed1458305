import { type Finding, finding } from '../falco/problems/index.ts';
import type { FalcoTest } from '../workspace/tests/falco-test.ts';
import { readTests } from '../workspace/tests/read-tests.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { Check } from './check.ts';
import { improve } from './load-finding.ts';

/** What is wrong in files of tests (docs/tests.md). */
export const tests: Check = {
  of: 'file',
  in: 'tests',
  *find(snapshot, { uri, read }) {
    const { tests: all, findings } = readTests(read);
    for (const found of [...findings, ...all.flatMap((test) => unknownNames(snapshot, test))]) {
      yield improve(snapshot, { file: uri, finding: found, fixes: [] });
    }
  },
};

/** Rules and queries that nobody defines. */
function unknownNames({ load, detections }: Snapshot, { alert, expectations }: FalcoTest): Finding[] {
  const { rules } = load.collector;
  const findings: Finding[] = [];
  if (alert?.source.kind === 'rule' && !rules.has(alert.source.rule.value)) {
    const { value, span } = alert.source.rule;
    findings.push(finding('test-unknown-rule', span, [value]));
  }
  for (const each of expectations) {
    if (each.of === 'falco' && !rules.has(each.rule)) {
      findings.push(finding('test-unknown-rule', each.span, [each.rule]));
    }
    if (each.of !== 'sentinel' || (each.what !== 'returned' && each.what !== 'not-returned')) continue;
    const isKnown = rules.has(each.query) || /\.(?:kql|csl)$/i.test(each.query);
    if (isKnown || detections.some(({ name }) => name.value === each.query)) continue;
    findings.push(finding('test-unknown-query', each.span, [each.query]));
  }
  return findings;
}
