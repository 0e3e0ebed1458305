import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../../server/src/checks/collect.ts';
import { ConditionCache } from '../../../server/src/falco/load/condition-cache.ts';
import { loadFiles } from '../../../server/src/falco/load/load.ts';
import { readRulesFile } from '../../../server/src/falco/load/read-file.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import { verdictsOf } from '../../../server/src/features/compare-verdicts.ts';
import { findEmbedded } from '../../../server/src/workspace/embedded/find-embedded.ts';
import { defaultSettings, engineOf } from '../../../server/src/workspace/settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { factRows, factsAvailable, factsFolder } from '../../support/facts.ts';

interface Verdict {
  readonly successful: boolean;
  readonly errors: readonly { readonly code: string }[];
  readonly warnings: readonly { readonly code: string }[];
}

interface Row {
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly alone: Verdict;
  readonly all_plugins: Verdict;
  readonly after_base: Verdict;
}

/** Texts of the corpus that are no rules, although they look like some, and why. */
const noRules: Readonly<Record<string, string>> = {
  'helm/028__defenseunicorns__uds-core__rules_overrides_test.yaml':
    'A unit test of a Helm chart: the texts are regular expressions of one line that its output has to match.',
};

const everyPlugin = ['container', 'k8saudit', 'cloudtrail', 'github', 'okta', 'gcpaudit', 'k8smeta', 'json'];

describe.runIf(factsAvailable('embedded rules'))('the engine’s verdicts on embedded rules', () => {
  const read = (path: string) => readFileSync(join(factsFolder()!, 'corpus', path), 'utf8');
  const rows = factsAvailable('embedded rules') ? factRows<Row>('corpus/verdicts-embedded.jsonl') : [];
  const official = () => readRulesFile({ name: 'falco_rules.yaml', text: read('official/falco_rules.yaml') });

  it('alone, with all plugins, and after the official rules', () => {
    const base = official();
    const usual = { tables: createFieldTables(['container']), conditions: new ConditionCache() };
    const all = { tables: createFieldTables(everyPlugin), conditions: new ConditionCache() };
    const ways = [
      ['alone', [], usual],
      ['all_plugins', [], all],
      ['after_base', [base], usual],
    ] as const;
    const differing: string[] = [];
    let compared = 0;
    for (const row of rows.filter(({ file }) => noRules[file] === undefined)) {
      const text = findEmbedded(read(row.file)).find(
        ({ path }) => path.join('\n') === row.path.join('\n'),
      )?.text;
      if (text === undefined) differing.push(`${row.file} ${row.path.join('/')}: not found`);
      const file = readRulesFile({ name: 'embedded.yaml', text: text ?? '' });
      for (const [way, before, { tables, conditions }] of ways) {
        const context = { engine: engineOf(defaultSettings), tables, stopAtErrors: true };
        const verdict = verdictsOf(loadFiles([...before, file], context, conditions)).at(-1)!;
        const ours = [
          verdict.successful,
          verdict.error?.code,
          verdict.warnings.map(({ code }) => code).sort(),
        ];
        const { successful, errors, warnings } = row[way];
        const theirs = [successful, errors[0]?.code, warnings.map(({ code }) => code).sort()];
        compared++;
        if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
          differing.push(
            `${row.file} ${row.path.join('/')} ${way}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`,
          );
        }
      }
    }
    console.info(
      `embedded rules: ${compared - differing.length} of ${compared} verdicts with codes and warnings`,
    );
    expect(differing).toEqual([]);
    expect(compared).toBe((rows.length - 3) * 3);
  });

  it('stand at the same characters in the file that holds them', () => {
    const differing: string[] = [];
    let compared = 0;
    for (const path of new Set(rows.map(({ file }) => file))) {
      const outer = read(path);
      const workspace = new Workspace();
      const uri = `file:///w/${path}`;
      workspace.setFile(uri, outer);
      const snapshot = workspace.snapshot(uri);
      for (const file of workspace.textsOf(uri)) {
        for (const { span, code } of collectProblems(snapshot, file)) {
          const { start, end } = file.inDocument(span);
          const [shown, meant] = [outer.slice(start, end), file.text.slice(span.start, span.end)].map(flat);
          compared++;
          if (shown !== meant) differing.push(`${path} ${code}: ${shown} for ${meant}`);
        }
      }
    }
    console.info(
      `embedded rules: ${compared - differing.length} of ${compared} problems at their characters`,
    );
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(300);
  });

  it('finds nothing in what only looks like rules, and a list that is part of the file', () => {
    for (const path of Object.keys(noRules)) {
      expect(findEmbedded(read(path)).filter(({ path: keys }) => keys.includes('matchRegex'))).toEqual([]);
    }
    const [list] = findEmbedded(read('helm/009__Issif__k3s-multipass__custom-rules.yaml'));
    expect(list).toMatchObject({ path: ['customRules'], form: 'list' });
  });

  it('reports nothing of what the templates of charts write', () => {
    for (const path of [
      'configmap/007__matijazezelj__sib-k8s__custom-rules.yaml',
      'configmap/009__trendmicro__cloudone-container-security-helm__configmap.yaml',
    ]) {
      const workspace = new Workspace();
      workspace.setFile('file:///w/t.yaml', read(path));
      const problems = workspace
        .textsOf('file:///w/t.yaml')
        .flatMap((file) => collectProblems(workspace.snapshot('file:///w/t.yaml'), file));
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    }
  });
});

/** A text without indentation, which differs. */
function flat(text: string): string {
  return text.replace(/\s*\n\s*/g, '\n').trim();
}
