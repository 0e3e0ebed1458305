import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printCondition } from '../../server/src/falco/condition/print.ts';
import { type PreviewKind, preview } from '../../server/src/features/preview.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';
import { question } from './question.ts';

/** What is shown for the cursor `<|>`. */
function shown(marked: string, kind: PreviewKind): string {
  const { snapshot, file, offset } = question(marked);
  return preview(snapshot, file, offset, kind).text;
}

const base = `#- falco_rules.yaml
- list: shells
  items: [bash, zsh]
- macro: spawned
  condition: evt.type in (execve, execveat)
- rule: Shell
  desc: A shell
  condition: >
    spawned
    and (proc.name in (shells) or proc.pname = "a b")
  output: Shell (command=%proc.cmdline)
  priority: NOTICE
  tags: [host]
  exceptions:
    - name: parents
      fields: [proc.pname]
      comps: [=]
      values:
        - [sshd]
`;

const local = `#- local.yaml
- rule: Shell
  condition: and not user.name = root
  tags: [local]
  exceptions:
    - name: parents
      values:
        - [login]
  override:
    condition: append
    tags: append
    exceptions: append
- rule: <|>Shell
  priority: WARNING
  output: Other %proc.name
  override:
    priority: replace
    output: replace
- rule: Shell
  enabled: false
`;

describe('the compiled condition', () => {
  it('has macros, lists and exceptions put in, an operand a line', () => {
    expect(shown(base.replace('Shell\n  desc', 'Shell<|>\n  desc'), 'compiled')).toBe(`\
# Compiled for engine 0.63.0: macros and lists are put in, exceptions added.
- rule: Shell
  condition: >
    (
      evt.type in (execve, execveat)
      and (
        proc.name in (bash, zsh)
        or proc.pname = "a b"
      )
    )
    and not proc.pname = sshd
`);
  });

  it('is shown of macros, too', () => {
    const text = shown(`${base}- macro: outer<|>\n  condition: spawned and proc.tty = 0\n`, 'compiled');
    expect(text).toContain(
      '- macro: outer\n  condition: >\n    evt.type in (execve, execveat)\n    and proc.tty = 0\n',
    );
  });

  it.each([
    [
      'a rule with an error',
      '- rule: R<|>\n  desc: d\n  condition: evt.typ = x\n  output: o\n  priority: INFO\n',
      '# The rule "R" does not compile. Its problems say why.\n',
    ],
    ['a list', '- list: l<|>\n  items: [a]\n', '# The cursor is in a list. Put it into a rule.\n'],
  ])('says why there is none of %s', (_name, text, expected) => {
    expect(shown(text, 'compiled')).toBe(expected);
  });
});

describe('the event types', () => {
  it('are listed with their arguments', () => {
    expect(shown(base.replace('macro: spawned', 'macro: spawned<|>'), 'event-types')).toMatch(
      /^# The macro "spawned" looks at 2 event types\.\n- execve {2}# .*exe.*\n- execveat {2}# .*\n$/,
    );
  });

  it('are too many without a check of evt.type', () => {
    const rule = '- rule: R<|>\n  desc: d\n  condition: proc.name = x\n  output: o\n  priority: INFO\n';
    expect(shown(rule, 'event-types')).toContain('Falco warns of it');
  });

  it('are all of a source without system calls', () => {
    const { snapshot, file, offset } = question(
      '- rule: R<|>\n  source: k8s_audit\n  desc: d\n  condition: ka.verb = get\n  output: o\n  priority: INFO\n',
      { plugins: ['k8saudit'] },
    );
    expect(preview(snapshot, file, offset, 'event-types').text).toBe(
      '# The rule looks at all events of the source k8s_audit.\n',
    );
  });
});

describe('the merged rule', () => {
  it('is one rule, with where each part comes from', () => {
    expect(shown(base + local, 'merged')).toBe(`\
- rule: Shell
  # desc: falco_rules.yaml:5
  desc: A shell
  # condition: falco_rules.yaml:5
  # condition: local.yaml:1 (appended)
  condition: >
    spawned
    and (proc.name in (shells) or proc.pname = "a b")
    and not user.name = root
  # output: local.yaml:12 (replaced)
  output: Other %proc.name
  # priority: local.yaml:12 (replaced)
  priority: WARNING
  # tags: falco_rules.yaml:5
  # tags: local.yaml:1 (appended)
  tags: [host, local]
  # enabled: local.yaml:18
  enabled: false
  exceptions:
    # falco_rules.yaml:5
    - name: parents
      fields: [proc.pname]
      comps: [=]
      values:
        - [sshd]
        # local.yaml:1
        - [login]
`);
  });

  it.each([
    ['plain', 'evt.type = open and fd.name = x'],
    ['quoted', '"evt.type = open and fd.name = \\"a: b #c\\""'],
    ['literal', '|\n    evt.type = open\n\n    and fd.name = x'],
  ])('means the same where its condition is %s', (_style, condition) => {
    expectSame(
      `- rule: "R: # 1"\n  desc: "x: y"\n  condition: ${condition}\n  output: "%fd.name  two \\t blanks"\n  priority: INFO\n`,
    );
  });

  it('means the same as all that it comes from', () => {
    expectSame(
      base.replace('#- falco_rules.yaml\n', '') + local.replace('#- local.yaml\n', '').replace('<|>', ''),
    );
  });
});

const official = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

describe.runIf(factsAvailable('merged official rules'))('the merged rules of the official files', () => {
  it('mean the same', () => {
    const folder = join(factsFolder()!, 'corpus/official');
    const rules = expectSame(...official.map((name) => readFileSync(join(folder, name), 'utf8')));
    console.log(`merged rules that mean the same: ${rules}`);
    expect(rules).toBeGreaterThan(80);
  });
});

/** Loads what is shown of each rule after everything else, and compares. Returns the number of rules. */
function expectSame(...texts: readonly string[]): number {
  const workspace = new Workspace();
  for (const [i, text] of texts.entries()) workspace.setFile(`file:///${i}.yaml`, text);
  const before = workspace.snapshot();
  const merged = before.loadOrder.flatMap((file) =>
    file.read.items.flatMap(({ start, item }) =>
      item.kind === 'rule' ? [preview(before, file, start + item.nameSpan.start, 'merged').text] : [],
    ),
  );
  workspace.setFile('file:///z.yaml', merged.join('\n'));
  const after = workspace.snapshot().load.compiled.rules;
  for (const [name, rule] of before.load.compiled.rules) {
    const { resolved, output, tags, priority, description, enabled, source } = rule;
    expect(after.get(name), name).toMatchObject({ output, tags, priority, description, enabled, source });
    expect(printCondition(after.get(name)!.resolved)).toBe(printCondition(resolved));
  }
  return before.load.compiled.rules.size;
}
