import { describe, expect, it } from 'vitest';
import { AlertTally } from '../../../server/src/features/coverage/alert-tally.ts';
import { attackPaths } from '../../../server/src/features/coverage/attack-path.ts';
import { type CoverageFilter, coverage } from '../../../server/src/features/coverage/coverage.ts';
import { readAlerts } from '../../../server/src/replay/read-alerts.ts';
import { question } from '../question.ts';

const rule = (name: string, tags: string, more = '') =>
  `- rule: ${name}\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  tags: [${tags}]\n${more}`;

const files = `#- rules.yaml
${rule('Shell', 'mitre_execution, T1059, maturity_stable')}
${rule('Sub', 'T1059.004', '  enabled: false\n')}
${rule('Wrong', 'mitre_execution, T1003, T9999, mitre_excution')}
${rule('Only tactic', 'TA0003')}
${rule('Plain', 'container')}
#- a.detections.yaml
- detection: Shell of root
  rule: Shell
- detection: Other tags
  rule: Shell
  tags: [T1611]
#- a.falco-test.yaml
- test: fires
  alert: {from: Shell}
  expect: {fires: [Shell], sentinel: {returned-by: [Shell of root]}}
- test: silent
  alert: {from: Shell}
  expect: {silent: [Only tactic]}
`;

function tallyOf(
  alerts: readonly object[],
  limits?: ConstructorParameters<typeof AlertTally>[0],
): AlertTally {
  const tally = new AlertTally(limits);
  for (const read of readAlerts(alerts.map((alert) => `${JSON.stringify(alert)}\n`)))
    for (const alert of read.alerts) tally.add(alert);
  return tally;
}

const alert = (rule: string, more: object = {}) => ({ rule, output_fields: {}, ...more });

function covered(filter: CoverageFilter = {}, alerts: readonly object[] = []) {
  const found = coverage([question(files).snapshot], tallyOf(alerts), filter);
  const tactic = (name: string) => found.tactics.find((each) => each.name === name)!;
  const names = (indices: readonly number[]) => indices.map((index) => found.items[index]!.name);
  return { found, tactic, names };
}

describe('the coverage of ATT&CK', () => {
  it('has the tactics in the order of the matrix', () => {
    const ids = covered().found.tactics.map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(['TA0043', 'TA0042', 'TA0001']);
    expect(ids.slice(-3)).toEqual(['TA0011', 'TA0010', 'TA0040']);
  });

  it('counts what several projects load once, and an alert for the first that has its rule', () => {
    const [one, other] = [files, `#- other.yaml\n${rule('Shell', 'T1611')}`].map(
      (each) => question(each).snapshot,
    );
    const found = coverage([one!, one!, other!], tallyOf([alert('Shell'), alert('Shell')]));
    const shells = found.items.filter(({ kind, name }) => kind === 'rule' && name === 'Shell');
    expect(shells.map(({ alerts, techniques }) => [alerts, techniques])).toEqual([
      [2, ['T1059']],
      [0, ['T1611']],
    ]);
    expect(found.rules).toBe(6);
  });

  it('lays techniques under the tactics that their tags name, else under all that they serve', () => {
    const { tactic, names } = covered();
    const rows = tactic('execution').techniques.map(({ id, items }) => [id, ...names(items)]);
    expect(rows).toEqual([
      ['T1059', 'Shell', 'Shell of root'],
      ['T1059.004', 'Sub'],
    ]);
    // T1003 is of credential access alone, whatever the tag beside it says.
    expect(tactic('credential_access').techniques.map(({ id }) => id)).toEqual(['T1003']);
    expect(names(tactic('execution').withoutTechnique)).toEqual(['Wrong']);
    expect(names(tactic('persistence').withoutTechnique)).toEqual(['Only tactic']);
    expect(tactic('privilege_escalation').techniques.map(({ id }) => id)).toEqual(['T1611']);
  });

  it('counts rules, detections, and the tests that expect them', () => {
    const { found, tactic } = covered();
    expect(tactic('execution').techniques[0]).toMatchObject({ rules: 1, detections: 1, tests: 2 });
    expect(found).toMatchObject({ rules: 5, detections: 2, techniques: 4 });
    expect(found.items.find(({ name }) => name === 'Only tactic')?.tests).toBe(0);
  });

  it('counts alerts by their rule, or by their own tags where the rule is not here', () => {
    const alerts = [
      alert('Shell'),
      alert('Shell'),
      alert('Elsewhere', { tags: ['T1611'] }),
      alert('Nowhere'),
    ];
    const { found, tactic } = covered({}, alerts);
    expect(found.alerts).toBe(4);
    expect(tactic('execution').techniques[0]).toMatchObject({ id: 'T1059', alerts: 2 });
    expect(tactic('privilege_escalation').techniques[0]).toMatchObject({
      id: 'T1611',
      alerts: 1,
      detections: 1,
    });
  });

  it('names the gaps', () => {
    const { found, names, tactic } = covered();
    expect(names(found.gaps.untagged)).toEqual(['Plain']);
    expect(names(found.gaps.disagreeing)).toEqual(['Wrong']);
    expect(names(found.gaps.unknown)).toEqual(['Wrong']);
    expect(found.items.find(({ name }) => name === 'Wrong')?.unknown).toEqual(['T9999', 'mitre_excution']);
    expect(names(found.gaps.untested)).toEqual(['Wrong', 'Only tactic', 'Plain', 'Other tags']);
    expect(found.gaps.tactics).toContain('impact');
    expect(found.gaps.tactics).not.toContain('execution');
    expect(tactic('execution').uncovered.map(({ id }) => id)).not.toContain('T1059');
    expect(tactic('execution').uncovered.map(({ id }) => id)).toContain('T1204');
  });

  it.each<[CoverageFilter, string[]]>([
    [{ enabled: true }, ['Shell', 'Wrong', 'Only tactic', 'Plain', 'Shell of root', 'Other tags']],
    [{ maturity: 'stable' }, ['Shell', 'Shell of root', 'Other tags']],
    [{ maturity: 'none' }, ['Sub', 'Wrong', 'Only tactic', 'Plain']],
    [{ source: 'k8s_audit' }, []],
  ])('with the filter %j looks at %j', (filter, expected) => {
    const { found } = covered(filter);
    expect(found.items.map(({ name }) => name)).toEqual(expected);
    expect([found.sources, found.maturities]).toEqual([['syscall'], ['stable']]);
  });

  it('says where each item stands', () => {
    const { snapshot } = question(files);
    const { items } = coverage([snapshot], new AlertTally());
    const texts = items.map(({ place: { uri, span } }) =>
      snapshot.files.get(uri)!.read.text.slice(span.start, span.end),
    );
    expect(texts).toEqual(items.map(({ name }) => name));
  });
});

describe('the path of an attack', () => {
  const at = (
    rule: string,
    time: string | undefined,
    hostname: string,
    container?: string,
    tags?: string[],
  ) => ({
    rule,
    time,
    hostname,
    tags,
    output_fields: { 'container.name': container },
  });
  const pathsOf = (alerts: readonly object[]) => attackPaths([question(files).snapshot], tallyOf(alerts));

  it('goes through the tactics of each place in time order, whatever the order of the alerts', () => {
    const [first, second] = pathsOf([
      at('Only tactic', '2026-01-01T10:00:05Z', 'n1', 'web'),
      at('Shell', '2026-01-01T10:00:09Z', 'n1', 'web'),
      at('Shell', '2026-01-01T10:00:00Z', 'n1', 'web'),
      at('Elsewhere', '2026-01-01T11:00:00+02:00', 'n2', undefined, ['mitre_impact', 'mitre_discovery']),
    ]);
    expect(first).toMatchObject({ host: 'n2', tactics: ['discovery', 'impact'] });
    expect(first).not.toHaveProperty('container');
    expect(second).toMatchObject({ host: 'n1', container: 'web', tactics: ['execution', 'persistence'] });
    expect(second?.steps.map(({ rule, count, line }) => [rule, count, line])).toEqual([
      ['Shell', 2, 3],
      ['Only tactic', 1, 1],
    ]);
    const [{ first: begin, last } = {}] = second!.steps;
    expect([begin, last].map((time) => time! % 60_000)).toEqual([0, 9000]);
  });

  it('ends with what has no time', () => {
    const [path] = pathsOf([at('Shell', undefined, 'n1'), at('Only tactic', '2026-01-01T10:00:05Z', 'n1')]);
    expect(path?.steps.map(({ rule }) => rule)).toEqual(['Only tactic', 'Shell']);
  });

  it('is bounded, and counts what it left out', () => {
    const alerts = Array.from({ length: 50 }, (_, i) => at(`R${i % 10}`, undefined, `n${i % 7}`));
    const tally = tallyOf(alerts, { rules: 8, places: 3, rulesOfPlace: 2 });
    expect(tally.rules).toHaveLength(8);
    expect(tally.places).toHaveLength(3);
    const kept = tally.places.flatMap(({ occurrences }) => occurrences.map(({ count }) => count));
    expect(kept.reduce((sum, count) => sum + count, 0) + tally.leftOut).toBe(50);
    expect(tally.alerts).toBe(50);
  });

  it('says nothing of messages of Falco about itself', () => {
    expect(pathsOf([{ ...at('Falco internal: x', undefined, 'n1'), source: 'internal' }])).toEqual([]);
  });
});
