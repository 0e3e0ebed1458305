import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import descriptions from '../../../server/src/falco/tables/field-descriptions.json' with { type: 'json' };
import { describeField } from '../../../server/src/falco/tables/field-descriptions.ts';
import { createFieldTables, knownPlugins } from '../../../server/src/falco/tables/fields.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';

/** Every field of the engine and of every known plugin, each name once. */
function everyField(): string[] {
  const tables = createFieldTables([...knownPlugins.keys()]);
  return [
    ...new Set(
      tables.sources.flatMap((source) => tables.forSource(source)?.fields.map((each) => each.name) ?? []),
    ),
  ];
}

describe('field descriptions', () => {
  it('are there for every field, and for nothing else', () => {
    expect(Object.keys(descriptions).sort()).toEqual(everyField().sort());
  });
  it('are one short line each, ending with a full stop', () => {
    const odd = everyField().filter((name) => !/^[^\n]{10,158}\.$/.test(describeField(name)));
    expect(odd).toEqual([]);
  });
  it('are empty for names that nobody declares', () => {
    expect(describeField('proc.nothing')).toBe('');
    expect(describeField('constructor')).toBe('');
  });
});

interface Described {
  readonly name: string;
  readonly desc: string;
}

describe('upstream’s sentences', () => {
  const available = factsAvailable('descriptions are our own');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';
  const runLength = 8;

  run(`are never taken over${reason}`, () => {
    const upstream = upstreamFields();
    const foreign = new Set(upstream.flatMap(({ desc }) => runsOf(desc)));
    const whole = new Set(upstream.map(({ desc }) => words(desc).join(' ')));
    const taken = everyField().filter((name) => {
      const ours = describeField(name);
      return whole.has(words(ours).join(' ')) || runsOf(ours).some((each) => foreign.has(each));
    });
    expect(taken).toEqual([]);
  });

  function upstreamFields(): Described[] {
    const core = readFact<{ classes: { fields: Described[] }[] }>('fields.json').classes;
    const plugins = readFact<{ plugins: { fields: Described[] }[] }>('plugin_fields.json').plugins;
    return [...core, ...plugins].flatMap((each) => each.fields);
  }

  function readFact<Fact>(name: string): Fact {
    return JSON.parse(readFileSync(join(factsFolder() ?? '', 'falco', name), 'utf8')) as Fact;
  }

  /** Every run of eight consecutive words. */
  function runsOf(text: string): string[] {
    const all = words(text);
    return all.slice(runLength - 1).map((_, end) => all.slice(end, end + runLength).join(' '));
  }

  function words(text: string): string[] {
    return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  }
});
