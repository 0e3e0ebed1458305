import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../server/src/replay/alert.ts';
import { type ExplainedPart, explainAlert } from '../../server/src/replay/explain-alert.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import { replayAlert, replayAlerts, ruleResults } from '../../server/src/replay/replay.ts';
import { replayRules } from '../../server/src/replay/replay-rules.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';

const rules = `
- list: shells
  items: [sh, bash]
- macro: spawned
  condition: evt.type = execve
- rule: Shell
  desc: A shell
  condition: spawned and proc.name in (shells)
  output: "%proc.name"
  priority: NOTICE
- rule: Root
  desc: Root
  condition: user.name = root
  output: "%user.name"
  priority: NOTICE
- rule: Off
  desc: Off
  condition: evt.type exists
  output: "%evt.type"
  priority: NOTICE
  enabled: false
- rule: Broken
  desc: Broken
  condition: proc.nme = sh
  output: "%proc.name"
  priority: NOTICE
`;

function workspaceOf(text: string): Workspace {
  const workspace = new Workspace();
  workspace.setFile('file:///rules.yaml', text);
  return workspace;
}

function alertOf(rule: string | undefined, fields: Alert['fields'], source = 'syscall'): Alert {
  return { line: 1, rule, source, fields, tags: [] };
}

const snapshot = workspaceOf(rules).snapshot();
const ready = replayRules(snapshot);
const shell = { 'evt.type': 'execve', 'proc.name': 'bash', 'user.name': 'root' };

describe('the verdict of the rule that an alert names', () => {
  it.each([
    ['fires', alertOf('Shell', shell), true, []],
    ['does not fire', alertOf('Shell', { ...shell, 'proc.name': 'cat' }), false, []],
    ['is unknown for what is missing', alertOf('Shell', { 'proc.name': 'sh' }), 'unknown', ['evt.type']],
    ['is false whatever is missing', alertOf('Shell', { 'proc.name': 'cat' }), false, []],
    ['is false where there was no value', alertOf('Shell', { ...shell, 'proc.name': null }), false, []],
    ['is there for a rule that is switched off', alertOf('Off', shell), true, []],
    ['is missing for a rule with errors', alertOf('Broken', shell), 'not-loaded', []],
    ['is missing for a rule that nobody defines', alertOf('Other', shell), 'unknown-rule', []],
    ['is missing where no rule is named', alertOf(undefined, shell), 'unnamed', []],
    ['is missing for messages of Falco', alertOf('Falco internal: drop', {}, 'internal'), 'internal', []],
    [
      'is missing for messages of an old Falco',
      { line: 1, rule: 'Falco internal: drop', fields: {}, tags: [] },
      'internal',
      [],
    ],
  ])('%s', (_, alert, verdict, missing) => {
    expect(replayAlert(alert, ready)).toMatchObject({ verdict, missing });
  });
});

describe('the verdicts of other rules', () => {
  it.each([
    ['count those that fire, not those switched off', alertOf('Shell', shell), ['Root'], 0],
    [
      'count those that cannot be decided',
      alertOf('Shell', { 'evt.type': 'execve', 'proc.name': 'sh' }),
      [],
      1,
    ],
    ['are all of them where the alert names none', alertOf(undefined, shell), ['Shell', 'Root'], 0],
    ['leave out rules for other sources', alertOf(undefined, shell, 'k8s_audit'), [], 0],
  ])('%s', (_, alert, othersFire, othersUnknown) => {
    expect(replayAlert(alert, ready)).toMatchObject({ othersFire, othersUnknown });
  });

  it('are listed with the named rule first', () => {
    const results = ruleResults(alertOf('Root', { 'proc.name': 'sh', 'user.name': 'root' }), ready);
    expect(results).toEqual([
      { name: 'Root', verdict: true, missing: [], enabled: true, named: true },
      { name: 'Shell', verdict: 'unknown', missing: ['evt.type'], enabled: true, named: false },
      { name: 'Off', verdict: 'unknown', missing: ['evt.type'], enabled: false, named: false },
    ]);
  });
});

describe('an explanation', () => {
  const fileText = snapshot.files.get('file:///rules.yaml')!.text;
  const at = ({ place: { span } }: ExplainedPart) => fileText.slice(span.start, span.end);

  it('follows the condition, and each part leads to its place, in macros too', () => {
    const whole = explainAlert(snapshot, alertOf('Shell', shell), 'Shell')!;
    expect(whole).toMatchObject({ kind: 'and', verdict: true });
    expect(at(whole)).toBe('spawned and proc.name in (shells)');
    const [macro, check] = whole.parts;
    expect(macro).toMatchObject({ kind: 'macro', name: 'spawned', verdict: true });
    expect(at(macro!)).toBe('spawned');
    expect(at(macro!.parts[0]!)).toBe('evt.type = execve');
    expect(check).toMatchObject({
      check: { left: 'proc.name', operator: 'in', value: '"bash"', wanted: ['sh', 'bash'] },
    });
    expect(at(check!)).toBe('proc.name in (shells)');
  });

  it('says what was not recorded', () => {
    const whole = explainAlert(snapshot, alertOf('Root', {}), 'Root')!;
    expect(whole).toMatchObject({ verdict: 'unknown', reason: 'user.name was not recorded' });
    expect(whole.check).not.toHaveProperty('value', expect.anything());
  });

  it('is left out where macros make a condition of millions of parts', () => {
    const macros = Array.from({ length: 20 }, (_, i) => {
      const below = i === 0 ? 'proc.name = a' : `m${i - 1} or m${i - 1}`;
      return `- macro: m${i}\n  condition: ${below}\n`;
    });
    const large = `${macros.join('')}- rule: R\n  desc: d\n  condition: m15\n  output: o\n  priority: ERROR\n`;
    const explained = explainAlert(workspaceOf(large).snapshot(), alertOf('R', { 'proc.name': 'a' }), 'R');
    expect(explained).toMatchObject({ kind: 'nothing', verdict: true, parts: [] });
    expect(explained?.reason).toContain('not explained');
  });

  it('is not there for a rule that is not there', () => {
    expect(explainAlert(snapshot, alertOf('Root', {}), 'Other')).toBeUndefined();
  });
});

describe('a long replay', () => {
  const many = Array.from({ length: 100 }, () => alertOf('Shell', shell));

  /** Replays with a clock that goes on 1 ms a call; stops after the given number of pauses. */
  async function batches(pausesUntilStop: number): Promise<number[]> {
    let [time, pauses] = [0, 0];
    const pace = { now: () => time++, pause: async () => void pauses++ };
    const stop = {
      get stopped() {
        return pauses >= pausesUntilStop;
      },
    };
    const sizes: number[] = [];
    for await (const batch of replayAlerts(many, ready, pace, stop)) sizes.push(batch.length);
    return sizes;
  }

  it('pauses about every 10 ms', async () => {
    const sizes = await batches(Number.POSITIVE_INFINITY);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(100);
    expect(Math.max(...sizes)).toBe(10);
  });

  it('ends where nobody wants it any more', async () => {
    expect(await batches(2)).toEqual([10, 10]);
  });
});

describe('the example workspace', () => {
  const read = (path: string) => readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
  const workspace = new Workspace();
  for (const file of ['rules/falco_rules.yaml', 'rules/overrides.yaml']) {
    workspace.setFile(`file:///${file}`, read(file));
  }
  const examples: Snapshot = workspace.snapshot();
  const alerts = [...readAlerts([read('alerts/alerts.jsonl')])].flatMap((each) => each.alerts);

  it('has twelve alerts: nine fire, two lack fields, one is from Falco', () => {
    const verdicts = alerts.map((alert) => {
      const { verdict, missing } = replayAlert(alert, replayRules(examples));
      return verdict === true ? 'fires' : verdict === 'unknown' ? missing.toSorted().join() : verdict;
    });
    expect(verdicts.filter((verdict) => verdict === 'fires')).toHaveLength(9);
    expect(verdicts.filter((verdict) => verdict !== 'fires')).toEqual([
      'evt.is_open_read,fd.num',
      'proc.is_exe_upper_layer',
      'internal',
    ]);
  });

  it('explains every rule on every alert with places inside its files', () => {
    for (const alert of alerts) {
      for (const { name } of ruleResults(alert, replayRules(examples))) {
        const parts = [explainAlert(examples, alert, name)!];
        for (const { place, parts: below } of parts) {
          const { text } = examples.files.get(place.uri)!;
          expect(text.slice(place.span.start, place.span.end)).not.toBe('');
          parts.push(...below);
        }
      }
    }
  });
});
