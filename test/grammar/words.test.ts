import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  logicalWords,
  operators,
  priorities,
  quantifiers,
  transformers,
} from '../../server/src/falco/tables/operators.ts';

interface Rule {
  match?: string;
  begin?: string;
}

const condition = readGrammar('falco-condition.tmLanguage.json');
const rules = readGrammar('falco-rules.tmLanguage.json');

describe('the words of the grammars are those of the tables', () => {
  it('operators', () => {
    const kinds = ['existence', 'number-comparison', 'list-comparison', 'text-comparison', 'equality'];
    expectSame(
      kinds.flatMap((kind) => words(condition, kind)),
      operators.map(({ name }) => name),
    );
  });

  it('operators of each kind of operand', () => {
    const named = (operand: string) =>
      operators.filter((each) => each.operand === operand).map(({ name }) => name);
    expectSame(words(condition, 'existence'), named('none'));
    expectSame(words(condition, 'number-comparison'), named('number'));
    expectSame(words(condition, 'list-comparison'), named('list'));
  });

  it('operators that take a quantifier, and the quantifiers', () => {
    const quantifiable = operators.filter((each) => each.quantifiable).map(({ name }) => name);
    expectSame(words(condition, 'quantified-comparison', 0), quantifiable);
    expectSame(
      words(condition, 'quantified-comparison', 1),
      quantifiers.map(({ name }) => name),
    );
  });

  it('logical words', () => {
    expectSame(
      words(condition, 'logic'),
      logicalWords.map(({ name }) => name),
    );
  });

  it('transformers', () => {
    expectSame(
      words(condition, 'transformer'),
      transformers.map(({ name }) => name),
    );
  });

  it('priorities', () => {
    const names = priorities.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
    expectSame(
      words(rules, 'priority', 1),
      names.map((name) => name.toLowerCase()),
    );
  });
});

function readGrammar(file: string): Record<string, Rule> {
  const text = readFileSync(new URL(`../../syntaxes/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { repository: Record<string, Rule> }).repository;
}

/** The alternatives of the nth group of plain words in a rule's pattern: `(?:a|b)`, `(a|b)`, `(?i:a|b)`. */
function words(grammar: Record<string, Rule>, rule: string, nth = 0): string[] {
  const pattern = grammar[rule]?.begin ?? grammar[rule]?.match ?? '';
  const groups = [...pattern.matchAll(/\((?:\?i?:)?([\w=!<>]+(?:\|[\w=!<>]+)*)\)/g)];
  return groups[nth]?.[1]?.split('|') ?? [];
}

function expectSame(actual: readonly string[], expected: readonly string[]): void {
  expect([...actual].sort()).toEqual([...expected].sort());
}
