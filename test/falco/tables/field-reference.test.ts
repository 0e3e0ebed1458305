import { describe, expect, it } from 'vitest';
import {
  longestReference,
  matchField,
  resolveField,
} from '../../../server/src/falco/tables/field-reference.ts';
import { createFieldTables, type FieldTable } from '../../../server/src/falco/tables/fields.ts';
import { factRows, factsAvailable } from '../../support/facts.ts';

const syscall = tableOf('syscall', ['container']);
const audit = tableOf('k8s_audit', ['k8saudit']);

function tableOf(source: string, plugins: readonly string[]): FieldTable {
  const table = createFieldTables(plugins).forSource(source);
  if (table === undefined) throw new Error(`no source ${source}`);
  return table;
}

/** The outcome as a short text: the field with its argument and type, or the fault. */
function outcome(reference: string, table = syscall): string {
  const { name, argument } = split(reference);
  const found = resolveField(table, name, argument);
  if ('fault' in found) return found.fault;
  return [found.field.name, found.argument ?? '-', found.field.type].join(' ');
}

/** How much of a text an output takes for a field, or the fault. */
function taken(text: string, table = syscall): number | string {
  const found = longestReference(table, text);
  return 'fault' in found ? found.fault : found.length;
}

/** A reference as a condition's tree holds it: the name, and the argument without its brackets and quotes. */
function split(reference: string): { name: string; argument?: string } {
  const parts = /^([\w.]+)(?:\[(.*)\])?$/s.exec(reference);
  if (parts?.[1] === undefined) throw new Error(`not a reference: ${reference}`);
  if (parts[2] === undefined) return { name: parts[1] };
  return { name: parts[1], argument: parts[2].replace(/^"(.*)"$/s, '$1') };
}

describe('resolveField', () => {
  it.each([
    ['proc.name', 'proc.name - CHARBUF'],
    ['proc.nam', 'unknown-field'],
    ['proc.namex', 'unknown-field'],
    ['proc', 'unknown-field'],
    ['proc.name[1]', 'argument-unexpected'],
    ['fd.name[1]', 'argument-unexpected'],
    ['proc.aname', 'proc.aname - CHARBUF'],
    ['proc.aname[2]', 'proc.aname 2 CHARBUF'],
    ['proc.aname[-1]', 'proc.aname -1 CHARBUF'],
    ['proc.aname[x]', 'argument-not-a-number'],
    ['proc.env[HOME]', 'proc.env HOME CHARBUF'],
    ['proc.env', 'proc.env - CHARBUF'],
    ['proc.environment', 'unknown-field'],
    ['evt.arg', 'argument-missing'],
    ['evt.arg.flags', 'evt.arg flags CHARBUF'],
    ['evt.arg[0]', 'evt.arg 0 CHARBUF'],
    ['evt.arg[x]', 'argument-not-a-number'],
    ['evt.arg.no_such', 'unknown-event-argument'],
    ['evt.arg.flagsx', 'unknown-event-argument'],
    ['evt.args', 'evt.args - CHARBUF'],
    ['evt.rawarg.fd', 'evt.rawarg fd FD'],
    ['evt.rawarg.res', 'evt.rawarg res ERRNO'],
    ['evt.rawarg[0]', 'argument-form'],
    ['evt.rawarg', 'argument-missing'],
    ['evt.type', 'evt.type - CHARBUF'],
    ['evt.type.is.open', 'evt.type.is open UINT32'],
    ['evt.type.is.2', 'evt.type.is 2 UINT32'],
    ['evt.type.is.nothing', 'unknown-event-type'],
    ['evt.type.is.openx', 'unknown-event-type'],
    ['evt.type.is.2x', 'unknown-event-type'],
    ['evt.type.is', 'argument-missing'],
    ['evt.around[1404996934793590564]', 'evt.around 1404996934793590564 UINT64'],
    ['evt.around.x', 'argument-form'],
    ['evt.abspath', 'evt.abspath - CHARBUF'],
    ['evt.abspath.src', 'evt.abspath.src - CHARBUF'],
    ['evt.abspath.other', 'unknown-field'],
    ['thread.cgroup.cpuacct', 'thread.cgroup cpuacct CHARBUF'],
    ['thread.cgroup', 'argument-missing'],
    ['thread.cgroup[cpu]', 'argument-form'],
    ['thread.cgroup.cpu1', 'unknown-field'],
    ['thread.cgroups', 'thread.cgroups - CHARBUF'],
    ['fd.types', 'fd.types - CHARBUF'],
    ['fd.types[0]', 'fd.types 0 CHARBUF'],
    ['fd.types[x]', 'argument-not-a-number'],
    ['container.label[app]', 'container.label app CHARBUF'],
    ['container.label.app', 'argument-missing'],
    ['container.label', 'argument-missing'],
    ['container.labels', 'container.labels - CHARBUF'],
    ['container.mount[/usr/local]', 'container.mount /usr/local CHARBUF'],
    ['container.mount[0]', 'container.mount 0 CHARBUF'],
    ['container.id[0]', 'argument-unexpected'],
    ['k8s.pod.label[a b]', 'unbalanced-brackets'],
    ['ka.verb', 'unknown-field'],
  ])('reads %s as: %s', (reference, expected) => {
    expect(outcome(reference)).toBe(expected);
  });

  it.each([
    ['ka.verb', 'ka.verb - CHARBUF'],
    ['ka.uri.param[watch]', 'ka.uri.param watch CHARBUF'],
    ['ka.req.pod.containers.image[0]', 'ka.req.pod.containers.image 0 CHARBUF'],
    ['ka.req.pod.containers.image[x]', 'argument-not-a-number'],
    ['ka.req.pod.containers.image[01]', 'argument-not-a-number'],
    ['evt.time', 'evt.time - CHARBUF'],
    ['evt.arg.flags', 'unknown-field'],
  ])('reads %s of k8s_audit as: %s', (reference, expected) => {
    expect(outcome(reference, audit)).toBe(expected);
  });
});

describe('longestReference', () => {
  it.each([
    ['proc.namefoo', 9],
    ['proc.name.', 9],
    ['proc.anamex', 10],
    ['proc.aname[2]x', 13],
    ['proc.aname[', 10],
    ['evt.rawarg.resx', 14],
    ['evt.arg', 'argument-missing'],
    ['evt.type.is', 8],
    ['evt.type.is.openat,', 18],
    ['proc.name[1]', 9],
    ['fd.types[x]', 8],
    ['container.label[app]x', 20],
    ['container.label[a b]', 'unbalanced-brackets'],
    ['container.id[0]', 12],
    ['container.idx[0]', 12],
    ['container.image.repository[ and more', 26],
    ['container.labelx', 'argument-missing'],
    ['container.image.repositoryx', 26],
    ['nope.field', 'unknown-field'],
  ])('takes of %s: %s', (text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  it('falls back to a shorter field where the longer one lacks its argument', () => {
    expect(taken('ka.uri.param', audit)).toBe('ka.uri'.length);
  });

  it('stays quick on very long words', () => {
    expect(taken(`${'a.'.repeat(200_000)}`)).toBe('unknown-field');
  });
});

describe('matchField', () => {
  it('takes the longest declared name only, and says what is wrong with its argument', () => {
    expect(matchField(audit, 'ka.uri.param')).toMatchObject({ fault: 'argument-missing' });
    expect(matchField(syscall, 'container.id[0]')).toMatchObject({ fault: 'argument-unexpected' });
    expect(matchField(syscall, 'proc.namefoo')).toMatchObject({ length: 9 });
  });
});

interface PluginCase {
  readonly rules: string;
  readonly verdict: {
    readonly load_results: readonly {
      readonly successful: boolean;
      readonly errors: readonly { readonly code: string; readonly message: string }[];
      readonly warnings: readonly { readonly code: string }[];
    }[];
  };
}

/** The plugins that the measured cases were loaded with. */
const measuredPlugins = [
  'container',
  'k8smeta',
  'k8saudit',
  'cloudtrail',
  'json',
  'okta',
  'github',
  'gcpaudit',
];

/** What the engine says of a faulty reference, with our names for it. */
const faultMessages: readonly (readonly [RegExp, string])[] = [
  [/requires an argument but none provided/, 'argument-missing'],
  [/does not allow nor require an argument/, 'argument-unexpected'],
  [/has unbalanced argument brackets/, 'unbalanced-brackets'],
  [/has an invalid index argument/, 'argument-not-a-number'],
];

const references = /[a-z]\w*(?:\.\w+)+(?:\[("[^"]*"|[^\]]+)\])?/g;

describe('the engine’s verdicts on plugins’ rules', () => {
  const available = factsAvailable('plugin fields');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';

  run(`agree on every field reference${reason}`, () => {
    const tables = createFieldTables(measuredPlugins);
    const wrong = factRows<PluginCase>('falco/plugins-cases-31.jsonl')
      .map((each) => disagreement(each, tables.forSource(/source: (\S+)/.exec(each.rules)?.[1] ?? 'syscall')))
      .filter((each) => each !== undefined);
    console.log(`plugin rules: ${wrong.length} disagreements on field references`);
    expect(wrong).toEqual([]);
  });

  /** Undefined where table and verdict agree, as far as the verdict speaks of fields. */
  function disagreement({ rules, verdict }: PluginCase, table: FieldTable | undefined): string | undefined {
    const result = verdict.load_results[0];
    const skipped = result?.warnings.some((each) => each.code === 'LOAD_UNKNOWN_SOURCE') ?? false;
    if (table === undefined || skipped)
      return skipped === (table === undefined) ? undefined : `source: ${rules}`;
    const output = taken(/output: "x %(.*)"/.exec(rules)?.[1] ?? '', table);
    const faults = [...(/condition: "(.*)"\n/.exec(rules)?.[1]?.matchAll(references) ?? [])]
      .map((each) => outcome(each[0], table))
      .filter((each) => !each.includes(' '));
    const error = result?.errors[0];
    const expected = faultMessages.find(([message]) => message.test(error?.message ?? ''))?.[1];
    if (result?.successful)
      return faults.length + (typeof output === 'string' ? 1 : 0) === 0 ? undefined : rules;
    if (error?.code === 'LOAD_ERR_COMPILE_OUTPUT') return typeof output === 'string' ? undefined : rules;
    return expected === undefined || faults.includes(expected) ? undefined : `${expected}: ${rules}`;
  }
});

interface ConditionCase {
  readonly condition: string;
  readonly verdict: { readonly ok: boolean };
}

describe('the engine’s verdicts on conditions', () => {
  const available = factsAvailable('fields in conditions');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';

  run(`every field of an accepted condition resolves${reason}`, () => {
    const accepted = factRows<ConditionCase>('falco/condition-cases-21.jsonl').filter(
      (each) => each.verdict.ok,
    );
    const unresolved = new Set(
      accepted.flatMap(({ condition }) => fieldsOf(condition)).filter((each) => !outcome(each).includes(' ')),
    );
    console.log(`conditions: ${accepted.length} accepted ones, ${unresolved.size} unresolved references`);
    expect([...unresolved]).toEqual([]);
  });

  /** References that stand before an operator, quoted texts aside. */
  function fieldsOf(condition: string): string[] {
    const bare = condition.replace(/"[^"]*"|'[^']*'/g, '""');
    return [
      ...bare.matchAll(
        /(?<![\w./@:-])([a-z]\w*(?:\.\w+)+(?:\[\w+\])?)\s+(?:exists|[=<>!]=?|in\b|\w*with\b)/g,
      ),
    ].map((each) => each[1] ?? '');
  }
});
