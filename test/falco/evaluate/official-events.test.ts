import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompiledCondition, compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type Event, type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { explain } from '../../../server/src/falco/evaluate/explain.ts';
import { parseEngineVersion } from '../../../server/src/falco/items/read-versions.ts';
import { loadFiles } from '../../../server/src/falco/load/load.ts';
import { readRulesFile } from '../../../server/src/falco/load/read-file.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';
import { factRows, factsAvailable, factsFolder } from '../../support/facts.ts';

interface Row {
  readonly id: string;
  readonly event: Record<string, EventValue>;
  readonly matched: readonly string[];
}

interface Rule {
  readonly name: string;
  readonly live: CompiledCondition;
  readonly replayed: CompiledCondition;
}

const available = factsAvailable('random events through the official rules');

function officialRules(files: readonly string[]): Rule[] {
  const tables = createFieldTables(['container']);
  const fields = tables.forSource('syscall')!;
  const folder = join(factsFolder()!, 'corpus/official');
  const read = files.map((name) => readRulesFile({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const { compiled } = loadFiles(read, { engine: parseEngineVersion('0.63.0')!, tables });
  return [...compiled.rules.values()].map(({ name, resolved }) => ({
    name,
    live: compileCondition(resolved, fields, 'engine'),
    replayed: compileCondition(resolved, fields, 'replay'),
  }));
}

describe.skipIf(!available)('official rules (needs the folder of facts)', () => {
  const rows = available ? factRows<Row>('falco/official-events-41.jsonl') : [];
  const events = rows.map((row) => eventOf(row.event));

  it('match the events that they matched in the engine', () => {
    const rules = officialRules([
      'falco_rules.yaml',
      'falco-incubating_rules.yaml',
      'falco-sandbox_rules.yaml',
    ]);
    let wrong = 0;
    for (const [i, row] of rows.entries()) {
      const matched = rules.filter((rule) => rule.live.evaluate(events[i]!) === true);
      if (
        matched
          .map((rule) => rule.name)
          .sort()
          .join() !== [...row.matched].sort().join()
      )
        wrong++;
      // Explaining is slow work: every tenth event will do.
      if (i % 10 > 0) continue;
      const numbered = eventOf({ 'evt.num': 1, ...row.event });
      for (const rule of rules) expectReplayToAgree(rule, numbered);
    }
    console.log(`official-events-41: ${rows.length - wrong} of ${rows.length} events, ${rules.length} rules`);
    expect(wrong).toBe(0);
  });

  it('take 50,000 alerts a second through the 25 stable rules', () => {
    const rules = officialRules(['falco_rules.yaml']);
    expect(rules).toHaveLength(25);
    const alerts = 50_000;
    const start = performance.now();
    for (let i = 0; i < alerts; i++) {
      const event = events[i % events.length]!;
      for (const rule of rules) rule.replayed.evaluate(event);
    }
    const perSecond = Math.round((1000 * alerts) / (performance.now() - start));
    console.log(`replay: ${perSecond} alerts a second through ${rules.length} rules`);
    // The bar is 50,000 on one idle core; the machine that runs this may be busy.
    expect(perSecond).toBeGreaterThan(15_000);
  });
});

/** A replay either says what the engine says or names fields that are missing. */
function expectReplayToAgree({ name, live, replayed }: Rule, event: Event): void {
  const verdict = replayed.evaluate(event);
  if (verdict !== 'unknown' && verdict !== live.evaluate(event))
    expect.fail(`${name}: replay says ${verdict}`);
  const missing = replayed.missingFields(event).length;
  if ((verdict === 'unknown') !== missing > 0) expect.fail(`${name}: ${missing} missing fields`);
  if (explain(replayed, event).verdict !== verdict) expect.fail(`${name}: the explanation differs`);
}
