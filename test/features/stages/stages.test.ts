import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectParser, sentinelQueries } from '../../../server/src/features/stages/sentinel-queries.ts';
import { SentinelStage } from '../../../server/src/features/stages/sentinel-stage.ts';
import { WazuhStage } from '../../../server/src/features/stages/wazuh-stage.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { type Alert, alertOf } from '../../../server/src/replay/alert.ts';
import { readAlerts } from '../../../server/src/replay/read-alerts.ts';
import type { JsonObject } from '../../../server/src/text/json.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';

const workspace = new Workspace();
for (const name of ['falco_rules.yaml', 'overrides.yaml'])
  workspace.setFile(`file:///rules/${name}`, readFileSync(`examples/rules/${name}`, 'utf8'));
const snapshot = workspace.snapshot();
const text = readFileSync('examples/alerts/alerts.jsonl', 'utf8');
const alerts = [...readAlerts([text])].flatMap((piece) => piece.alerts);
const ofRules = alerts.filter(({ source }) => source !== 'internal');

function alert(fields: Partial<JsonObject>): Alert {
  return alertOf(
    { rule: 'R', output: 'o', priority: 'Notice', output_fields: {}, ...fields } as JsonObject,
    1,
    () => {},
  );
}

describe('Wazuh', () => {
  const stage = new WazuhStage(snapshot);

  it('fires the rule that stands for the alert’s own Falco rule', () => {
    const idOf = new Map(stage.generated.links.map(({ rule, id }) => [rule, String(id)]));
    expect(ofRules.map((each) => stage.evaluate(each).answer?.id)).toEqual(
      ofRules.map(({ rule }) => idOf.get(rule)),
    );
  });

  it('loads the generated rules without a message', () => {
    expect(stage.loaded.messages).toEqual([]);
  });

  it('says which lines the agent drops', () => {
    expect(stage.evaluate(alert({ output: 'x'.repeat(70_000) }))).toEqual({ answer: null, isDropped: true });
    expect(stage.explain(alert({ output: 'x'.repeat(70_000) }))).toBeUndefined();
  });

  it('shows the rules that were tried, the last one matching', () => {
    const { answer, trace } = stage.explain(ofRules[0]!)!;
    expect(trace.findLast(({ outcome }) => outcome === 'matched')?.id).toBe(Number(answer?.id));
  });
});

describe('Sentinel', async () => {
  const kusto = await loadKusto();
  const queries = sentinelQueries(snapshot);
  const stage = new SentinelStage(kusto, queries, Date.UTC(2026, 5, 16), projectParser(snapshot));

  it.each(['json', 'cef'] as const)('returns each alert by the query of its rule alone: %s', (transport) => {
    const results = stage.evaluate(ofRules, transport);
    expect(results.map(({ returnedBy }) => returnedBy.map(({ name }) => name))).toEqual(
      ofRules.map(({ rule }) => [rule]),
    );
    expect(stage.failures).toEqual([]);
  });

  it('shows the row', () => {
    expect(stage.row(ofRules[0]!, 'json')).toMatchObject({ Activity: ofRules[0]!.rule, Computer: 'node-1' });
  });

  it('goes on where a query cannot be run, and says so', () => {
    const wrong = { kind: 'file' as const, name: 'wrong.kql', text: 'Nonsense | take 1' };
    const other = new SentinelStage(kusto, [wrong, queries[0]!], 0, projectParser(snapshot));
    expect(other.evaluate(ofRules, 'json').some(({ returnedBy }) => returnedBy.length > 0)).toBe(true);
    expect(other.failures.map(({ query }) => query.name)).toEqual(['wrong.kql']);
  });
});
