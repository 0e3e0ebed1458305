import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { ruleOptionNames } from '../../server/src/wazuh/load/rule-options.ts';

interface Rule {
  readonly match: string;
}

function grammar(file: string): Record<string, Rule> {
  const text = readFileSync(new URL(`../../syntaxes/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { repository: Record<string, Rule> }).repository;
}

/** The longest group of alternatives in a rule's pattern. */
function words(rule: Rule | undefined): string[] {
  const groups = [...(rule?.match ?? '').matchAll(/\((?:\?:)?([^()]*)\)/g)].map((match) => match[1]!);
  return groups.sort((a, b) => b.length - a.length)[0]!.split('|');
}

/** The part of Kusto’s library that tells its words. */
interface SyntaxFacts {
  readonly SyntaxKind: Readonly<Record<string, unknown>>;
  readonly SyntaxFacts: {
    IsKeyword(kind: unknown): boolean;
    IsType(kind: unknown): boolean;
    GetText(kind: unknown): string;
  };
}

describe('the words of the KQL grammar are those of Kusto’s own tables', async () => {
  const { SyntaxKind, SyntaxFacts } = (await loadKusto()).language.Syntax as unknown as SyntaxFacts;
  const kinds = Object.values(SyntaxKind).filter((kind) => typeof kind === 'number');
  const keywords = kinds
    .filter((kind) => SyntaxFacts.IsKeyword(kind))
    .map((kind) => SyntaxFacts.GetText(kind));
  const types = kinds.filter((kind) => SyntaxFacts.IsType(kind)).map((kind) => SyntaxFacts.GetText(kind));
  const kql = grammar('kql.tmLanguage.json');

  it.each(['tabular-operator', 'text-operator', 'type', 'word'])('each %s', (rule) => {
    expect(words(kql[rule]).filter((word) => !keywords.includes(word))).toEqual([]);
  });

  it('all types', () => {
    expect(words(kql.type).sort()).toEqual(keywords.filter((word) => types.includes(word)).sort());
  });

  it('all operators that begin a step of a query', () => {
    // Kusto names a kind of node after each: `FilterOperator` and `SortOperator` have other words.
    const steps = Object.keys(SyntaxKind).flatMap((name) => /^(.+)Operator$/.exec(name)?.[1] ?? []);
    const written = (name: string) => name.toLowerCase();
    const known = words(kql['tabular-operator']).map((word) => word.replaceAll('-', ''));
    const without = ['BadQuery', 'ExecuteAndCache', 'PartitionBy', 'Filter', 'ReduceBy', 'Range'];
    const missing = steps.map(written).filter((name) => !known.includes(name));
    expect(missing.filter((name) => !without.map(written).includes(name))).toEqual([]);
  });

  it('all operators on texts', () => {
    const texts = keywords.filter((word) =>
      /^!?(?:has|contains|startswith|endswith|in~?$|between$)/.test(word),
    );
    expect(words(kql['text-operator'])).toEqual(expect.arrayContaining(texts));
  });
});

describe('the words of the Wazuh grammar', () => {
  it('are the options that the loader reads', () => {
    const { match } = grammar('wazuh-rules-injection.tmLanguage.json').option!;
    const named = /\(<\/\?\)\(([^()]*)\)/.exec(match)![1]!.split('|');
    expect(named.sort()).toEqual([...ruleOptionNames].sort());
  });
});
