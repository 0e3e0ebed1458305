import { describe, expect, it } from 'vitest';
import { printCondition } from '../../../server/src/falco/condition/print.ts';
import { parseEngineVersion } from '../../../server/src/falco/items/read-versions.ts';
import { type Load, loadFiles } from '../../../server/src/falco/load/load.ts';
import { readRulesFile } from '../../../server/src/falco/load/read-file.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import { factRows, factsAvailable } from '../../support/facts.ts';

interface Message {
  code: string;
  message: string;
}
interface LoadResult {
  successful: boolean;
  errors: Message[];
  warnings: Message[];
}
interface Case {
  id: string;
  yaml?: string;
  rules?: string | string[];
  verdict: Partial<LoadResult> & {
    died?: unknown;
    load_results?: LoadResult[];
    conditions?: Record<string, string>;
  };
}

const everyPlugin = ['container', 'k8saudit', 'cloudtrail', 'github', 'okta', 'gcpaudit', 'k8smeta', 'json'];
const engine = parseEngineVersion('0.63.0')!;

function load(texts: readonly string[], plugins: readonly string[]): Load {
  const files = texts.map((text, i) => readRulesFile({ name: `file${i}`, text }));
  return loadFiles(files, { engine, tables: createFieldTables(plugins), stopAtErrors: true });
}

/** How a load compares with the engine's, one word for each thing that differs. */
function differences({ yaml, rules, verdict }: Case, plugins: readonly string[]): string[] {
  const texts = yaml !== undefined ? [yaml] : [rules ?? []].flat();
  const ours = load(texts, plugins);
  if (verdict.died !== undefined) return ours.files.every((file) => file.successful) ? ['verdict'] : [];
  const theirs = verdict.load_results ?? [verdict as LoadResult];
  const found = new Set<string>();
  for (const [i, file] of ours.files.entries()) {
    const expected = theirs[i];
    if (expected === undefined) continue;
    const seen = file.problems
      .filter((problem) => problem.seenByEngine)
      .map((problem) => problem.finding.engine!);
    const error = seen.find((each) => each.severity === 'error');
    if (file.successful !== expected.successful) found.add('verdict');
    else if (error?.code !== expected.errors[0]?.code) found.add('code');
    else if (
      error !== undefined &&
      error.code !== 'LOAD_ERR_YAML_PARSE' &&
      error.message !== expected.errors[0]?.message
    ) {
      found.add('message');
    }
    const warnings = seen
      .filter((each) => each.severity === 'warning')
      .map((each) => `${each.code} ${each.message}`);
    const wanted = expected.warnings.map((each) => `${each.code} ${each.message}`);
    if (JSON.stringify(warnings.sort()) !== JSON.stringify(wanted.sort())) found.add('warnings');
  }
  if (Object.keys(verdict.conditions ?? {}).length > 0 && theirs.every((each) => each.successful)) {
    const compiled = [...ours.compiled.rules.values()].map((rule) => [
      rule.name,
      printCondition(rule.resolved),
    ]);
    const sorted = (record: [string, string][]) => JSON.stringify(record.sort());
    if (sorted(compiled as [string, string][]) !== sorted(Object.entries(verdict.conditions!))) {
      found.add('conditions');
    }
  }
  return [...found];
}

const suites: [file: string, plugins: string[]][] = [
  ['load-cases-11', ['container']],
  ['load-cases-12', ['container']],
  ['files-cases-31', ['container']],
  ['outputs-cases-31', ['container']],
  ['plugins-cases-31', everyPlugin],
];

const suite = 'loading against the engine';
describe.runIf(factsAvailable(suite))(suite, () => {
  it.each(suites)('%s', (name, plugins) => {
    const cases = factRows<Case>(`falco/${name}.jsonl`);
    const counts = new Map<string, string[]>();
    for (const each of cases) {
      for (const kind of differences(each, plugins)) counts.set(kind, [...(counts.get(kind) ?? []), each.id]);
    }
    const rate = (kind: string) => 1 - (counts.get(kind)?.length ?? 0) / cases.length;
    const figures = ['verdict', 'code', 'message', 'warnings', 'conditions'].map(
      (kind) => `${kind} ${(100 * rate(kind)).toFixed(2)} %`,
    );
    console.log(`${name}: ${figures.join(', ')} of ${cases.length}`);
    for (const [kind, ids] of counts) console.log(`  ${kind} differs: ${ids.slice(0, 12).join(' ')}`);
    expect(rate('verdict')).toBeGreaterThanOrEqual(0.998);
    for (const kind of ['code', 'warnings', 'conditions']) expect(rate(kind)).toBeGreaterThanOrEqual(0.995);
  });
});
