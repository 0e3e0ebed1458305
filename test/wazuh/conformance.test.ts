import { expect, it } from 'vitest';
import {
  answerPatternRequest,
  answerWazuhRequest,
  createSession,
  type PatternRequest,
  type PortOptions,
  type PortResult,
} from '../../server/src/wazuh/engine.ts';
import { factRows, factsAvailable } from '../support/facts.ts';
import { stockRuleset } from './stock-ruleset.ts';

const run = factsAvailable('Wazuh conformance') ? it : it.skip;

interface Probe {
  readonly name: string;
  readonly rules: Record<string, string>;
  readonly logs: readonly string[];
  readonly opts: PortOptions;
  readonly results: readonly (Recorded & { readonly messages?: readonly string[] })[];
}

interface Recorded {
  readonly id: string | null;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly alert: boolean;
}

interface PatternCase {
  readonly type: 'osmatch' | 'osregex';
  readonly pattern: string;
  readonly str: string;
  readonly match: boolean;
  readonly quantified?: boolean;
}

interface IniCase {
  readonly log: string;
  readonly previous_logs: readonly string[];
  readonly name: string;
  readonly oracle: Omit<Recorded, 'level'> & { readonly level: string; readonly decoder: string };
}

run('answers every probe as the real engine, messages included', () => {
  const failures = factRows<Probe>('wazuh/probes.jsonl').filter((probe) => {
    const { rules, opts, logs, results } = probe;
    const request = { wazuh: { rules, options: opts }, logs };
    const answer = answerWazuhRequest(request);
    const messages = [...new Set(results.flatMap((result) => result.messages ?? []))];
    return !same(answer.results, results.map(comparable)) || !same([...new Set(answer.messages)], messages);
  });
  report('probes', 185, failures.length);
  expect(failures.map(({ name }) => name)).toEqual([]);
});

run('answers every recorded Falco alert', () => {
  const rows = factRows<{ rules: Record<string, string>; log: string; result: Recorded }>(
    'wazuh/falco-alerts.jsonl',
  );
  const failures = rows.filter(({ rules, log, result }) => {
    const { results } = answerWazuhRequest({ wazuh: { rules }, logs: [log] });
    return !same(results, [comparable(result)]);
  });
  report('falco-alerts', rows.length, failures.length);
  expect(failures.map(({ log }) => log)).toEqual([]);
});

run('finds OSMatch and OSRegex patterns as the real engine', () => {
  for (const file of ['osmatch', 'osregex']) {
    const rows = factRows<PatternCase>(`wazuh/${file}.jsonl`);
    const failures = rows.filter(({ type, pattern, str, match }) => {
      const request: PatternRequest = { pattern: { type, pattern, str } };
      return answerPatternRequest(request).match !== match;
    });
    report(file, rows.length, failures.length);
    expect(failures).toEqual([]);
  }
});

run('gives Wazuh’s own fixtures the rule that the real engine gives them', () => {
  const { ruleset } = stockRuleset();
  const rows = factRows<IniCase>('wazuh/ini-cases.jsonl');
  const failures = rows.filter(({ log, previous_logs, oracle }) => {
    const session = createSession(ruleset, { like: 'logtest' });
    for (const line of previous_logs) session.evaluate(line, 0);
    const answer = session.evaluate(log, 0);
    if (answer === null) return oracle.id !== null;
    const { id, level, description, groups, decoder } = answer;
    const { id: wantedId, description: wanted, groups: wantedGroups } = oracle;
    return !same(
      [id, String(level), description, groups, decoder],
      [wantedId, oracle.level, wanted, wantedGroups, oracle.decoder],
    );
  });
  report('ini-cases', rows.length, failures.length);
  expect(failures.map(({ name, log }) => [name, log])).toEqual([]);
});

run('loads the stock ruleset with no error but what its own tests provoke', () => {
  const { ruleset, messages } = stockRuleset();
  expect(ruleset.usable).toBe(true);
  expect(ruleset.slots.length).toBeGreaterThan(4500);
  expect(messages.filter(({ level }) => level === 'error')).toEqual([]);
  const unsupported = ruleset.slots.flatMap(({ rule }) => rule.conditions.filter((one) => one.unsupported));
  expect(unsupported).toEqual([]);
});

function comparable({ id, level, description, groups, alert }: Recorded): PortResult | null {
  return id === null ? null : { id, level, description, groups, alert };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function report(name: string, total: number, failed: number): void {
  console.log(`Wazuh ${name}: ${total - failed} of ${total}`);
}
