import { describe, expect, it } from 'vitest';
import { wazuhCodeActions } from '../../../server/src/features/wazuh/code-actions.ts';
import { wazuhProblems } from '../../../server/src/features/wazuh/problems.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { span } from '../../../server/src/text/span.ts';
import type { WazuhFile } from '../../../server/src/workspace/wazuh-file.ts';
import type { Snapshot } from '../../../server/src/workspace/workspace.ts';
import { wazuhQuestion } from './ask.ts';

const falco =
  '<rule id="100600" level="3"><decoded_as>json</decoded_as><match>"output_fields":</match><description>d</description></rule>';
const inRule = (elements: string) =>
  `<group name="falco,">${falco}<rule id="100001" level="5"><if_sid>100600</if_sid>${elements}<description>d</description></rule></group>`;

const asked = (text: string) => wazuhQuestion(`#- rules.xml\n${text}`);

function actionsIn(snapshot: Snapshot, file: WazuhFile) {
  return wazuhCodeActions(snapshot, file, span(0, file.text.length));
}

const priority = (pattern: string, type = '') => `<field name="priority"${type}>${pattern}</field>`;

/** Elements of a rule before and after the only fix that is offered, and what it is called. */
const mends: readonly (readonly [title: string, before: string, after: string])[] = [
  ['Write `&`', '<regex>a &amp; b</regex>', '<regex>a & b</regex>'],
  ['Write `>`', '<match>2&#x3E;</match>', '<match>2></match>'],
  ['Write `\\<`', '<regex>&lt;b</regex>', '<regex>\\<b</regex>'],
  ['Write `<`', '<regex type="pcre2">\\&lt;b</regex>', '<regex type="pcre2">\\<b</regex>'],
  ['Write `\\<`', '<match type="pcre2">&#60;b</match>', '<match type="pcre2">\\<b</match>'],
  ["Write `'`", '<field name="a&apos;b">x</field>', '<field name="a\'b">x</field>'],
  ['Write `<`', '<field name="a&lt;b">x</field>', '<field name="a<b">x</field>'],
  ['Write the text as it is', '<regex><![CDATA[a > b]]></regex>', '<regex>a > b</regex>'],
  ['Add the comma', '<group>a</group><group>b,</group>', '<group>a,</group><group>b,</group>'],
  ['Write `^Error$`', priority('Error'), priority('^Error$')],
  ['Write `^Error$`', priority('err'), priority('^Error$')],
  ['Write `^Informational$|^Info$`', priority('Info'), priority('^Informational$|^Info$')],
  [
    'Write `^Warning$|^Error$`',
    priority('Error|^Warning', ' type="pcre2"'),
    priority('^Warning$|^Error$', ' type="pcre2"'),
  ],
  [
    'Write `(?i)^(?:Notice|Alert)$`',
    priority('(?i)(notice|alert)', ' type="pcre2"'),
    priority('(?i)^(?:Notice|Alert)$', ' type="pcre2"'),
  ],
  [
    'Write `output_fields.proc.name`',
    '<field name="proc.name">x</field>',
    '<field name="output_fields.proc.name">x</field>',
  ],
  ['Write `<url>`', '<field name="url">/a\\.+b</field>', '<url type="osregex">/a\\.+b</url>'],
  [
    'Write `<user>`',
    '<field negate="yes" name="User">root</field>',
    '<user type="osregex" negate="yes">root</user>',
  ],
  ['Write `<status>`', "<field name='status' type='pcre2'>^4</field>", "<status type='pcre2'>^4</status>"],
  ['Write `<srcip>`', '<field name="srcip">^10\\.0\\.0\\.1$</field>', '<srcip>10.0.0.1</srcip>'],
  ['Write `json`', '<decoded_as>JSON</decoded_as>', '<decoded_as>json</decoded_as>'],
  ['Write `no_log`', '<options> No_Log </options>', '<options>no_log</options>'],
];

describe('fixes in rules files of Wazuh', () => {
  it.each(mends)('%s: %s', (title, before, after) => {
    const { snapshot, file } = asked(inRule(before));
    const [action, ...others] = actionsIn(snapshot, file);
    expect(others).toEqual([]);
    expect(action?.title).toBe(title);
    const text = applyEdits(file.text, action!.edits.get(file.uri)!);
    expect(text).toBe(inRule(after));
    const mended = asked(text);
    expect(wazuhProblems(mended.snapshot, mended.file).map(({ code }) => code)).not.toContain(
      action!.problem!.code,
    );
  });

  it('delete a declaration with the line that it is on', () => {
    const text = inRule('<match>x</match>');
    const { snapshot, file } = asked(`\n<?xml version="1.0"?>\n${text}`);
    const [action] = actionsIn(snapshot, file);
    expect(action).toMatchObject({ title: 'Delete the declaration', kind: 'quickfix', preferred: true });
    expect(applyEdits(file.text, action!.edits.get(file.uri)!)).toBe(text);
  });

  it('are asked for at their place, as quick fixes', () => {
    const { snapshot, file } = asked(inRule('<match>a &amp; b</match><regex>&gt;</regex>'));
    const at = file.text.indexOf('&gt;');
    expect(wazuhCodeActions(snapshot, file, span(at, at)).map(({ title }) => title)).toEqual(['Write `>`']);
    expect(wazuhCodeActions(snapshot, file, span(at, at), ['refactor'])).toEqual([]);
  });
});

describe('no fix where none is safe', () => {
  it.each([
    ['a < for which OSMatch has no form', '<match>&lt;b</match>'],
    ['a < in a description', '<info>&lt;b</info>'],
    ['a quote that ends the attribute', '<field name="a&quot;b">x</field>'],
    ['a > in an attribute', '<field name="a&gt;b">x</field>'],
    ['CDATA with a < inside', '<regex><![CDATA[a < b]]></regex>'],
    ['CDATA that is not closed', '<regex><![CDATA[a</regex>'],
    ['a pattern for no priority of Falco', priority('High')],
    ['a pattern for every priority', priority('\\w')],
    ['a priority with a comment inside', priority('Err<!-- x -->or')],
    ['a user for whom there is no element', '<field name="srcuser">root</field>'],
    ['an address that is a pattern', '<field name="srcip">^10\\.</field>'],
    ['a field that closes itself', '<field name="url" />'],
    ['an unknown decoder', '<decoded_as>mine</decoded_as>'],
    ['an unknown word', '<options>quiet</options>'],
  ])('%s', (_what, elements) => {
    const { snapshot, file } = asked(inRule(elements));
    expect(wazuhProblems(snapshot, file)).not.toEqual([]);
    expect(actionsIn(snapshot, file)).toEqual([]);
  });
});
