import { describe, expect, it } from 'vitest';
import type { QueryAnswer } from '../../server/src/kql/engine.ts';
import { factRows, factsAvailable } from '../support/facts.ts';
import { rowsMatch } from './answer-match.ts';
import type { Assertion } from './loco-match.ts';
import { assertionHolds } from './loco-match.ts';
import { run } from './run-case.ts';

interface Case {
  readonly source: string;
  readonly line?: number;
  readonly test?: string;
  readonly kind?: string;
  readonly query: string;
  readonly header?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  readonly asserts?: readonly Assertion[];
  readonly outside: readonly string[];
  readonly nondet: boolean;
  readonly truncated?: boolean;
  readonly skip?: boolean;
  readonly strict: boolean;
}

/** What the evaluator is not for; a case that uses one of these is not counted. */
const notListed =
  /^(geo_|series_seasonal$|zlib_|current_principal|estimate_data_size$|database$|cluster$|stored_query_result$|column_names_of$|Graph|MakeGraph|EvaluateOperator|Scan|Find|Search|ReduceBy|TopNested|ProjectByNames|Pattern|InlineExternal)/;

/** Documented output that no run of the query can give, by page and line. */
const documentationNotFollowed: Readonly<Record<string, string>> = {
  'array-iff-function.md 86': 'shows a condition column that is not the one of the query',
  'join-innerunique.md 125': 'keeps the other of two equal left rows; both are right, its line 96 keeps ours',
  'join-innerunique.md 158': 'keeps the other of two equal left rows; both are right',
  'strcat-function.md 63': 'output rendered as a numbered list',
  'bag-unpack-plugin.md 176': 'names an argument, which Kusto’s own language service rejects as an error',
  'series-fill-linear-function.md 50': 'one cell of integers interpolates 73.5 as 74 and 38.5 as 38',
  'parse-url-function.md 39': 'output is no JSON, and its path has lost the first slash',
  'url-encode-component-function.md 39': 'output has lost the last slash of the input',
  'url-encode-function.md 40': 'shows an input with a slash that the query does not have',
  'variancepif-aggregation-function.md 44': 'output copied from varianceif: the population variance is 833',
  'series-sin-function.md 37': 'shows an input that is not the one of the query',
  'series-acos-function.md 37': 'shows an input that is not the one of the query',
  'toguid-function.md 44': 'shows an input text that is not the one of the query',
  'parse-path-function.md 52': 'the page has eaten a backslash of the input column',
  'mv-apply-operator.md 198': 'output with a wrong quote and a column that the query does not have',
};

/** Where the other engine is not Kusto, by test. */
const otherEngineNotFollowed: Readonly<Record<string, string>> = {
  ModuloNegativeInt: 'the modulo of Kusto is never negative',
  BinOp_Modulo1: 'the modulo of Kusto is never negative',
  BuiltIns_not_Scalar: 'the expected value was cut out of a template',
  ArrayIif3: 'prints null items as the word null',
  ArrayIif4: 'prints a null item as the quoted word null',
  ArrayIff: 'prints a null item as the quoted word null',
  BuiltIns_url_encode_component_Columnar:
    'hexadecimal digits in upper case; the documentation has lower case',
};

function scored(
  cases: readonly Case[],
  passes: (item: Case) => boolean,
  skips: Readonly<Record<string, string>>,
) {
  const counted = cases.filter((item) => !item.outside.some((name) => notListed.test(name)) && !item.nondet);
  const failed = counted.filter((item) => !passes(item)).map(nameOf);
  const unexplained = failed.filter((name) => skips[name] === undefined);
  const stale = Object.keys(skips).filter((name) => !failed.includes(name));
  const strict = counted.filter((item) => item.strict);
  const strictFailed = strict.filter((item) => failed.includes(nameOf(item)));
  const judged = counted.length - (failed.length - unexplained.length);
  return { counted, failed, unexplained, stale, strict, strictFailed, judged };
}

function report(title: string, score: ReturnType<typeof scored>, total: number): void {
  const { counted, failed, unexplained, strict, strictFailed, judged } = score;
  const explained = failed.length - unexplained.length;
  console.log(
    `${title}: ${judged - unexplained.length} of ${judged} met, ${explained} more not followed for a reason; ` +
      `${total - counted.length} of ${total} use what is not listed; strict ${strict.length - strictFailed.length} of ${strict.length}`,
  );
}

function nameOf({ source, line, test }: Case): string {
  return test ?? `${source.split('/').pop()} ${line}`;
}

function isAnswer(answer: QueryAnswer): answer is Extract<QueryAnswer, { ok: true }> {
  return answer.ok;
}

const available = factsAvailable('KQL conformance');

describe.runIf(available)('documented examples and the other engine', () => {
  it('meets the documentation', () => {
    const cases = factRows<Case>('sentinel/kql-docs.jsonl').filter((item) => !item.truncated);
    const passes = ({ query, header = [], rows = [] }: Case) => {
      const answer = run(query);
      return isAnswer(answer) && rowsMatch(answer, header, rows);
    };
    const score = scored(cases, passes, documentationNotFollowed);
    report('KQL documentation', score, cases.length);
    expect(score.stale).toEqual([]);
    expect(score.unexplained.length / score.judged).toBeLessThanOrEqual(0.03);
  });

  it('meets the other engine', () => {
    const cases = factRows<Case>('sentinel/kql-loco.jsonl').filter((item) => !item.skip);
    const passes = ({ query, header = [], rows, asserts, kind = '' }: Case) => {
      const answer = run(query);
      if (!isAnswer(answer)) return false;
      if (asserts) return asserts.every((assertion) => assertionHolds(answer, kind, assertion));
      const names = header.map((name) => name.replace(/:\w+$/, ''));
      return rowsMatch(answer, names, rows ?? []);
    };
    const score = scored(cases, passes, otherEngineNotFollowed);
    report('kusto-loco', score, cases.length);
    expect(score.stale).toEqual([]);
    expect(score.unexplained.length / score.judged).toBeLessThanOrEqual(0.05);
  });
});

it.skipIf(available)('is skipped: no folder of measured facts (set FALCO_FACTS)', () => undefined);
