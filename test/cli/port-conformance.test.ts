import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Port } from '../../server/src/cli/engine/port.ts';
import { factRows, factsAvailable, factsFolder } from '../support/facts.ts';

interface Message {
  code: string;
  message: string;
}

/** A recorded message; `at` is its innermost place: kind and name of the item, line, column. */
interface RecordedMessage extends Message {
  at: [type: string, name: string, line: number, column: number];
}

/** A message of ours. */
interface OwnMessage extends Message {
  context: { locations: { item_type: string; item_name: string }[] };
}

interface LoadResult<Kind extends Message = OwnMessage> {
  successful: boolean;
  errors: Kind[];
  warnings: Kind[];
}

interface LoadVerdict extends LoadResult<RecordedMessage> {
  died?: unknown;
  load_results?: LoadResult<RecordedMessage>[];
  conditions: Record<string, string>;
}

interface LoadCase {
  id: string;
  yaml?: string;
  rules?: string | string[];
  verdict: LoadVerdict;
}

interface ConditionVerdict {
  ok: boolean;
  result?: boolean;
  stage?: string;
  error?: string;
  pos?: object;
  evttypes?: string[];
}

interface ConditionCase {
  id: string;
  condition: string;
  fields: Record<string, unknown>;
  evttypes?: boolean;
  verdict: ConditionVerdict;
}

/** Cases in which we do not follow the recorded answers, and why. */
const notFollowed: Readonly<Record<string, string>> = {
  'g12-428':
    'The engine reads past the end of the comps of a replaced exception: what it finds there is chance, most times it crashes. We report that.',
  'f31-184':
    'After a list at the top of a file yaml-cpp reads a bare text as another document; we call the file no YAML. Both fail, with another code; later files then differ as well.',
};

const everyPlugin = ['container', 'k8saudit', 'cloudtrail', 'github', 'okta', 'gcpaudit', 'k8smeta', 'json'];
const port = new Port();
const ask = async (request: object) =>
  (await port.answer(JSON.stringify(request))) as Record<string, unknown>;

/** Counts in how many cases each kind of difference occurs, and prints that. */
class Tally {
  private readonly differing = new Map<string, string[]>();
  private cases = 0;

  constructor(private readonly name: string) {}

  add(id: string, differences: readonly string[]): void {
    this.cases++;
    for (const each of differences) this.differing.set(each, [...(this.differing.get(each) ?? []), id]);
  }

  /** The share of cases without this difference. */
  rate(kind: string): number {
    return 1 - (this.differing.get(kind)?.length ?? 0) / this.cases;
  }

  /** The cases with a difference that stand on no list. */
  get unexplained(): string[] {
    return [...new Set([...this.differing.values()].flat())].filter((id) => !(id in notFollowed));
  }

  print(kinds: readonly string[]): void {
    const figures = kinds.map((kind) => `${kind} ${(100 * this.rate(kind)).toFixed(2)} %`);
    console.log(`port, ${this.name}: ${figures.join(', ')} of ${this.cases}`);
    for (const [kind, ids] of this.differing) console.log(`  ${kind} differs: ${ids.slice(0, 12).join(' ')}`);
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function conditionDifferences({ verdict, id: _, ...request }: ConditionCase): Promise<string[]> {
  const answer = (await ask(request)) as unknown as ConditionVerdict;
  if (answer.ok !== verdict.ok || answer.result !== verdict.result) return ['verdict'];
  if (verdict.ok) return [];
  const found: string[] = [];
  if (answer.stage !== verdict.stage) found.push('stage');
  if (answer.error !== verdict.error) found.push('error');
  if (!sameJson(answer.pos, verdict.pos)) found.push('pos');
  return found;
}

const codesOf = (messages: readonly Message[]) => messages.map(({ code }) => code).sort();

/** Messages with the items that they name; of what is no YAML the words are yaml-cpp's, and not ours. */
function wordings(messages: readonly (Message & { place: string })[]): string[] {
  return messages
    .map(({ code, message, place }) => `${code} ${code === 'LOAD_ERR_YAML_PARSE' ? '' : message} ${place}`)
    .sort();
}

const ownWordings = (messages: readonly OwnMessage[]) =>
  wordings(
    messages.map((each) => {
      const { item_type, item_name } = each.context.locations.at(-1)!;
      return { ...each, place: `${item_type} ${item_name}` };
    }),
  );

const recordedWordings = (messages: readonly RecordedMessage[]) =>
  wordings(messages.map((each) => ({ ...each, place: `${each.at[0]} ${each.at[1]}` })));

async function loadDifferences(
  { yaml, rules, verdict }: LoadCase,
  plugins: readonly string[] | undefined,
): Promise<string[]> {
  const answer = (await ask({
    rules: yaml ?? rules,
    conditions: true,
    ...(plugins === undefined ? {} : { plugins }),
  })) as unknown as { ok: boolean; load_results: LoadResult[]; conditions: Record<string, string> };
  if (verdict.died !== undefined) return answer.ok ? ['verdict'] : [];
  const results = verdict.load_results ?? [verdict];
  const found = new Set<string>();
  for (const [i, { successful, errors, warnings }] of results.entries()) {
    const ours = answer.load_results[i]!;
    if (ours.successful !== successful) found.add('verdict');
    if (ours.errors[0]?.code !== errors[0]?.code) found.add('code');
    if (!sameJson(codesOf(ours.warnings), codesOf(warnings))) found.add('warnings');
    const same = (own: readonly OwnMessage[], recorded: readonly RecordedMessage[]) =>
      sameJson(ownWordings(own), recordedWordings(recorded));
    if (!same(ours.errors, errors) || !same(ours.warnings, warnings)) found.add('wording');
  }
  const compiled = Object.keys(verdict.conditions).length > 0;
  if (compiled && !sameJson(answer.conditions, verdict.conditions)) found.add('conditions');
  return [...found];
}

const suite = 'conformance port';
describe.runIf(factsAvailable(suite))(suite, () => {
  it.each(['condition-cases-21', 'condition-cases-22'])('%s', async (name) => {
    const tally = new Tally(name);
    for (const each of factRows<ConditionCase>(`falco/${name}.jsonl`)) {
      tally.add(each.id, await conditionDifferences(each));
    }
    tally.print(['verdict', 'stage', 'error', 'pos']);
    expect(tally.unexplained).toEqual([]);
    for (const kind of ['verdict', 'stage', 'error', 'pos'])
      expect(tally.rate(kind)).toBeGreaterThanOrEqual(0.999);
  });

  it('evttypes-cases-31', async () => {
    const tally = new Tally('evttypes-cases-31');
    for (const { id, verdict, ...request } of factRows<ConditionCase>('falco/evttypes-cases-31.jsonl')) {
      const answer = (await ask(request)) as unknown as ConditionVerdict;
      tally.add(id, sameJson(answer.evttypes, verdict.evttypes) ? [] : ['evttypes']);
    }
    tally.print(['evttypes']);
    expect(tally.unexplained).toEqual([]);
    expect(tally.rate('evttypes')).toBeGreaterThanOrEqual(0.995);
  });

  it.each([
    ['load-cases-11', undefined],
    ['load-cases-12', undefined],
    ['files-cases-31', undefined],
    ['outputs-cases-31', undefined],
    ['plugins-cases-31', everyPlugin],
  ] as const)('%s', async (name, plugins) => {
    const tally = new Tally(name);
    for (const each of factRows<LoadCase>(`falco/${name}.jsonl`)) {
      tally.add(each.id, await loadDifferences(each, plugins));
    }
    const kinds = ['verdict', 'code', 'warnings', 'wording', 'conditions'];
    tally.print(kinds);
    expect(tally.unexplained).toEqual([]);
    expect(tally.rate('verdict')).toBeGreaterThanOrEqual(0.998);
    for (const kind of kinds.slice(1)) expect(tally.rate(kind)).toBeGreaterThanOrEqual(0.995);
  });

  it('official-events-41', async () => {
    const cases = factRows<{ id: string; event: object; matched: string[] }>(
      'falco/official-events-41.jsonl',
    );
    const rules = officialTexts();
    const answer = await ask({ rules, events: cases.map(({ event }) => event) });
    const tally = new Tally('official-events-41');
    for (const [i, { id, matched }] of cases.entries()) {
      tally.add(
        id,
        sameJson([...(answer.matched as string[][])[i]!].sort(), [...matched].sort()) ? [] : ['matched'],
      );
    }
    tally.print(['matched']);
    expect(tally.unexplained).toEqual([]);
    expect(tally.rate('matched')).toBe(1);
  });

  it('corpus/verdicts', async () => {
    type Loads = Record<'alone' | 'all_plugins' | 'after_base', LoadVerdict>;
    const ways: [keyof Loads, string[], string[]?][] = [
      ['alone', []],
      ['all_plugins', [], everyPlugin],
      ['after_base', officialTexts().slice(0, 1)],
    ];
    const tally = new Tally('corpus/verdicts');
    for (const row of factRows<{ file: string } & Loads>('corpus/verdicts.jsonl')) {
      const text = readFileSync(join(factsFolder()!, 'corpus', row.file), 'utf8');
      for (const [way, before, plugins] of ways) {
        const verdict = row[way];
        const answer = await ask({ rules: [...before, text], ...(plugins === undefined ? {} : { plugins }) });
        const ours = (answer.load_results as LoadResult[]).at(-1)!;
        const found: string[] = [];
        if (ours.successful !== verdict.successful) found.push('verdict');
        if (ours.errors[0]?.code !== verdict.errors[0]?.code) found.push('code');
        if (!sameJson(codesOf(ours.warnings), codesOf(verdict.warnings))) found.push('warnings');
        tally.add(`${row.file}:${way}`, found);
      }
    }
    tally.print(['verdict', 'code', 'warnings']);
    expect(tally.unexplained).toEqual([]);
    expect(tally.rate('verdict')).toBeGreaterThanOrEqual(0.99);
  });
});

function officialTexts(): string[] {
  const files = ['falco_rules', 'falco-incubating_rules', 'falco-sandbox_rules'];
  return files.map((name) => readFileSync(join(factsFolder()!, `corpus/official/${name}.yaml`), 'utf8'));
}
