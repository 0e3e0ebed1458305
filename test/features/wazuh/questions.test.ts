import { describe, expect, it } from 'vitest';
import { completeWazuh } from '../../../server/src/features/wazuh/completion.ts';
import { wazuhHover } from '../../../server/src/features/wazuh/hover.ts';
import { wazuhDefinitions, wazuhReferences } from '../../../server/src/features/wazuh/navigation.ts';
import { wazuhSymbols } from '../../../server/src/features/wazuh/symbols.ts';
import { workspaceRules } from '../../../server/src/features/wazuh/workspace-rules.ts';
import { inGroup, wazuhQuestion } from './ask.ts';

const base = `<rule id="100600" level="3">
  <decoded_as>json</decoded_as><description>Falco</description></rule>`;
const child = (elements: string) =>
  `<rule id="100601" level="5"><if_sid>100600</if_sid>${elements}<description>A shell</description></rule>`;
const rules = (elements: string) => `#- b.xml\n${inGroup(base + child(elements))}`;

describe('hover over Wazuh rules', () => {
  const hover = (marked: string) => {
    const { snapshot, file, offset } = wazuhQuestion(marked);
    const found = wazuhHover(snapshot, file, offset);
    return found && `${file.text.slice(found.span.start, found.span.end)}: ${found.markdown}`;
  };

  it('tells the chain of parents, the level and what a rule asks for', () => {
    const said = hover(
      `#- a.xml\n${inGroup(base + child('<field name="rule" negate="yes">^sh$</field>').replace('100601', '1006<|>01'))}`,
    );
    expect(said).toBe(
      [
        '100601: **Rule 100601** — level 5, `a.xml`',
        '`A shell`',
        'Under syslog › 100600 (level 3)',
        'Asks for\n- `field` `rule` without `^sh$`',
        'Groups: `local`',
      ].join('\n\n'),
    );
  });

  it.each([
    [
      'an id in if_sid',
      rules('').replace('<if_sid>1006', '<if_sid>1006<|>'),
      '100600: **Rule 100600** — level 3',
    ],
    [
      'a rule of Wazuh',
      inGroup(child('').replace('100600', '57<|>16')),
      '5716: **Rule 5716** — comes with Wazuh, in `0095-sshd_rules.xml`',
    ],
    ['an option', rules('<ma<|>tch>x</match>'), 'match: **match**'],
    ['a closing tag', rules('<match>x</mat<|>ch>'), 'match: **match**'],
    ['an attribute', rules('<match neg<|>ate="yes">x</match>'), 'negate: **negate**'],
    [
      'a field of Falco',
      rules('<field name="output_fields.proc<|>.name">x</field>'),
      'output_fields.proc.name: **proc.name**',
    ],
    ['a group', rules('<if_group>loc<|>al</if_group>'), 'local: **local** — group of 2 rules'],
  ])('%s', (_what, marked, start) => {
    expect(hover(marked.startsWith('#-') ? marked : `#- a.xml\n${marked}`)?.slice(0, start.length)).toBe(
      start,
    );
  });

  it.each(['<match>x<|>y</match>', '<!-- <mat<|>ch> -->'])('says nothing of %s', (elements) => {
    expect(hover(rules(elements))).toBeUndefined();
  });
});

describe('ways between Wazuh rules', () => {
  const files = `#- a.xml\n${inGroup(base)}#- b.xml\n${inGroup(child('<if_sid> 5716, 100<|>600</if_sid>'))}`;

  it('lead to the rule of an id in another file', () => {
    const { snapshot, file, offset } = wazuhQuestion(files);
    const found = wazuhDefinitions(snapshot, file, offset);
    expect(found.map((each) => [each.file, each.span.start])).toEqual([['file:///a.xml', 32]]);
  });

  it('lead to the rules of a group', () => {
    const { snapshot, file, offset } = wazuhQuestion(rules('<if_group>LO<|>CAL</if_group>'));
    expect(wazuhDefinitions(snapshot, file, offset)).toHaveLength(2);
  });

  it('lead from a generated rule to the rule of Falco', () => {
    const rule = '- rule: Shell\n  desc: d\n  condition: evt.type = open\n  output: x\n  priority: ERROR\n';
    const { xml } = workspaceRules(wazuhQuestion(`#- f.yaml\n${rule}`).snapshot);
    const marked = xml.replace('<rule id="100650"', '<rule id="100<|>650"');
    const { snapshot, file, offset } = wazuhQuestion(`#- falco_rules.xml\n${marked}#- f.yaml\n${rule}`);
    const found = wazuhDefinitions(snapshot, file, offset).map((each) => [each.file, each.span.start]);
    expect(found.at(-1)).toEqual(['file:///f.yaml', 8]);
  });

  it('lead from a rule to all its uses', () => {
    const { snapshot, file, offset } = wazuhQuestion(files);
    const found = wazuhReferences(snapshot, file, offset, true);
    const texts = found.map(({ file: uri, span }) => {
      return `${uri.slice(8)} ${snapshot.wazuhFiles.get(uri)!.text.slice(span.start, span.end)}`;
    });
    expect(texts).toEqual(['a.xml 100600', 'b.xml 100600', 'b.xml 100600']);
    expect(wazuhReferences(snapshot, file, offset, false)).toHaveLength(2);
  });

  it('are listed in an outline', () => {
    const { file } = wazuhQuestion(rules(''));
    expect(wazuhSymbols(file)).toMatchObject([
      {
        name: 'local,',
        children: [
          { name: '100600', detail: 'level 3 · Falco' },
          { name: '100601', detail: 'level 5 · A shell' },
        ],
      },
    ]);
  });
});

describe('completion in Wazuh rules', () => {
  const complete = (marked: string) => {
    const { snapshot, file, offset } = wazuhQuestion(
      marked.startsWith('#-') ? marked : `#- a.xml\n${marked}`,
    );
    const { items, replace } = completeWazuh(snapshot, file, offset);
    return {
      labels: items.map(({ label }) => label),
      items,
      replaced: file.text.slice(replace.start, replace.end),
    };
  };
  const falco =
    '#- f.yaml\n- rule: Shell (root)\n  desc: d\n  condition: evt.type = open\n  output: x\n  priority: ERROR\n';

  it.each([
    ['options after <', rules('<if<|>'), 'if', 'if_sid'],
    ['options of an empty line', rules('<|>'), '', 'if_sid'],
    ['rules in a group', inGroup('<ru<|>'), 'ru', 'rule'],
    ['groups at the top', `<|>${inGroup(base)}`, '', 'group'],
    ['attributes of a rule', inGroup('<rule id="1" le<|>'), 'le', 'level'],
    ['attributes of a field', rules('<field name="a" t<|>>x</field>'), 't', 'type'],
    ['types of a pattern', rules('<match type="<|>">x</match>'), '', 'pcre2'],
    ['levels', inGroup('<rule id="1" level="<|>"'), '', '16'],
    ['keys of an alert', rules('<field name="pri<|>">x</field>'), 'pri', 'priority'],
    [
      'fields of an alert',
      rules('<field name="output_fields.pr<|>">x</field>'),
      'output_fields.pr',
      'output_fields.proc.name',
    ],
    ['fields in a description', inGroup('<rule id="1"><description>Falco $(ru<|>'), 'ru', 'rule'],
    ['ids', rules('<if_sid>10<|></if_sid>'), '10', '100600'],
    ['ids of several', rules('<if_sid>1, 10<|></if_sid>'), '10', '100600'],
    ['a free id', inGroup(`${base}<rule id="<|>"`), '', '100601'],
    ['groups of the workspace', rules('<if_group>lo<|></if_group>'), 'lo', 'local'],
    ['groups of Wazuh', rules('<if_group>auth<|></if_group>'), 'auth', 'authentication_failed'],
    ['words of options', rules('<options><|></options>'), '', 'no_full_log'],
    ['priorities', rules('<field name="priority"><|></field>'), '', '^Critical$'],
    ['techniques', rules('<mitre><id>T10<|></id></mitre>'), 'T10', 'T1059'],
    [
      'rules of Falco',
      `#- a.xml\n${inGroup(child('<field name="rule" type="pcre2"><|></field>'))}${falco}`,
      '',
      'Shell (root)',
    ],
  ])('%s', (_what, marked, replaced, label) => {
    const found = complete(marked);
    expect(found.replaced).toBe(replaced);
    expect(found.labels).toContain(label);
  });

  it('writes a quoted pattern for the name of a rule', () => {
    const { items } = complete(
      `#- a.xml\n${inGroup(child('<field name="rule" type="pcre2"><|></field>'))}${falco}`,
    );
    expect(items.map(({ insert }) => insert)).toEqual(['^\\QShell (root)\\E$']);
  });

  it('offers no attribute twice', () => {
    expect(complete(inGroup('<rule id="1" <|>')).labels).not.toContain('id');
  });

  it.each(['<!-- <|> -->', '</ma<|>'])('offers nothing in %s', (elements) => {
    expect(complete(rules(elements)).labels).toEqual([]);
  });
});
