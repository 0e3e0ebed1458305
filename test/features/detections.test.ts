import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../server/src/checks/collect.ts';
import { complete } from '../../server/src/features/completion.ts';
import { definitions } from '../../server/src/features/definition.ts';
import { highlights } from '../../server/src/features/document-highlight.ts';
import { documentSymbols } from '../../server/src/features/document-symbols.ts';
import { hover } from '../../server/src/features/hover.ts';
import { references } from '../../server/src/features/references.ts';
import { rename } from '../../server/src/features/rename.ts';
import { selectionRanges } from '../../server/src/features/selection-ranges.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { signatureHelp } from '../../server/src/features/signature-help.ts';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { question } from './question.ts';

const rules = `- list: shells
  items: [bash, sh]
- macro: by_web
  condition: proc.pname in (nginx)
- rule: Shell in a pod
  desc: A shell
  condition: evt.type = execve and proc.name in (shells)
  output: Shell (%proc.name %proc.pname %fd.type %proc.aname[2])
  priority: NOTICE
- rule: Audit
  desc: d
  condition: ka.verb = get
  output: Audit (%ka.verb)
  priority: NOTICE
  source: k8s_audit
`;

/** The rules above with a file of detections. */
function ask(detections: string) {
  const plugins = ['container', 'k8saudit'];
  const asked = question(`#- rules.yaml\n${rules}#- d.detections.yaml\n${detections}`, { plugins });
  return { ...asked, file: asked.snapshot.files.get('file:///d.detections.yaml')! };
}

/** A detection of the rule above with this condition. */
function where(condition: string, rule = 'Shell in a pod'): string {
  return `- detection: D\n  rule: ${rule}\n  where: ${condition}\n`;
}

function completions(detections: string): { labels: string[]; replaced: string } {
  const { snapshot, file, offset } = ask(detections);
  const { items, replace } = complete(snapshot, file, offset);
  return { labels: items.map(({ label }) => label), replaced: file.text.slice(replace.start, replace.end) };
}

describe('completion in detections', () => {
  it.each([
    ['the start', '<|>', ['- detection'], ['- rule', '- macro']],
    ['a key', '- detection: D\n  <|>', ['rule', 'where', 'severity', 'sentinel'], ['detection', 'condition']],
    ['a key below', '- detection: D\n  sentinel:\n    <|>', ['kind', 'frequency'], ['rule', 'where']],
    ['a rule', '- detection: D\n  rule: Shell <|>', ['Shell in a pod', 'Audit'], []],
    ['a severity', '- detection: D\n  severity: <|>', ['High', 'Informational'], ['Critical']],
    ['a kind', '- detection: D\n  sentinel:\n    kind: <|>', ['Scheduled', 'NRT'], []],
    ['a tag', '- detection: D\n  tags: [<|>]', ['T1059', 'mitre_execution'], []],
    ['a flag', '- detection: D\n  enabled: <|>', ['true', 'false'], []],
    [
      'a field',
      where('<|>'),
      ['proc.name', 'proc.aname[2]', 'container.id', 'k8s.pod.name', 'by_web', 'not'],
      ['proc.cmdline', 'user.name', 'evt.time', 'proc.aname'],
    ],
    ['a field of another source', where('<|>', 'Audit'), ['ka.verb'], ['proc.name', 'container.id']],
    ['an operator', where('proc.name <|>'), ['=', 'startswith', 'in'], []],
    ['a value', where('fd.type = <|>'), ['file', 'ipv4'], []],
    ['a list', where('proc.name in (<|>)'), ['shells'], []],
    ['a connective', where('by_web <|>'), ['and', 'or'], []],
    ['an argument', where('tolower(<|>'), ['proc.name'], ['proc.cmdline']],
  ])('offers %s', (_what, detections, expected, not) => {
    const { labels } = completions(detections);
    expect(labels).toEqual(expect.arrayContaining(expected));
    expect(labels.filter((label) => (not as string[]).includes(label))).toEqual([]);
  });

  it('replaces the whole name of a rule', () => {
    expect(completions('- detection: D\n  rule: Shell in<|>').replaced).toBe('Shell in');
  });
});

describe('what stands in a detection', () => {
  it.each([
    ['- detection: D\n  rule: Shell<|> in a pod\n', '**Shell in a pod**', 'Shell in a pod'],
    ['- detection: D\n  ru<|>le: Shell in a pod\n', '**rule**', 'rule'],
    ['- detection: D\n  sentinel:\n    ki<|>nd: NRT\n', '**kind**', 'kind'],
    [where('proc.na<|>me = a'), '**proc.name**', 'proc.name'],
    [where('by_<|>web'), 'by_web', 'by_web'],
    [where('proc.name in (she<|>lls)'), 'shells', 'shells'],
    [where('proc.name starts<|>with a'), '**startswith**', 'startswith'],
    [where('a<|>nd'), undefined, ''],
  ])('is described: %s', (detections, text, word) => {
    const { snapshot, file, offset } = ask(detections);
    const found = hover(snapshot, file, offset);
    if (text === undefined) expect(found).toBeUndefined();
    else expect(found?.markdown).toContain(text);
    if (found) expect(file.text.slice(found.span.start, found.span.end)).toBe(word);
  });

  it.each([
    ['- detection: D\n  rule: Shell<|> in a pod\n', 'Shell in a pod'],
    [where('by_<|>web'), 'by_web'],
    [where('proc.name in (she<|>lls)'), 'shells'],
  ])('leads to what it names: %s', (detections, name) => {
    const { snapshot, file, offset } = ask(detections);
    const [found] = definitions(snapshot, file, offset);
    const target = snapshot.files.get(found!.file)!;
    expect(found!.file).toBe('file:///rules.yaml');
    expect(target.text.slice(found!.span.start, found!.span.end)).toBe(name);
  });

  it.each([
    ['- detection: D\n  rule: Shell<|> in a pod\n', 1],
    [where('by_<|>web and not by_web'), 2],
    [where('proc.name in (she<|>lls)'), 2],
  ])('is found where it is used: %s', (detections, count) => {
    const { snapshot, file, offset } = ask(detections);
    expect(references(snapshot, file, offset, false)).toHaveLength(count);
  });

  it.each([
    ['- detection: D\n  rule: Shell<|> in a pod\n', 'Shell', 'rule: Shell\n', '- rule: Shell\n'],
    [
      `${where('a')}- detection: E\n  rule: "Shell<|> in a pod"\n`,
      'A "b"',
      'rule: "A \\"b\\""',
      'rule: A "b"\n',
    ],
    [where('by_<|>web'), 'from_web', 'where: from_web\n', '- macro: from_web\n'],
    [where('proc.name in (she<|>lls)'), 'all_shells', '(all_shells)', '- list: all_shells\n'],
  ])('is renamed in rules and detections: %s', (detections, name, here, there) => {
    const { snapshot, file, offset } = ask(detections);
    const renaming = rename(snapshot, file, offset, name);
    if (!renaming.ok) throw new Error(renaming.reason);
    const edited = (uri: string) => applyEdits(snapshot.files.get(uri)!.text, renaming.edits.get(uri) ?? []);
    expect(edited('file:///d.detections.yaml')).toContain(here);
    expect(edited('file:///rules.yaml')).toContain(there);
  });

  it('is shown in the outline and found by its name', () => {
    const { snapshot, file } = ask(where('by_web'));
    expect(documentSymbols(file).map(({ name, kind }) => [name, kind])).toEqual([['D', 'detection']]);
    expect(workspaceSymbols(snapshot, 'D').map(({ name }) => name)).toContain('D');
  });

  it('is coloured as conditions are', () => {
    const { snapshot, file } = ask(where('by_web and proc.name in (shells)'));
    const tokens = semanticTokens(snapshot, file).map(({ kind, span }) => [
      kind,
      file.text.slice(span.start, span.end),
    ]);
    expect(tokens).toEqual([
      ['macro', 'by_web'],
      ['word', 'and'],
      ['field', 'proc.name'],
      ['operator', 'in'],
      ['list', 'shells'],
    ]);
  });

  it('is selected and highlighted as conditions are', () => {
    const { snapshot, file, offset } = ask(where('proc.na<|>me = a or proc.name = b'));
    const texts = selectionRanges(file, offset).map(({ start, end }) => file.text.slice(start, end));
    expect(texts).toEqual(expect.arrayContaining(['proc.name', 'proc.name = a']));
    expect(highlights(snapshot, file, offset)).toHaveLength(2);
  });

  it('has signatures', () => {
    const { file, offset } = ask(where('tolower(<|>'));
    expect(signatureHelp(file, offset)?.signature).toMatch(/^tolower\(/);
  });

  it('has problems, with names that may be meant', () => {
    const { snapshot, file } = ask(where('proc.nam = a', 'Shell in the pod'));
    expect(collectProblems(snapshot, file).map(({ message }) => message)).toEqual([
      'No rules file defines a rule `Shell in the pod`. Did you mean `Shell in a pod`?',
    ]);
    const known = ask(where('proc.pnam = a'));
    expect(collectProblems(known.snapshot, known.file).map(({ message }) => message)).toEqual([
      expect.stringContaining('Did you mean `proc.pname` or `proc.name`?'),
    ]);
  });
});
