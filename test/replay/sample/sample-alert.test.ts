import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { alertFormats } from '../../../server/src/features/alert-formats.ts';
import { readAlerts } from '../../../server/src/replay/read-alerts.ts';
import { replayAlert } from '../../../server/src/replay/replay.ts';
import { replayRules } from '../../../server/src/replay/replay-rules.ts';
import { type SampleResult, sampleAlerts } from '../../../server/src/replay/sample/sample-alert.ts';
import { type JsonObject, writeJson } from '../../../server/src/text/json.ts';
import { type Snapshot, Workspace } from '../../../server/src/workspace/workspace.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';
import fc from '../../support/properties.ts';

const moment = { nanoseconds: 1781511123418209377n, hostname: 'node-1' };

function snapshotOf(files: Readonly<Record<string, string>>): Snapshot {
  const workspace = new Workspace();
  for (const [name, text] of Object.entries(files)) workspace.setFile(`file:///${name}`, text);
  return workspace.snapshot();
}

function withCondition(condition: string, output = 'o'): Snapshot {
  const item = { rule: 'R', desc: 'd', condition, output, priority: 'NOTICE', tags: ['b', 'a'] };
  return snapshotOf({ 'rules.yaml': JSON.stringify([item]) });
}

function sampleOf(condition: string, output?: string): SampleResult {
  return sampleAlerts(withCondition(condition, output), 'R', moment);
}

function fieldsOf(alert: JsonObject): Record<string, EventValue> {
  return alert.output_fields as Record<string, EventValue>;
}

/** What the rule's condition says of an alert's fields, as the engine would see the event. */
function fires(snapshot: Snapshot, rule: string, alert: JsonObject) {
  const { resolved, source } = snapshot.load.compiled.rules.get(rule)!;
  const fields = snapshot.tables.forSource(source)!;
  return compileCondition(resolved, fields, 'engine').evaluate(eventOf(fieldsOf(alert)));
}

describe('values solved from a condition', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['proc.name = nc', { 'proc.name': 'nc' }],
    ['proc.name in (nc, ncat) and not proc.name = nc', { 'proc.name': 'ncat' }],
    ['fd.name startswith /etc/', { 'fd.name': '/etc/sample' }],
    ['fd.name startswith /etc/ and fd.name endswith .conf', { 'fd.name': '/etc/.conf' }],
    ['fd.name pmatch (/etc)', { 'fd.name': '/etc' }],
    ['fd.name glob /home/*/.ssh/id_?sa', { 'fd.name': '/home//.ssh/id_xsa' }],
    ['proc.cmdline contains "-e" and proc.name = nc', { 'proc.name': 'nc' }],
    ['fd.num > 9 and fd.num <= 10', { 'fd.num': 10 }],
    ['fd.sport in (4444, 5555) and not fd.sport = 4444', { 'fd.sport': 5555 }],
    ['fd.sip = 10.1.2.3', { 'fd.sip': '10.1.2.3' }],
    ['fd.snet in (10.0.0.0/8)', { 'fd.snet': '10.0.0.0' }],
    ['evt.is_open_write = true', { 'evt.is_open_write': true }],
    ['proc.name regex "ab+c[0-9]{2}"', { 'proc.name': 'abc00' }],
    [
      'evt.type = openat and fd.directory = /etc and fd.filename = hosts',
      { 'fd.directory': '/etc', 'fd.filename': 'hosts' },
    ],
    ['proc.name = val(proc.pname)', {}],
    ['tolower(proc.name) = sh', { 'proc.name': 'sh' }],
    ['len(proc.name) > 3', {}],
    ['user.uid = 0', { 'user.uid': 0 }],
    ['proc.pname exists and not container.id exists', { 'container.id': null }],
    ['not (proc.name = sh or not proc.pname = node)', { 'proc.pname': 'node' }],
    ['proc.name startswith anyof (ba, k) and proc.name endswith sh', { 'proc.name': 'bash' }],
    ['evt.buffer bcontains cafe', {}],
    ['proc.pid > 9007199254740993', { 'proc.pid': 9007199254740994n }],
  ])('%s', (condition, expected) => {
    const result = sampleOf(condition);
    if (!result.ok) throw new Error(result.reason);
    expect(fires(withCondition(condition), 'R', result.alert)).toBe(true);
    expect(fieldsOf(result.alert)).toMatchObject(expected);
  });

  it.each([
    [
      'proc.name = a and proc.name = b',
      'No event can make these checks true together: `proc.name = a`, `proc.name = b`.',
    ],
    ['proc.name in ()', 'No event can make `proc.name in ()` true.'],
    [
      'fd.num > 3 and fd.num < 2',
      'No event can make these checks true together: `fd.num > 3`, `fd.num < 2`.',
    ],
    ['evt.type = nosuchevent', 'Falco does not load the rule "R", so nothing can be said of it.'],
  ])('says why there is none: %s', (condition, reason) => {
    expect(sampleOf(condition)).toEqual({ ok: false, reason });
  });
});

describe('the alert', () => {
  const result = sampleOf(
    'evt.type = execve and proc.name = nc',
    'Netcat (user=%user.name command=%proc.cmdline up=%toupper(proc.name))',
  );
  const alert = result.ok ? result.alert : {};

  it('looks like one that Falco prints', () => {
    expect(alert).toMatchObject({
      hostname: 'node-1',
      priority: 'Notice',
      rule: 'R',
      source: 'syscall',
      tags: ['a', 'b'],
      time: '2026-06-15T08:12:03.418209377Z',
      output: '08:12:03.418209377: Notice Netcat (user=root command=nc up=NC)',
    });
    expect(fieldsOf(alert)).toMatchObject({
      'evt.time': 1781511123418209377n,
      'container.id': '5f3c09a1be77',
      'toupper(proc.name)': 'NC',
    });
  });

  it('is read back and replayed as firing', () => {
    const snapshot = withCondition('evt.type = execve and proc.name = nc');
    const made = sampleAlerts(snapshot, 'R', moment);
    const read = [...readAlerts([writeJson(made.ok && made.alert)], alertFormats)];
    const [alert] = read.flatMap(({ alerts }) => alerts);
    expect(replayAlert(alert!, replayRules(snapshot)).verdict).toBe(true);
  });
});

describe('near misses', () => {
  it('break one check each', () => {
    const condition = 'evt.type = execve and proc.name in (nc, ncat) and not user.name = root';
    const result = sampleOf(condition);
    const misses = result.ok ? result.nearMisses : [];
    expect(misses.map(({ check, changed }) => [check, changed])).toEqual([
      ['evt.type = execve', ['evt.type']],
      ['proc.name in (nc, ncat)', ['proc.name']],
      ['not user.name = root', ['user.name']],
    ]);
    for (const { alert } of misses) expect(fires(withCondition(condition), 'R', alert!)).toBe(false);
  });

  it('change several fields where one makes no difference', () => {
    const result = sampleOf('proc.name = sh and not (proc.pname = node and user.name = app)');
    const miss = result.ok ? result.nearMisses.at(-1) : undefined;
    expect(miss?.changed.length).toBeGreaterThan(0);
    expect(fieldsOf(miss!.alert!)).toMatchObject({ 'proc.pname': 'node', 'user.name': 'app' });
  });

  it('say why a check cannot be broken', () => {
    const result = sampleOf('proc.name = sh and not proc.pname in ()');
    expect(result.ok && result.nearMisses.at(-1)?.reason).toMatch(/^No value of proc\.pname was found/);
  });
});

describe('hostile conditions', () => {
  it('a thousand alternatives and a deep tree end', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `(proc.name = a${i} and proc.name = b${i})`).join(
      ' or ',
    );
    expect(sampleOf(many).ok).toBe(false);
    const deep = `${'not ('.repeat(40)}proc.name = sh${')'.repeat(40)}`;
    expect(sampleOf(deep).ok).toBe(true);
    expect(sampleOf(Array.from({ length: 2000 }, (_, i) => `proc.name != a${i}`).join(' and ')).ok).toBe(
      false,
    );
  });

  const check = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('proc.name', 'fd.name', 'user.name'),
        fc.constantFrom('=', '!=', 'contains', 'startswith', 'endswith', 'glob'),
        fc.constantFrom('a', 'ab', '/etc', 'b*'),
      )
      .map((each) => each.join(' ')),
    fc
      .tuple(
        fc.constantFrom('fd.num', 'proc.pid'),
        fc.constantFrom('=', '!=', '<', '>='),
        fc.integer({ min: -3, max: 3 }),
      )
      .map((each) => each.join(' ')),
    fc.constantFrom('proc.pname exists', 'user.name in (a, ab)', 'proc.pname in (x)'),
  );
  const condition = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      check,
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' and ')})`),
      fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' or ')})`),
      tie('tree').map((part) => `not (${part})`),
    ),
  })).tree;

  it('random ones: every alert fires, no near miss does', () => {
    fc.assert(
      fc.property(condition, (text) => {
        const snapshot = withCondition(text);
        const result = sampleAlerts(snapshot, 'R', moment);
        if (!result.ok) return;
        expect(fires(snapshot, 'R', result.alert)).toBe(true);
        for (const { alert } of result.nearMisses) if (alert) expect(fires(snapshot, 'R', alert)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

const available = factsAvailable('sample alerts of the official rules');

/** Rules of which no event can make an alert, with the reason that the condition itself gives. */
const without: Readonly<Record<string, RegExp>> = {
  'Network Connection outside Local Subnet': /`k8s\.ns\.name in \(\)`/, // a list that users fill
  'Launch Disallowed Container': /`container\.id != host`, `not container\.id exists`/, // a macro that users replace
};

describe.skipIf(!available)('official rules (needs the folder of facts)', () => {
  const names = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
  const snapshot = available
    ? snapshotOf(
        Object.fromEntries(
          names.map((name) => [name, readFileSync(join(factsFolder()!, 'corpus/official', name), 'utf8')]),
        ),
      )
    : new Workspace().snapshot();

  it('have an alert that fires and near misses that do not, or say why', () => {
    const rules = [...snapshot.load.compiled.rules.keys()];
    let [misses, reasons] = [0, 0];
    for (const rule of rules) {
      const result = sampleAlerts(snapshot, rule, moment);
      if (!result.ok) {
        expect(result.reason).toMatch(without[rule] ?? /^no reason is expected$/);
        continue;
      }
      expect([rule, fires(snapshot, rule, result.alert)]).toEqual([rule, true]);
      for (const { alert, check, reason } of result.nearMisses) {
        if (alert) expect([rule, check, fires(snapshot, rule, alert)]).toEqual([rule, check, false]);
        else expect(reason).toBeTruthy();
        if (alert) misses++;
        else reasons++;
      }
    }
    console.log(
      `sample alerts: ${rules.length - 2} of ${rules.length} official rules, ${misses} near misses, ${reasons} checks that cannot be broken alone`,
    );
    expect(rules.length).toBeGreaterThan(90);
    expect(reasons / (misses + reasons)).toBeLessThan(0.03);
  });
});
