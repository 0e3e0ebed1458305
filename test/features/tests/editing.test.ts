import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/features/completion.ts';
import { definitions } from '../../../server/src/features/definition.ts';
import { documentSymbols } from '../../../server/src/features/document-symbols.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { references } from '../../../server/src/features/references.ts';
import { rename } from '../../../server/src/features/rename.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { question } from '../question.ts';

const rules = `- rule: Shell in a pod
  desc: d
  condition: evt.type = execve and proc.name = sh
  output: Shell (command=%proc.cmdline)
  priority: NOTICE
- rule: Netcat
  desc: d
  condition: proc.name = nc
  output: Netcat (command=%proc.cmdline)
  priority: NOTICE
`;
const detections = '- detection: Shell of root\n  rule: Netcat\n  where: user.name = root\n';

function ask(tests: string) {
  const asked = question(
    `#- rules.yaml\n${rules}#- d.detections.yaml\n${detections}#- a.falco-test.yaml\n${tests}`,
  );
  return { ...asked, file: asked.snapshot.files.get('file:///a.falco-test.yaml')! };
}

describe('completion in tests', () => {
  it.each([
    ['the start', '<|>', ['- test'], ['- rule']],
    ['a key', '- test: t\n  <|>', ['alert', 'expect', 'description'], ['test', 'from']],
    [
      'a key of the alert',
      '- test: t\n  alert:\n    <|>',
      ['from', 'file', 'with', 'output_fields'],
      ['fires'],
    ],
    ['a key of what is expected', '- test: t\n  expect:\n    <|>', ['fires', 'wazuh', 'sentinel'], ['from']],
    [
      'a key for Wazuh',
      '- test: t\n  expect:\n    wazuh:\n      <|>',
      ['id', 'level', 'description'],
      ['fires'],
    ],
    [
      'a key for Sentinel',
      '- test: t\n  expect:\n    sentinel:\n      <|>',
      ['returned-by', 'severity'],
      ['kind'],
    ],
    ['a rule', '- test: t\n  alert:\n    from: <|>', ['Shell in a pod', 'Netcat'], ['Shell of root']],
    [
      'a rule in a list',
      '- test: t\n  expect:\n    fires: [Netcat, <|>]',
      ['Shell in a pod'],
      ['Shell of root'],
    ],
    [
      'a query',
      '- test: t\n  expect:\n    sentinel:\n      returned-by: [<|>]',
      ['Shell of root', 'Netcat'],
      [],
    ],
    ['a severity', '- test: t\n  expect:\n    sentinel:\n      severity: <|>', ['High', 'Low'], ['Critical']],
    ['a transport', '- test: t\n  expect:\n    sentinel:\n      transport: <|>', ['json', 'cef', 'both'], []],
    [
      'a field',
      '- test: t\n  alert:\n    from: Netcat\n    with:\n      <|>',
      ['proc.name', 'fd.name'],
      ['from'],
    ],
    ['a field in braces', '- test: t\n  alert:\n    with: { pro<|> }', ['proc.name'], ['from']],
  ])('offers %s', (_what, tests, expected, not) => {
    const { snapshot, file, offset } = ask(tests);
    const labels = complete(snapshot, file, offset).items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(expected));
    for (const label of not) expect(labels).not.toContain(label);
  });
});

describe('what stands in a test', () => {
  it.each([
    ['- test: t\n  alert: { fr<|>om: Netcat }\n', '**from**', 'from'],
    ['- test: t\n  expect:\n    sentinel:\n      seve<|>rity: High\n', '**severity**', 'severity'],
    ['- test: t\n  alert: { from: Net<|>cat }\n', '**Netcat**', 'Netcat'],
    [
      '- test: t\n  expect: { fires: [Netcat, "Shell in<|> a pod"] }\n',
      '**Shell in a pod**',
      'Shell in a pod',
    ],
    ['- test: t\n  alert: { with: { proc.na<|>me: x } }\n', '**proc.name**', 'proc.name'],
    [
      '- test: t\n  alert: { output_fields: { "proc.aname[<|>2]": x } }\n',
      '**proc.aname**',
      '"proc.aname[2]"',
    ],
  ])('is described: %s', (tests, text, word) => {
    const { snapshot, file, offset } = ask(tests);
    const found = hover(snapshot, file, offset)!;
    expect(found.markdown).toContain(text);
    expect(file.text.slice(found.span.start, found.span.end)).toBe(word);
  });

  it.each([
    ['- test: t\n  alert: { from: Net<|>cat }\n'],
    ['- test: t\n  expect: { silent: [Net<|>cat] }\n'],
    ['- test: t\n  expect: { sentinel: { not-returned-by: [Net<|>cat] } }\n'],
    ['- test: t\n  alert: { rule: Net<|>cat }\n'],
  ])('leads to its rule: %s', (tests) => {
    const { snapshot, file, offset } = ask(tests);
    expect(definitions(snapshot, file, offset).map((each) => each.file)).toEqual(['file:///rules.yaml']);
  });

  it('is found where its rule is used', () => {
    const { snapshot, file, offset } = ask(
      '- test: t\n  alert: { from: Net<|>cat }\n  expect: { fires: [Netcat], unknown: ["Netcat"] }\n',
    );
    const files = references(snapshot, file, offset, false).map((each) => each.file);
    expect(files).toEqual(['file:///d.detections.yaml', ...Array(3).fill('file:///a.falco-test.yaml')]);
  });

  it.each([
    ['Cat', "alert: { from: Cat }\n  expect: { fires: [Cat, 'Cat'] }"],
    ['Cat, fat', `alert: { from: "Cat, fat" }\n  expect: { fires: ["Cat, fat", 'Cat, fat'] }`],
  ])('is renamed with its rule: %s', (name, expected) => {
    const { snapshot, file, offset } = ask(
      "- test: t\n  alert: { from: Net<|>cat }\n  expect: { fires: [Netcat, 'Netcat'] }\n",
    );
    const renaming = rename(snapshot, file, offset, name);
    if (!renaming.ok) throw new Error(renaming.reason);
    expect(applyEdits(file.text, renaming.edits.get(file.uri) ?? [])).toContain(expected);
    expect(renaming.edits.has('file:///rules.yaml')).toBe(true);
  });

  it('is shown in the outline', () => {
    const { file } = ask('- test: First\n- test:\n');
    expect(documentSymbols(file).map(({ name, kind }) => [name, kind])).toEqual([
      ['First', 'test'],
      ['(test without a name)', 'test'],
    ]);
  });
});
