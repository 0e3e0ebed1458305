import { describe, expect, it } from 'vitest';
import {
  type LogtestAnswer,
  mostTestedEvents,
  printLogtest,
  testEvents,
} from '../../../server/src/features/wazuh/logtest.ts';
import { workspaceRules } from '../../../server/src/features/wazuh/workspace-rules.ts';
import { inGroup, wazuhQuestion } from './ask.ts';

const falco = `#- falco.yaml
- rule: Shell
  desc: d
  condition: evt.type = execve and proc.name = sh
  output: "%proc.name"
  priority: ERROR
- rule: Reader
  desc: d
  condition: evt.type = open and fd.name = /etc/shadow
  output: "%fd.name"
  priority: NOTICE
`;

describe('events to test', () => {
  it('are sample alerts of the rules, each ended by its own Wazuh rule', () => {
    const { snapshot } = wazuhQuestion(falco);
    const { events, leftOut } = testEvents(snapshot, undefined, 1_000_000_000n);
    expect(events.map(({ name, here }) => [name, here?.id, here?.level])).toEqual([
      ['Shell', '100650', 10],
      ['Reader', '100651', 6],
    ]);
    expect(leftOut).toBe(0);
  });

  it('are the lines of a text, a few hundred at most', () => {
    const { snapshot } = wazuhQuestion(falco);
    const line = '{"rule":"Shell","priority":"Error","output":"x"}';
    const { events, leftOut } = testEvents(snapshot, `no JSON\n  ${line}\r\n${`{}\n`.repeat(300)}`, 0n);
    expect(events).toHaveLength(mostTestedEvents);
    expect(leftOut).toBe(101);
    expect(events[0]).toMatchObject({ name: 'Shell', line, here: { id: '100650' } });
    expect(events[1]).toMatchObject({ name: '{}', here: null });
  });

  it('say why an agent would not send them', () => {
    const { snapshot } = wazuhQuestion(falco);
    const lines = ['{"rule":"a"}', `{"rule":"${'b'.repeat(70_000)}"}`, '{"rule":"c\\udcca"}'];
    const { events } = testEvents(snapshot, lines.join('\n'), 0n);
    expect(events.map(({ refusal }) => refusal)).toEqual([
      undefined,
      'it has 70011 bytes, of which an agent takes 65279 at most',
      expect.stringContaining('half a character'),
    ]);
    const text = printLogtest(events, { manager: 'm', answers: [null, null, null], warnings: [] });
    expect(text.match(/^ {4}agent {4}does not send this line: /gm)).toHaveLength(2);
  });

  it('keep the ids of the file in the workspace, and see the other rules there', () => {
    const first = wazuhQuestion(falco);
    const generated = workspaceRules(first.snapshot).xml.replaceAll('1006', '1107');
    const more = inGroup(
      '<rule id="100001" level="15"><if_sid>110750</if_sid><match>sh</match><description>Mine</description></rule>',
    );
    const { snapshot } = wazuhQuestion(`${falco}#- falco_rules.xml\n${generated}#- zz.xml\n${more}`);
    const { events } = testEvents(snapshot, undefined, 0n);
    expect(events.map(({ here }) => here?.id)).toEqual(['100001', '110751']);
  });
});

describe('two answers', () => {
  const answer: LogtestAnswer = {
    id: '100650',
    level: 10,
    description: 'Falco: Shell',
    groups: ['falco'],
    alert: true,
  };
  const event = { name: 'Shell\u0007', line: '{}', here: answer };

  it('are shown below one another, differences first', () => {
    const events = [event, { ...event, name: 'Other' }];
    const text = printLogtest(events, {
      manager: 'https://m (4.14.7)',
      answers: [answer, { ...answer, level: 3, groups: ['falco', 'x\u001b'] }],
      warnings: ["WARNING: (7612): Rule ID '5'\nis duplicated."],
    });
    expect(text).toBe(`Wazuh manager https://m (4.14.7) beside the rules of this workspace
2 events: 1 answered alike, 1 not
! WARNING: (7612): Rule ID '5' is duplicated.

≠ Other (level, groups)
    manager  100650  level 3  Falco: Shell  falco, x\u0020
    here     100650  level 10  Falco: Shell  falco

= Shell\u0020
    manager  100650  level 10  Falco: Shell  falco
    here     100650  level 10  Falco: Shell  falco

`);
  });

  it.each<[LogtestAnswer, LogtestAnswer, string]>([
    [null, null, '= '],
    [answer, null, '≠ Shell  (rule)'],
    [null, answer, '≠ Shell  (rule)'],
    [{ ...answer!, alert: false }, answer, '≠ Shell  (alert)'],
  ])('%j and %j', (there, here, start) => {
    const text = printLogtest([{ ...event, here }], { manager: 'm', answers: [there], warnings: [] });
    expect(text.split('\n')[3]?.slice(0, start.length)).toBe(start);
  });
});
