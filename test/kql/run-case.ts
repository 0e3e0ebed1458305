import type { PlainValue, QueryAnswer } from '../../server/src/kql/engine.ts';
import { runQuery } from '../../server/src/kql/engine.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';

const kusto = await loadKusto();

/** Noon of 15 June 2024, which `now()` gives in these tests. */
export const testNow = Date.UTC(2024, 5, 15, 12);

/** Runs a query without tables. */
export function run(query: string): QueryAnswer {
  return runQuery(kusto, { query, now: testNow });
}

/** The rows of a query; its error where it has one. */
export function rows(query: string): readonly (readonly PlainValue[])[] | string {
  const answer = run(query);
  return answer.ok ? answer.rows : answer.error;
}

/** The value of one expression. */
export function value(expression: string): PlainValue | undefined {
  const found = rows(`print v = ${expression}`);
  return typeof found === 'string' ? found : found[0]?.[0];
}
