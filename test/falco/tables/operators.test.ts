import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveField } from '../../../server/src/falco/tables/field-reference.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import {
  comparedAs,
  logicalWords,
  operatorFits,
  operatorNamed,
  operators,
  priorities,
  priorityNamed,
  quantifiers,
  transformerNamed,
  transformers,
} from '../../../server/src/falco/tables/operators.ts';
import { sinceOf } from '../../../server/src/falco/tables/since.ts';
import { factRows, factsAvailable, factsFolder } from '../../support/facts.ts';

describe('tables of words', () => {
  it('describe each word in one short line', () => {
    const words = [...operators, ...logicalWords, ...quantifiers, ...transformers, ...priorities];
    expect(words.filter(({ description }) => !/^[^\n]{10,110}\.$/.test(description))).toEqual([]);
  });
  it('know since when each operator and transformer exists', () => {
    const conditionWords = [...operators, ...logicalWords, ...quantifiers].map((each) => each.name);
    expect(conditionWords.filter((name) => sinceOf('operator', name) === undefined)).toEqual([]);
    expect(transformers.filter(({ name }) => sinceOf('transformer', name) === undefined)).toEqual([]);
  });
  it('are found by name', () => {
    expect(operatorNamed('pmatch')?.operand).toBe('list');
    expect(operatorNamed('like')).toBeUndefined();
    expect(transformerNamed('val')?.rightHandOnly).toBe(true);
  });
  it('know priorities in any case, by alias too', () => {
    expect(priorityNamed('warning')?.severity).toBe(4);
    expect(priorityNamed('INFO')?.name).toBe('Informational');
    expect(priorityNamed('WARN')).toBeUndefined();
    expect(priorities.map((each) => each.severity)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('operatorFits', () => {
  it.each([
    ['=', 'CHARBUF', false, true],
    ['<', 'CHARBUF', false, true],
    ['bcontains', 'CHARBUF', false, false],
    ['bcontains', 'BYTEBUF', false, true],
    ['glob', 'BYTEBUF', false, false],
    ['contains', 'INT64', false, false],
    ['>=', 'PORT', false, true],
    ['>', 'BOOL', false, false],
    ['startswith', 'IPADDR', false, false],
    ['in', 'IPNET', false, true],
    ['!=', 'CHARBUF', true, false],
    ['intersects', 'CHARBUF', true, true],
    ['exists', 'SOCKADDR', false, true],
    ['=', 'SOCKADDR', false, false],
  ] as const)('%s on %s (list: %s) is %s', (operator, type, list, fits) => {
    expect(operatorFits(operator, type, list)).toBe(fits);
  });
  it('compares user and group numbers not at all', () => {
    expect(comparedAs('UID')).toBeUndefined();
  });
});

interface ConditionCase {
  readonly condition: string;
  readonly verdict: { readonly ok: boolean };
}

interface PluginCase {
  readonly rules: string;
  readonly verdict: {
    readonly load_results: readonly {
      readonly successful: boolean;
      readonly errors: readonly { readonly message: string }[];
    }[];
  };
}

describe('measured facts', () => {
  const available = factsAvailable('operators');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';
  const tables = createFieldTables(['container', 'k8saudit', 'cloudtrail', 'okta', 'github', 'gcpaudit']);

  run(`name the same operators and transformers${reason}`, () => {
    const facts = JSON.parse(readFileSync(join(factsFolder() ?? '', 'falco/events.json'), 'utf8')) as {
      operators: string[];
      list_operators: string[];
      transformers: string[];
    };
    expect(operators.map((each) => each.name).sort()).toEqual(facts.operators.sort());
    const listOperators = operators.filter((each) => each.operand === 'list').map((each) => each.name);
    expect(listOperators.sort()).toEqual(facts.list_operators.sort());
    expect(transformers.map((each) => each.name).sort()).toEqual(facts.transformers.sort());
  });

  run(`find every operator of an accepted condition fit${reason}`, () => {
    const accepted = ['21', '22']
      .flatMap((set) => factRows<ConditionCase>(`falco/condition-cases-${set}.jsonl`))
      .filter(({ verdict }) => verdict.ok);
    const wrong = accepted.filter(({ condition }) => unfit(condition, 'syscall').length > 0);
    console.log(`operators: ${accepted.length} accepted conditions, ${wrong.length} disagreements`);
    expect(wrong).toEqual([]);
  });

  run(`agree with plugins’ rules on operators refused and accepted${reason}`, () => {
    const wrong = factRows<PluginCase>('falco/plugins-cases-31.jsonl').filter(({ rules, verdict }) => {
      const found = unfit(
        /condition: "(.*)"\n/.exec(rules)?.[1] ?? '',
        /source: (\S+)/.exec(rules)?.[1] ?? '',
      );
      const refused = /operator not supported/.test(verdict.load_results[0]?.errors[0]?.message ?? '');
      return refused ? found.length === 0 : verdict.load_results[0]?.successful && found.length > 0;
    });
    expect(wrong).toEqual([]);
  });

  /** Plain checks of a condition whose operator does not fit the field. */
  function unfit(condition: string, source: string): string[] {
    const table = tables.forSource(source);
    const bare = condition.replace(/"[^"]*"|'[^']*'/g, '""');
    return [...bare.matchAll(/(?<![\w./@:-])([a-z]\w*(?:\.\w+)+)(?:\[(\w+)\])? ([a-z]+|[=<>!]+) /g)]
      .filter(([, name = '', argument, operator = '']) => {
        const found = table === undefined ? undefined : resolveField(table, name, argument);
        const known = operatorNamed(operator);
        if (known === undefined || found === undefined || 'fault' in found) return false;
        return !operatorFits(known.name, found.field.type, found.field.list);
      })
      .map((each) => each[0]);
  }
});
