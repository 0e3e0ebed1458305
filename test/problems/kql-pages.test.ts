import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../server/src/falco/condition/parse.ts';
import { kqlWhereProblems } from '../../server/src/falco/problems/kql.ts';
import { createFieldTables } from '../../server/src/falco/tables/fields.ts';
import { usualColumns } from '../../server/src/kql/parser-function/columns.ts';
import type { TranslationProblem } from '../../server/src/kql/where/problem.ts';
import { translateWhere } from '../../server/src/kql/where/translate.ts';
import { resolveWhere } from '../../server/src/workspace/detections/resolve-where.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { pageText } from './example.ts';

const tables = createFieldTables(['container', 'k8saudit']);

/** What the translation of the detection of an example finds. */
function problemsIn(yaml: string, transport: 'json' | 'cef'): readonly TranslationProblem[] {
  const workspace = new Workspace();
  workspace.setFile('file:///x.detections.yaml', yaml, true);
  const snapshot = workspace.snapshot();
  const { condition } = resolveWhere(snapshot, snapshot.detections[0]!);
  const fields = tables.forSource(/Pod/.test(yaml) ? 'k8s_audit' : 'syscall')!;
  return translateWhere(condition!, { fields, transport, columns: usualColumns }).problems;
}

function tooLarge(): readonly TranslationProblem[] {
  const { tree } = parseCondition(Array.from({ length: 1100 }, () => 'proc.name = sh').join(' or '));
  const fields = tables.forSource('syscall')!;
  return translateWhere(tree, { fields, transport: 'json', columns: usualColumns }).problems;
}

it('kql-where-too-large has no example, it takes a thousand checks, but occurs', () => {
  expect(tooLarge()[0]?.message).toMatch(/\w.*\.$/);
});

describe.each(Object.keys(kqlWhereProblems) as (keyof typeof kqlWhereProblems)[])('%s', (code) => {
  const page = pageText(code);
  const marked = /<!-- (fires|silent)(?:, transport (\w+))? -->\n```yaml\n([\s\S]*?)```/g;
  const examples = [...page.matchAll(marked)].map(([, word, transport = 'json', yaml = '']) => {
    const found = problemsIn(yaml, transport as 'json' | 'cef').filter((problem) => problem.code === code);
    return { fires: word === 'fires', found };
  });

  it('says its name and its level', () => {
    const level = `Level: ${kqlWhereProblems[code].level} · said of generated KQL`;
    expect(page.split('\n').slice(0, 3)).toEqual([`# ${code}`, '', level]);
  });

  it('fires where it says so, stays silent where it says so, and quotes its message', () => {
    expect(examples.map(({ fires }) => fires)).toEqual(
      code === 'kql-where-too-large' ? [false] : [true, false],
    );
    expect(examples.map(({ found }) => found.length > 0)).toEqual(examples.map(({ fires }) => fires));
    const message = examples[0]?.found[0]?.message;
    if (message !== undefined) expect(page).toContain(`\n> ${message}\n`);
  });
});
