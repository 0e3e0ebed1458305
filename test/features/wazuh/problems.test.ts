import { describe, expect, it } from 'vitest';
import { wazuhProblems } from '../../../server/src/features/wazuh/problems.ts';
import { inGroup, wazuhQuestion } from './ask.ts';

/** All problems of all files as `file code characters`, the characters those that are marked. */
function found(files: string): string[] {
  const { snapshot } = wazuhQuestion(files);
  return [...snapshot.wazuhFiles.values()].flatMap((file) =>
    wazuhProblems(snapshot, file).map(
      ({ code, span }) => `${code} ${file.text.slice(span.start, span.end).replace(/\s+/g, ' ')}`,
    ),
  );
}

const rule = (elements: string, attributes = 'id="100001" level="5"') =>
  `<rule ${attributes}>${elements}<description>d</description></rule>`;
const falco = rule('<decoded_as>json</decoded_as>', 'id="100600" level="3"');
const below = (elements: string, attributes?: string) =>
  rule(`<if_sid>100600</if_sid>${elements}`, attributes);
const inFalco = (rules: string) => `<group name="falco,">${falco}${rules}</group>`;

const cases: readonly (readonly [what: string, files: string, problems: readonly string[]])[] = [
  ['nothing wrong', inGroup(rule('<match>x</match>')), []],
  [
    'every error, not only the first',
    inGroup(`${rule('<foo>x</foo><bar/>')}${rule('<match>x</match>', 'id="x" level="17"')}`),
    ['wazuh-option foo', 'wazuh-option bar', 'wazuh-rule-id x', 'wazuh-level 17'],
  ],
  ['one message a cause', inGroup(rule('<weekday>someday</weekday>')), ['wazuh-weekday someday']],
  ['a parent of Wazuh', inGroup(rule('<if_sid>5716</if_sid><match>x</match>')), []],
  ['a group of Wazuh', inGroup(rule('<if_group>authentication_failed</if_group><match>x</match>')), []],
  [
    'a rule of Wazuh overwritten',
    inGroup(rule('<match>x</match>', 'id="5716" level="5" overwrite="yes"')),
    [],
  ],
  ['an id of Wazuh', inGroup(rule('<match>x</match>', 'id="5716" level="5"')), ['wazuh-duplicate-id 5716']],
  [
    'a parent of Wazuh that is loaded later',
    `#- 0005-own.xml\n${inGroup(rule('<if_sid>5716</if_sid>'))}`,
    ['wazuh-parent-not-found 5716'],
  ],
  ['an unknown parent', inGroup(rule('<if_sid>5716, 199999</if_sid>')), ['wazuh-parent-not-found 199999']],
  ['only unknown parents', inGroup(rule('<if_sid>199999</if_sid>')), ['wazuh-parent-not-found 199999']],
  [
    'a parent below',
    inGroup(rule('<if_sid>100002</if_sid>') + rule('<match>x</match>', 'id="100002" level="5"')),
    ['wazuh-parent-later 100002'],
  ],
  [
    'a parent in a later file',
    `#- a.xml\n${inGroup(rule('<if_sid>100002</if_sid>'))}#- b.xml\n${inGroup(rule('<match>x</match>', 'id="100002" level="5"'))}`,
    ['wazuh-parent-later 100002'],
  ],
  [
    'a parent in an earlier file',
    `#- b.xml\n${inGroup(rule('<if_sid>100002</if_sid>'))}#- a.xml\n${inGroup(rule('<match>x</match>', 'id="100002" level="5"'))}`,
    [],
  ],
  [
    'an id in two files',
    `#- a.xml\n${inGroup(rule('<match>x</match>'))}#- b.xml\n${inGroup(rule('<match>y</match>'))}`,
    ['wazuh-duplicate-id 100001'],
  ],
  [
    'copies in two folders',
    `#- a/x.xml\n${inGroup(rule('<match>x</match>'))}#- b/x.xml\n${inGroup(rule('<match>x</match>'))}`,
    [],
  ],
  [
    'a parent with an error',
    inGroup(`${rule('<foo/>', 'id="100002" level="5"')}${rule('<if_sid>100002</if_sid>')}`),
    ['wazuh-option foo'],
  ],
  ['a list of ossec.conf', inGroup(rule('<list field="a">etc/lists/mine</list>')), []],
  [
    'a decoder that the manager may have',
    inGroup(rule('<decoded_as>mine</decoded_as>')),
    ['wazuh-unknown-decoder mine'],
  ],
  [
    'a decoder of Wazuh in another case',
    inGroup(rule('<decoded_as>JSON</decoded_as>')),
    ['wazuh-decoder JSON'],
  ],
  [
    'a decoder that is in no decoder file of the workspace',
    `#- rules.xml\n${inGroup(rule('<decoded_as>mine</decoded_as>'))}#- decoders.xml\n<decoder name="other"></decoder>`,
    ['wazuh-decoder mine'],
  ],
  [
    'a decoder of the workspace',
    `#- rules.xml\n${inGroup(rule('<decoded_as>mine</decoded_as>'))}#- decoders.xml\n<decoder name="mine"></decoder>`,
    [],
  ],
  [
    'an XML declaration, and what comes after it',
    `<?xml version="1.0"?>\n${inGroup(rule('<foo/>'))}`,
    ['wazuh-xml-declaration <?xml version="1.0"?>', 'wazuh-option foo'],
  ],
  [
    'CDATA',
    inGroup(rule('<match><![CDATA[a]]>b</match><!-- <![CDATA[ -->')),
    expect.arrayContaining(['wazuh-cdata <![CDATA[']) as unknown as string[],
  ],
  [
    'entities, but not in comments',
    inGroup(rule('<!-- &lt; --><match>a &lt; b &amp; c & d &#x3c;</match>')),
    ['wazuh-entity &lt;', 'wazuh-entity &amp;', 'wazuh-entity &#x3c;'],
  ],
  [
    'a group without a comma, told once',
    `<group name="falco">${rule('<match>x</match><group>a,</group>')}${rule('<match>y</match><group>b,</group>', 'id="100002" level="5"')}</group>`,
    ['wazuh-group-comma falco'],
  ],
  [
    'a group without a comma that nothing follows',
    `<group name="falco">${rule('<match>x</match>')}</group>`,
    [],
  ],
  [
    'a sibling of level 0 that takes everything',
    inGroup(
      rule('<decoded_as>json</decoded_as><match>x</match>') +
        rule('<decoded_as>json</decoded_as>', 'id="100002" level="0"'),
    ),
    ['wazuh-shadowed 100001'],
  ],
  [
    'a sibling of level 0 for something else',
    inGroup(
      rule('<decoded_as>json</decoded_as><match>x</match>') +
        rule('<decoded_as>json</decoded_as><match>y</match>', 'id="100002" level="0"'),
    ),
    [],
  ],
  [
    'a sibling of level 0 that lets go on',
    inGroup(
      rule('<decoded_as>json</decoded_as><match>x</match>') +
        rule('<decoded_as>json</decoded_as>', 'id="100002" level="0" noalert="1"'),
    ),
    [],
  ],
  [
    'a priority without anchors',
    inFalco(below('<field name="priority">Error</field>')),
    ['wazuh-priority-anchor Error'],
  ],
  ['priorities with anchors', inFalco(below('<field name="priority">^Error$|^Warning$</field>')), []],
  ['the priority of something else', inGroup(rule('<field name="priority">1</field>')), []],
  [
    'a priority that Falco does not have',
    inFalco(below('<field name="priority">^High$</field>')),
    ['wazuh-never-matches <field name="priority">^High$</field>'],
  ],
  [
    'a priority that the rule above excludes',
    inFalco(
      below('<field name="priority">^Error$</field>') +
        rule('<if_sid>100001</if_sid><field name="priority">^Notice$</field>', 'id="100002" level="5"'),
    ),
    ['wazuh-never-matches <field name="priority">^Notice$</field>'],
  ],
  [
    'the whole output in a description',
    inGroup(
      '<rule id="100001" level="5"><match>x</match><description>Falco $(rule): $(output)</description></rule>',
    ),
    ['wazuh-description-length $(output)'],
  ],
  [
    'fields of an alert',
    inFalco(
      below(
        '<field name="output_fields.proc.name">x</field><field name="output_fields.proc.aname[2]">x</field>',
      ),
    ),
    [],
  ],
  [
    'fields that an alert does not have',
    inFalco(
      below(
        '<field name="data.priority">x</field><field name="proc.name">x</field><field name="output_fields.proc.nam">x</field>',
      ),
    ),
    [
      'wazuh-unknown-field data.priority',
      'wazuh-unknown-field proc.name',
      'wazuh-unknown-output-field output_fields.proc.nam',
    ],
  ],
  [
    'counting a rule of level 0',
    inGroup(
      rule('<match>x</match>', 'id="100002" level="0"') +
        rule('<if_matched_sid>100002</if_matched_sid>', 'id="100001" level="5" frequency="3" timeframe="60"'),
    ),
    ['wazuh-counts-silent-rule 100002'],
  ],
];

describe('problems of Wazuh rules', () => {
  it.each(cases)('%s', (_what, files, problems) => {
    expect(found(files.startsWith('#-') ? files : `#- local_rules.xml\n${files}`)).toEqual(problems);
  });
});

describe('XML', () => {
  it.each([
    ['Wazuh rules', inGroup(rule('<match>x</match>')), 'rules'],
    [
      'rules behind a declaration and a comment',
      `<?xml version="1.0"?>\n<!-- <a> -->\n${inGroup(rule('x'))}`,
      'rules',
    ],
    ['rules with variables', `<var name="a">b</var>${inGroup(rule('x'))}`, 'rules'],
    ['decoders', '<decoder name="a"></decoder>', 'decoders'],
    ['groups of something else', '<group name="a"><item/></group>', undefined],
    ['a configuration', '<ossec_config><global/></ossec_config>', undefined],
    ['a project', '<?xml version="1.0"?><project><rule id="1"/></project>', undefined],
    ['nothing', '', undefined],
  ])('of %s', (_what, text, holds) => {
    const { snapshot } = wazuhQuestion(`#- a.xml\n${text}`);
    expect(snapshot.wazuhFiles.get('file:///a.xml')?.holds).toBe(holds);
  });
});
