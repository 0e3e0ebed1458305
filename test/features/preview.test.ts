import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { type PreviewKind, type PreviewText, preview } from '../../server/src/features/preview.ts';
import { usualConnection } from '../../server/src/workspace/sentinel-connection.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const uri = 'file:///falco_rules.yaml';

/** The part for the rule in the preview at the place marked `<|>`. */
function previewAt(marked: string, kind: PreviewKind): string {
  const { text, span } = wholePreviewAt(marked, kind);
  return span === undefined ? text : text.slice(span.start, span.end);
}

function wholePreviewAt(marked: string, kind: PreviewKind, settings: Partial<Settings> = {}): PreviewText {
  const offset = marked.indexOf('<|>');
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, ...settings });
  workspace.setFile(uri, marked.replace('<|>', ''));
  const snapshot = workspace.snapshot();
  return preview(snapshot, snapshot.files.get(uri), offset, kind);
}

/** A rule of that name with the cursor in it. */
function ruleNamed(name: string): string {
  return `- rule: ${JSON.stringify(name)}\n  desc: d<|>\n  condition: evt.type = open\n  output: "%fd.name %proc.cmdline %proc.tty"\n  priority: ERROR\n`;
}

const hostileNames = [
  'He said "no"',
  "It's",
  'back\\slash at the end\\',
  'line\nbreak\r\nand more',
  '*/ // /* --',
  'a -- b --> c !> d',
  ']]> <![CDATA[ </field></rule></group>',
  '<img src=x onerror=alert(1)>',
  '&amp; & &lt;',
  '\\E.*\\Q',
  '$(rule) ${name} $name',
  '" | take 0 //',
  '\u2028\u2029\u0085\u0000\u202e',
  '^[a-z]+$|(x)?',
  'Ünïcode 規則 🚨',
];

describe('the query for the alerts of a rule', () => {
  it.each(['cef', 'both'] as const)('says over %s that the landing is modelled', (transport) => {
    const { text } = wholePreviewAt(ruleNamed('R'), 'kql', { sentinel: { ...usualConnection, transport } });
    expect(text).toMatch(/^\/\/ How a line of CEF lands is modelled on one field observation\.\n/);
  });

  it('filters by its name and shows what its output gives', () => {
    expect(previewAt(ruleNamed('Read file'), 'kql')).toBe(`\
// Alerts of the Falco rule "Read file".
// Needs the function FalcoContainerSecurity in the workspace,
// which reads what Falcosidekick sends to Sentinel.
FalcoContainerSecurity
| where Activity == "Read file"
| project
    TimeGenerated,
    LogSeverity,
    Computer,
    hostname,
    file,
    command,
    cmdline,
    container_id,
    container_name,
    container_image,
    container_image_tag,
    k8s_ns,
    k8s_pod,
    outputfields
| sort by TimeGenerated desc
`);
  });

  it.each(hostileNames)('keeps the name in one literal: %j', (name) => {
    const lines = previewAt(ruleNamed(name), 'kql')
      .trimEnd()
      .split(/[\n\r\u2028\u2029\u0085]/);
    expect(
      lines.map((line) => line.replace(/ .*/, '')).filter((word) => word !== '//' && word !== ''),
    ).toEqual(['FalcoContainerSecurity', '|', '|', '|']);
    const literal = /^\| where Activity == ("(?:[^"\\]|\\.)*")$/.exec(
      lines.find((line) => line.startsWith('| where'))!,
    )?.[1];
    expect(literal).toBeDefined();
    expect(JSON.parse(literal!)).toBe(name); // the escapes used are those of JSON, too
  });

  it.each([
    ['a|b', 'The name holds "|".'],
    ['a\nb', 'The name holds a line break,'],
  ])('says what CEF makes of the name %j', (name, words) => {
    expect(previewAt(ruleNamed(name), 'kql')).toContain(`// ${words}`);
  });

  it.each([
    ['the dash', '<|>- rule: R\n  desc: d\n'],
    ['the end of a line', '- rule: R<|>\n  desc: d\n'],
    ['a comment', '- rule: R\n  # a comment<|>\n  desc: d\n'],
  ])('is there with the cursor at %s', (_, text) => {
    expect(previewAt(`- list: l\n  items: []\n${text}- list: m\n  items: []\n`, 'kql')).toContain('"R"');
  });

  it('keeps its columns while the condition has an error', () => {
    const whole = previewAt(ruleNamed('R'), 'kql');
    expect(previewAt(ruleNamed('R').replace('evt.type', 'evt.tpe'), 'kql')).toBe(whole);
  });

  it('is there for an override of the rule, with the output of the whole rule', () => {
    const rule = ruleNamed('R').replace('<|>', '');
    const query = previewAt(`${rule}- rule: R\n  enabled: false<|>\n  override: {enabled: replace}\n`, 'kql');
    expect(query).toContain('| where Activity == "R"');
    expect(query).toContain('cmdline');
  });
});

describe('the Wazuh rules', () => {
  it('have a base rule, and one for the name at which the preview is shown', () => {
    const { text } = wholePreviewAt(ruleNamed('Read file'), 'wazuh');
    expect(text).toContain('<decoded_as>json</decoded_as>');
    const rule = previewAt(ruleNamed('Read file'), 'wazuh');
    expect(rule).toMatch(/^<rule id="\d+" level="10">/);
    expect(rule).toContain('<description>Falco: Read file</description>');
  });

  it.each(hostileNames)('are well-formed with the name %j', (name) => {
    const { text, span } = wholePreviewAt(ruleNamed(name), 'wazuh');
    expect(XMLValidator.validate(text)).toBe(true);
    const { group } = new XMLParser({ ignoreAttributes: false }).parse(text);
    const plain = wholePreviewAt(ruleNamed('x'), 'wazuh').text.match(/<rule id=/g);
    expect(group.rule).toHaveLength(plain!.length);
    expect(span).toBeDefined();
  });

  it('stay as they are for a rule with an error in its condition', () => {
    expect(previewAt(ruleNamed('R').replace('evt.type', 'evt.tpe'), 'wazuh')).toContain('Falco: R');
  });

  it('say what is missing for a rule that nobody defines', () => {
    const text = '- rule: R<|>\n  enabled: false\n  override: {enabled: replace}\n';
    expect(previewAt(text, 'wazuh')).toBe(
      '<!-- Falco does not load the rule at the cursor: it has an error, or changes a rule that no file defines. -->\n',
    );
  });
});

describe('where there is no rule', () => {
  it.each([
    [
      'a macro',
      '- macro: m\n  condition: evt.type<|> = open\n',
      'The cursor is in a macro. Put it into a rule.',
    ],
    ['a list', '- list: l\n  items: [<|>a]\n', 'The cursor is in a list. Put it into a rule.'],
    ['a rule without a name', '- rule:\n  desc: <|>d\n', 'The rule at the cursor has no name yet.'],
  ])('a comment says so: %s', (_, text, sentence) => {
    expect(previewAt(text, 'kql')).toBe(`// ${sentence}\n`);
    expect(previewAt(text, 'wazuh')).toBe(`<!-- ${sentence} -->\n`);
  });

  it.each(['a: <|>b\n', '<|>'])('a file without rules is told apart: %j', (text) => {
    const sentence = 'This file holds no Falco rules.';
    expect(wholePreviewAt(text, 'kql')).toEqual({ text: `// ${sentence}\n`, noRules: true });
    expect(wholePreviewAt(text, 'wazuh')).toEqual({ text: `<!-- ${sentence} -->\n`, noRules: true });
  });
});
