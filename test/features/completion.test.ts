import { describe, expect, it } from 'vitest';
import { CompletionItemKind } from 'vscode-languageserver';
import { complete } from '../../server/src/features/completion.ts';
import { toCompletionList } from '../../server/src/lsp/completion.ts';
import { question } from './question.ts';

/** The labels offered at `<|>`, and the text that they replace. */
function completions(marked: string, plugins: string[] = ['container']) {
  const { snapshot, file, offset } = question(marked, { plugins });
  const { items, replace } = complete(snapshot, file, offset);
  return { labels: items.map(({ label }) => label), replaced: file.text.slice(replace.start, replace.end) };
}

/** A rule with this condition, in a folded scalar, between a macro, a list and other keys. */
function inCondition(condition: string): string {
  const lines = condition
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('');
  return `- macro: spawned_process
  condition: evt.type = execve
- list: shells
  items: [bash, zsh]
- rule: R
  desc: d
  condition: >
${lines}  output: o
  priority: INFO
`;
}

describe('completion in conditions', () => {
  it.each([
    ['<|>', ['proc.name', 'spawned_process', 'not', 'tolower'], ''],
    ['proc.na<|>', ['proc.name', 'proc.pname'], 'proc.na'],
    ['pro<|>c.name = x', ['proc.name'], 'proc.name'],
    ['evt.type = open and <|>', ['proc.name', 'spawned_process', 'not'], ''],
    ['evt.type = open and\nnot proc.<|>', ['proc.name'], 'proc.'],
    ['(spaw<|>', ['spawned_process'], 'spaw'],
    ['proc.name <|>', ['=', 'in', 'startswith', 'exists'], ''],
    ['proc.name sta<|>', ['startswith'], 'sta'],
    ['evt.type = op<|>', ['open', 'openat'], 'op'],
    ['evt.type in (open, op<|>', ['openat', 'shells'], 'op'],
    ['evt.type = "op<|>"', ['open'], 'op'],
    ['evt.type=op<|>', ['open'], 'op'],
    ['evt.is_open_write = <|>', ['true', 'false'], ''],
    ['fd.type = <|>', ['file', 'ipv4', 'unix'], ''],
    ['fd.l4proto in (<|>)', ['tcp', 'udp', 'shells'], ''],
    ['proc.name in <|>', ['shells'], ''],
    ['proc.name startswith any<|>', ['anyof', 'oneof', 'allof', 'val'], 'any'],
    ['proc.name = x <|>', ['and', 'or'], ''],
    ['spawned_process <|>', ['and', 'or'], ''],
    ['tolower(<|>', ['proc.name'], ''],
    ['proc.name = val(pr<|>', ['proc.pname'], 'pr'],
    ['evt.arg.fl<|>', ['evt.arg.flags'], 'evt.arg.fl'],
    ['thread.cgroup.<|>', ['thread.cgroup.cpuset'], 'thread.cgroup.'],
    ['evt.type = openat and evt.arg[<|>', ['0', '1', '2'], ''],
    ['proc.aname[<|>', ['1', '2', '7'], ''],
    ['proc.aname[1<|>] = x', ['1'], '1'],
    ['proc.env[LD<|>] exists', ['LD_PRELOAD'], 'LD'],
    ['fd.types[<|>', ['0', '1', '2'], ''],
    ['k8s.pod.label[app.kubernetes.io/name] = x or k8s.pod.label[ap<|>]', ['app.kubernetes.io/name'], 'ap'],
    ['evt.io_dir = <|>', ['read', 'write'], ''],
    ['evt.source = <|>', ['syscall'], ''],
    ['container.id != <|>', ['host'], ''],
  ])('%s', (condition, expected, replaced) => {
    const found = completions(inCondition(condition));
    expect(found.labels).toEqual(expect.arrayContaining(expected));
    expect(found.replaced).toBe(replaced);
  });

  it.each([
    ['proc.name = x <|>', 'proc.name'],
    ['proc.pid <|>', 'startswith'],
    ['evt.type = <|>', 'and'],
    ['<|>', 'val'],
    ['<|>', 'shells'],
    ['fd.types <|>', 'startswith'],
    ['proc.name[<|>', '0'],
    ['proc.name = val(<|>', 'proc.aname'],
    ['tolower(<|>', 'evt.rawarg'],
    ['proc.name[0] = x and proc.a<|>', '0'],
  ])('%s does not offer %s', (condition, other) => {
    expect(completions(inCondition(condition)).labels).not.toContain(other);
  });

  it.each([
    ['plain', '- macro: m\n  condition: evt.type = open and fd.na<|>'],
    ['plain, over two lines', '- macro: m\n  condition: evt.type = open and\n    fd.na<|>'],
    ['double quoted', '- macro: m\n  condition: "evt.type = open and fd.na<|>"'],
    ['single quoted', "- macro: m\n  condition: 'evt.type = open and fd.na<|>'"],
    ['literal', '- macro: m\n  condition: |\n    evt.type = open and\n    fd.na<|>\n'],
    ['folded', '- macro: m\n  condition: >-\n    evt.type = open\n    and fd.na<|>\n'],
    ['the end of the file', '- macro: m\n  condition: >\n    evt.type = open and fd.na<|>'],
  ])('knows %s scalars', (_style, text) => {
    expect(completions(text)).toMatchObject({ replaced: 'fd.na' });
    expect(completions(text).labels).toContain('fd.name');
  });

  it.each([
    ['condition: <|>'],
    ['condition: >\n    <|>'],
    ['condition: >\n    evt.type = open and\n    <|>\n'],
    ['condition: evt.type = open and <|>\n  output: x'],
    ['condition: "<|>"'],
  ])('begins a check in %s', (text) => {
    expect(completions(`- rule: r\n  ${text}`).labels).toContain('proc.name');
  });

  it('offers the fields of the source of the rule', () => {
    const rule = (source: string) => `- rule: r\n  source: ${source}\n  condition: <|>\n`;
    const plugins = ['container', 'k8saudit'];
    expect(completions(rule('k8s_audit'), plugins).labels).toContain('ka.verb');
    expect(completions(rule('k8s_audit'), plugins).labels).not.toContain('proc.name');
    expect(completions(rule('syscall'), plugins).labels).not.toContain('ka.verb');
  });

  it.each([
    ['- rule: r\n  condition: ><|>'],
    ['- rule: r\n  condition: >- <|>\n    evt.type = open'],
    ['# pro<|>'],
  ])('offers nothing in %s', (text) => {
    expect(completions(text).labels).toEqual([]);
  });

  /** The labels at `<|>` that come first, as the editor sorts them. */
  function first(marked: string, count: number, kind: string) {
    const { snapshot, file, offset } = question(marked);
    const support = { snippets: true, sharedRange: true };
    const { items } = toCompletionList(file, complete(snapshot, file, offset), support);
    return items
      .sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1))
      .filter((item) => item.kind === CompletionItemKind[kind as 'Field'])
      .slice(0, count)
      .map(({ label }) => label);
  }

  const used = `- macro: often
  condition: fd.name = a and fd.name = b and user.name = c and proc.name in (shells)
- macro: seldom
  condition: often
- list: actors
  items: [x]
- list: shells
  items: [bash]
`;

  it.each([
    ['fields, the most used first', '<|>', 'Field', ['fd.name', 'proc.name', 'user.name']],
    ['macros, the most used first', '<|>', 'Function', ['often', 'seldom']],
    ['lists, those that stand beside the field first', 'proc.name in (<|>', 'Constant', ['shells', 'actors']],
    [
      'arguments of the event types first',
      'evt.type = socket and evt.arg.<|>',
      'Field',
      ['evt.arg.domain', 'evt.arg.fd', 'evt.arg.flags', 'evt.arg.proto'],
    ],
  ])('offers %s', (_name, condition, kind, expected) => {
    const marked = `${used}- rule: R\n  condition: >\n    ${condition}\n  output: o\n`;
    expect(first(marked, expected.length, kind)).toEqual(expected);
  });

  it('knows the event types that macros and lists stand for', () => {
    const marked = `- list: opens\n  items: [openat]\n- macro: opened\n  condition: evt.type in (opens)\n- rule: R\n  condition: opened and evt.arg.<|>\n`;
    const { snapshot, file, offset } = question(marked);
    const { items } = complete(snapshot, file, offset);
    expect(items.find(({ label }) => label === 'evt.arg.dirfd')).toMatchObject({ detail: 'openat', rank: 2 });
    expect(items.find(({ label }) => label === 'evt.arg.domain')).toMatchObject({ rank: 3 });
  });

  it('does not offer a macro to itself', () => {
    expect(completions('- macro: me\n  condition: <|>').labels).not.toContain('me');
  });
});

describe('completion in outputs', () => {
  it.each([
    ['output: "user=%us<|>"', ['user.name'], 'us'],
    ['output: cmd=%proc.<|> x', ['proc.cmdline'], 'proc.'],
    ['output: >\n    text\n    %<|>\n', ['proc.name', 'toupper'], ''],
    ['output: x %10proc.na<|>', ['proc.name'], 'proc.na'],
    ['output: x %proc.aname[<|>]', ['2'], ''],
    ['output: x %toupper(proc.na<|>', ['proc.name'], 'proc.na'],
  ])('%s', (text, expected, replaced) => {
    const found = completions(`- rule: r\n  ${text}`);
    expect(found.labels).toEqual(expect.arrayContaining(expected));
    expect(found.replaced).toBe(replaced);
  });

  it('offers nothing without a percent sign', () => {
    expect(completions('- rule: r\n  output: proc.na<|>').labels).toEqual([]);
  });
});

describe('completion of keys', () => {
  it.each([
    ['- rule: r\n  <|>', ['desc', 'condition', 'output', 'priority', 'tags', 'exceptions'], ''],
    ['- rule: r\n  con<|>\n  output: x\n', ['condition'], 'con'],
    ['- rule: r\n  condition: >\n    evt.type = open\n  <|>\n', ['output'], ''],
    ['- macro: m\n  <|>', ['condition', 'override'], ''],
    ['- list: l\n  <|>', ['items', 'override'], ''],
    ['- rule: r\n  override:\n    <|>', ['condition', 'priority'], ''],
    ['- rule: r\n  override: {con<|>', ['condition'], 'con'],
    ['- rule: r\n  exceptions:\n    - name: x\n      <|>', ['fields', 'comps', 'values'], ''],
  ])('%s', (text, expected, replaced) => {
    const found = completions(text);
    expect(found.labels).toEqual(expect.arrayContaining(expected));
    expect(found.replaced).toBe(replaced);
  });

  it.each([
    ['- rule: r\n  desc: d\n  <|>', 'desc'],
    ['- rule: r\n  <|>\n  desc: d\n', 'desc'],
    ['- macro: m\n  <|>', 'priority'],
    ['- rule: r\n  exceptions:\n    - name: x\n      <|>', 'name'],
    ['- list: l\n  override:\n    <|>', 'condition'],
  ])('%s does not offer %s', (text, other) => {
    expect(completions(text).labels).not.toContain(other);
  });
});

describe('completion of values', () => {
  it.each([
    ['- rule: r\n  priority: W<|>', ['WARNING', 'INFORMATIONAL'], 'W'],
    ['- rule: r\n  tags: [T10<|>]', ['T1059', 'T1059.004', 'mitre_execution'], 'T10'],
    ['- rule: r\n  enabled: <|>', ['true', 'false'], ''],
    ['- rule: r\n  source: <|>', ['syscall'], ''],
    ['- rule: r\n  override:\n    condition: <|>', ['append', 'replace'], ''],
    ['- rule: r\n  override: {condition: ap<|>}', ['append'], 'ap'],
    ['- list: a\n  items: [x]\n- list: b\n  items: [y, <|>]', ['a'], ''],
    ['- rule: r\n  exceptions:\n    - name: x\n      fields: [proc.na<|>]', ['proc.name'], 'proc.na'],
    ['- rule: r\n  exceptions:\n    - name: x\n      comps: [<|>]', ['=', 'in', 'startswith anyof'], ''],
    ['- required_engine_version: <|>', ['0.57.0', '0.62.0'], ''],
    ['- required_plugin_versions:\n  - name: <|>', ['k8saudit'], ''],
    [
      '- rule: r\n  exceptions:\n    - name: x\n      fields: [proc.name, fd.type]\n      values:\n        - [a, <|>]',
      ['ipv4'],
      '',
    ],
    [
      '- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  exceptions:\n    - name: known\n      fields: [proc.name]\n- rule: r\n  exceptions:\n    - name: <|>\n',
      ['known'],
      '',
    ],
    [
      '- rule: a\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  tags: [host]\n- rule: b\n  tags:\n    - <|>',
      ['host'],
      '',
    ],
  ])('%s', (text, expected, replaced) => {
    const found = completions(text);
    expect(found.labels).toEqual(expect.arrayContaining(expected));
    expect(found.replaced).toBe(replaced);
  });

  it('replaces only where replacing is possible', () => {
    expect(completions('- rule: r\n  override:\n    priority: <|>').labels).toEqual(['replace']);
  });
});

describe('completion of items', () => {
  it.each([
    ['<|>', ''],
    ['- <|>', '- '],
    ['- list: l\n  items: []\n- <|>', '- '],
    ['- list: l\n  items: []\n- ru<|>', '- ru'],
    ['- list: l\n  items: []\n\n<|>', ''],
  ])('%s', (text, replaced) => {
    expect(completions(text)).toEqual({
      labels: [
        '- rule',
        '- macro',
        '- list',
        '- rule override',
        '- rule exception',
        '- macro override',
        '- list append',
        '- required_engine_version',
        '- required_plugin_versions',
      ],
      replaced,
    });
  });
});
