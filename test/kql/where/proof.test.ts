import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import type { EventValue } from '../../../server/src/falco/evaluate/event.ts';
import { usualColumns } from '../../../server/src/kql/parser-function/columns.ts';
import type { FalcoAlert } from '../../../server/src/kql/sidekick/alert.ts';
import { lossesOf } from '../../../server/src/kql/sidekick/cef-losses.ts';
import { printExpression } from '../../../server/src/kql/where/print.ts';
import { translateWhere } from '../../../server/src/kql/where/translate.ts';
import { runOver } from '../parser-function/parser-run.ts';
import { type Random, randomAlert, randomFrom, randomWhere, table } from './random-where.ts';

/** A random detection: Falco's condition and its translation. */
interface Case {
  readonly where: string;
  readonly kql: string;
  readonly evaluate: (alert: FalcoAlert) => boolean;
}

function randomCases(random: Random, count: number, transport: 'json' | 'cef'): Case[] {
  const cases: Case[] = [];
  while (cases.length < count) {
    const where = randomWhere(random);
    const { tree, problems } = parseCondition(where);
    if (problems.length > 0) continue;
    const options = { fields: table, transport, columns: usualColumns };
    const { expression } = translateWhere(tree, options);
    if (expression === undefined) continue;
    const falco = compileCondition(tree, table, 'engine');
    const evaluate = (alert: FalcoAlert) => {
      const fields = alert.output_fields as Readonly<Record<string, EventValue>>;
      return falco.evaluate({ value: (field) => fields[field] }) === true;
    };
    cases.push({ where, kql: printExpression(expression), evaluate });
  }
  return cases;
}

/** The numbers of the alerts that each case finds by its query. */
function foundByKql(cases: readonly Case[], alerts: readonly FalcoAlert[], transport: 'json' | 'cef') {
  const columns = cases.map(({ kql }, i) => `c${i} = iff(${kql}, true, false)`);
  const answer = runOver(`FalcoContainerSecurity | project uuid, ${columns.join(', ')}`, alerts, transport);
  if (!answer.ok) throw new Error(`${answer.error}\n${columns.join('\n')}`);
  return new Map(answer.rows.map(([uuid, ...found]) => [uuid as string, found]));
}

interface Disagreement {
  readonly where: string;
  readonly kql: string;
  readonly falco: boolean;
  readonly alert: FalcoAlert;
}

function disagreements(seed: number, transport: 'json' | 'cef', alertCount: number): Disagreement[] {
  const random = randomFrom(seed);
  const cases = randomCases(random, 16, transport);
  const alerts = Array.from({ length: alertCount }, (_, i) =>
    randomAlert(random, i, transport === 'json' || i % 4 === 0),
  );
  const found = foundByKql(cases, alerts, transport);
  return cases.flatMap(({ where, kql, evaluate }, i) =>
    alerts.flatMap((alert) => {
      const falco = evaluate(alert);
      return falco === (found.get(alert.uuid)?.[i] ?? false) ? [] : [{ where, kql, falco, alert }];
    }),
  );
}

function shown({ where, kql, falco, alert }: Disagreement): string {
  const fields = JSON.stringify(alert.output_fields, (_key, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  return `${where}\n  ${kql}\n  Falco: ${falco}\n  ${fields}`;
}

describe('a random detection over 20,000 random alerts', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'finds over JSON what Falco’s condition holds for (%d)',
    (seed) => {
      expect(disagreements(seed, 'json', 2000).slice(0, 3).map(shown)).toEqual([]);
    },
  );

  it.each([1, 2, 3, 4, 5])('differs over CEF only where that is announced (%d)', (seed) => {
    const differ = disagreements(seed, 'cef', 1000);
    expect(
      differ
        .filter(({ alert }) => lossesOf(alert).length === 0)
        .slice(0, 3)
        .map(shown),
    ).toEqual([]);
  });
});
