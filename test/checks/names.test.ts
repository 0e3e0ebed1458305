import { describe, expect, it } from 'vitest';
import { fixed, fixTitles, found, messages, withCondition } from './found.ts';

const shells = '- list: shell_binaries\n  items: [bash]\n';
const isShell = '- macro: is_shell_process\n  condition: proc.name = bash\n';

describe('undefined-list', () => {
  it.each([
    ['proc.name in (editor_binaries)', ['editor_binaries']],
    ['proc.name in (bash, editor_binaries, sh)', ['editor_binaries']],
    ['not proc.name in (known_procs) and fd.name in (a, my_files)', ['known_procs', 'my_files']],
    ['proc.name = editor_binaries', ['editor_binaries']],
    ['proc.name in (shel_binaries)', ['shel_binaries']],
    ['proc.name in (shell_binarie)', ['shell_binarie']],
    ['proc.name in (shell_binaries)', []],
    ['proc.name in ("editor_binaries")', []],
    ['proc.name in (unix_chkpwd, pg_ctl)', []],
    ['proc.name in (systemd-binaries)', []],
    ['evt.type = _list', []],
  ])('%s', (condition, expected) => {
    expect(found('undefined-list', withCondition(condition, shells))).toEqual(expected);
  });

  it('offers the list that is meant', () => {
    const yaml = withCondition('proc.name in (shel_binaries)', shells);
    expect(fixed('undefined-list', yaml)).toBe(withCondition('proc.name in (shell_binaries)', shells));
  });
});

describe('quoted-list', () => {
  it.each([
    ['proc.name in ("shell_binaries")', ['"shell_binaries"']],
    ["proc.name in ('shell_binaries')", ["'shell_binaries'"]],
    ['proc.name in (shell_binaries)', []],
    ['proc.name in ("bash")', []],
  ])('%s', (condition, expected) => {
    expect(found('quoted-list', withCondition(condition, shells))).toEqual(expected);
  });

  it('takes the quotes out', () => {
    const yaml = withCondition('proc.name in ("shell_binaries")', shells);
    expect(fixed('quoted-list', yaml)).toBe(withCondition('proc.name in (shell_binaries)', shells));
  });
});

describe('macro-as-list', () => {
  it.each([
    ['proc.name in (is_shell_process)', ['is_shell_process']],
    ['proc.name = is_shell_process', ['is_shell_process']],
    ['is_shell_process', []],
    ['proc.name in ("is_shell_process")', []],
  ])('%s', (condition, expected) => {
    expect(found('macro-as-list', withCondition(condition, isShell))).toEqual(expected);
  });
});

describe('list-defined-later', () => {
  const outer = '- list: all_programs\n  items: [shell_binaries, vim]\n';
  it.each([
    ['later', outer + shells, ['shell_binaries']],
    ['before', shells + outer, []],
    [
      'later, but touched again after it',
      `${outer}${shells}- list: all_programs\n  items: [ed]\n  override:\n    items: append\n`,
      [],
    ],
    ['in a later file', `#- a.yaml\n${outer}#- b.yaml\n${shells}`, ['shell_binaries']],
  ])('%s', (_what, yaml, expected) => {
    expect(found('list-defined-later', yaml)).toEqual(expected);
  });
});

describe('duplicate-name and redefined-elsewhere', () => {
  const other = '- list: shell_binaries\n  items: [sh]\n';
  const appended = '- list: shell_binaries\n  items: [sh]\n  override:\n    items: append\n';
  const replaced = appended.replace('items: append', 'items: replace');
  it.each([
    ['in one file', shells + other, ['shell_binaries'], []],
    ['in one file, word for word', shells + shells, ['shell_binaries'], []],
    ['in two files', `#- a.yaml\n${shells}#- b.yaml\n${other}`, [], ['shell_binaries']],
    ['in two files, word for word', `#- a.yaml\n${shells}#- b.yaml\n${shells}`, [], []],
    ['appended', shells + appended, [], []],
    ['replaced', shells + replaced, [], []],
    ['a macro of the same name', `${shells}- macro: shell_binaries\n  condition: proc.name = sh\n`, [], []],
  ])('%s', (_what, yaml, duplicate, elsewhere) => {
    expect(found('duplicate-name', yaml)).toEqual(duplicate);
    expect(found('redefined-elsewhere', yaml)).toEqual(elsewhere);
  });

  it('says which item is replaced', () => {
    expect(messages('duplicate-name', shells + other)[0]).toContain('line 1.');
    const files = `#- a.yaml\n# first\n${shells}#- b.yaml\n${other}`;
    expect(messages('redefined-elsewhere', files)[0]).toContain('of a.yaml, line 2,');
  });
});

describe('replace-without-target', () => {
  const replace = '- macro: m\n  condition: proc.name = sh\n  override:\n    condition: replace\n';
  it.each([
    ['nothing there', replace, ['m']],
    ['one there', `- macro: m\n  condition: proc.name = bash\n${replace}`, []],
  ])('%s', (_what, yaml, expected) => {
    expect(found('replace-without-target', yaml)).toEqual(expected);
  });
});

describe('misleading-name', () => {
  it.each([
    ['not_shell', ['not_shell']],
    ['not', ['not']],
    ['notShell', ['notShell']],
    ['notify', []],
    ['shell_not_known', []],
  ])('%s', (name, expected) => {
    expect(found('misleading-name', `- macro: ${name}\n  condition: proc.name = a\n`)).toEqual(expected);
  });
});

describe('did you mean', () => {
  it.each([
    ['unknown-field', 'proc.nmae = bash', 'proc.name'],
    ['unknown-field', 'Proc.Name = bash', 'proc.name'],
    ['unknown-field', 'proc.anme[2] = bash', 'proc.aname'],
    ['bad-field-argument', 'evt.arg.flag = x', 'flags'],
    ['unknown-event-type', 'evt.type in (execve, opent)', 'open'],
    ['undefined-macro', 'evt.type = execve and is_shell_proces', 'is_shell_process'],
    ['condition-unexpected-text', 'evt.type = execve AND proc.name = bash', 'and'],
    ['condition-unexpected-text', 'evt.type = execve || proc.name = bash', 'or'],
    ['condition-missing-operator', 'proc.name is bash', '='],
    ['condition-missing-operator', 'proc.name contain bash', 'contains'],
    ['condition-missing-operator', 'proc.name LIKE bash', 'glob'],
  ] as const)('%s: %s', (code, condition, name) => {
    expect(fixTitles(code, withCondition(condition, isShell))[0]).toBe(`Replace with \`${name}\``);
  });

  it.each([
    ['unknown-field', 'syslog.message = a', 'Falco 0.41.0 removed it.'],
    [
      'unknown-field',
      'ct.name = a',
      'The plugin `cloudtrail` has it, in rules of the source `aws_cloudtrail`',
    ],
    ['undefined-macro', 'evt.type = execve and shell_binaries', '`shell_binaries` is a list'],
    ['condition-unexpected-text', 'proc.name = many_shells', '`many_shells` is a list: compare with it by'],
  ] as const)('%s: %s is explained', (code, condition, words) => {
    const yaml = withCondition(condition, `${shells}- list: many_shells\n  items: [bash, sh]\n`);
    expect(messages(code, yaml)[0]).toContain(words);
    expect(fixTitles(code, yaml)).toEqual([]);
  });

  it('says whose field it is', () => {
    const yaml = `${withCondition('ka.verb = create and proc.name = bash')}  source: k8s_audit\n`;
    expect(messages('unknown-field', yaml)[0]).toContain('Only rules of the source `syscall` have it.');
  });

  it('keeps the rest of the text', () => {
    const yaml = withCondition('evt.type = execve and proc.anme[2] = bash');
    expect(fixed('unknown-field', yaml)).toBe(yaml.replace('proc.anme', 'proc.aname'));
  });

  it.each([
    ['HIGH', ['CRITICAL', 'ERROR']],
    ['warn', ['WARNING']],
    ['NOTCE', ['NOTICE']],
    ['blue', []],
  ])('priority %s', (priority, names) => {
    const yaml = `- rule: R\n  desc: d\n  condition: evt.type = open\n  output: x\n  priority: ${priority}\n`;
    expect(fixTitles('invalid-priority', yaml)).toEqual(names.map((name) => `Replace with \`${name}\``));
  });

  it('a key', () => {
    const yaml = `${withCondition('evt.type = open')}  tag: [a]\n`;
    expect(fixed('unknown-key', yaml)).toBe(yaml.replace('tag:', 'tags:'));
  });

  it('an item', () => {
    const yaml = '- marco: m\n  condition: proc.name = a\n';
    expect(fixed('unknown-item', yaml)).toBe(yaml.replace('marco', 'macro'));
  });

  it('a field in an output', () => {
    const yaml =
      '- rule: R\n  desc: d\n  condition: evt.type = open\n  output: x %proc.cmdlin\n  priority: ERROR\n';
    expect(fixTitles('output-unknown-field', yaml)[0]).toBe('Replace with `proc.cmdline`');
  });

  it('a source', () => {
    const yaml = `${withCondition('ka.verb = create')}  source: k8s_adit\n`;
    expect(fixed('unknown-source', yaml)).toBe(yaml.replace('k8s_adit', 'k8s_audit'));
  });

  it('the target of an override', () => {
    const yaml = `${withCondition('evt.type = open').replace('rule: R', 'rule: Shell started')}- rule: Shel started\n  priority: ERROR\n  override:\n    priority: replace\n`;
    expect(fixed('override-without-target', yaml)).toBe(yaml.replace('Shel started', 'Shell started'));
  });
});
