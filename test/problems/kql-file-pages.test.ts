import { describe, expect, it } from 'vitest';
import { kqlFileProblems } from '../../server/src/falco/problems/kql.ts';
import { kqlAnswers } from '../../server/src/features/kql/answer.ts';
import type { KqlFinding } from '../../server/src/features/kql/diagnose.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { parserOptions } from '../../server/src/kql/parser-function/options.ts';
import { usualConnection } from '../../server/src/workspace/sentinel-connection.ts';
import { pageText } from './example.ts';

const answer = kqlAnswers(await loadKusto());
const { options: parser } = parserOptions({ ...usualConnection, transport: 'both' }, []);
const problemsIn = (text: string): readonly KqlFinding[] => answer('diagnose', { text, parser });

it('kql-query-length has no example, it takes thousands of characters, but occurs', () => {
  const [found] = problemsIn(`print "${'x'.repeat(12_000 - 8)}"`);
  expect(pageText('kql-query-length')).toContain(`\n> ${found?.message}\n`);
});

describe.each(Object.keys(kqlFileProblems) as (keyof typeof kqlFileProblems)[])('%s', (code) => {
  const page = pageText(code);
  const examples = [...page.matchAll(/<!-- (fires|silent) -->\n```kusto\n([\s\S]*?)\n```/g)];

  it('says its name and its level', () => {
    const level = `Level: ${kqlFileProblems[code].level} · said of KQL files`;
    expect(page.split('\n').slice(0, 3)).toEqual([`# ${code}`, '', level]);
  });

  it('fires where it says so, stays silent where it says so, and quotes its message', () => {
    const words = examples.map(([, word]) => word);
    expect(words).toEqual(code === 'kql-query-length' ? ['silent'] : ['fires', 'silent']);
    for (const [, word, text = ''] of examples) {
      const found = problemsIn(text);
      if (word === 'silent') expect(found).toEqual([]);
      else
        expect(found.map((each) => [each.code, page.includes(`\n> ${each.message}\n`)])).toEqual([
          [code, true],
        ]);
    }
  });
});
