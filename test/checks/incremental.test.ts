import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../server/src/checks/collect.ts';
import { printCondition } from '../../server/src/falco/condition/print.ts';
import { loadFiles } from '../../server/src/falco/load/load.ts';
import { noWork } from '../../server/src/falco/load/work.ts';
import { defaultSettings, engineOf } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import fc from '../support/properties.ts';

const names = ['file:///w/a.yaml', 'file:///w/b.yaml'];

const start = [
  `- list: shells
  items: [bash, sh]
- list: all_shells
  items: [shells, zsh]
- macro: spawned
  condition: (evt.type in (execve, execveat) and proc.name != pause)
- macro: by_shell
  condition: spawned and proc.pname in (all_shells)
- rule: Shell
  desc: d
  condition: spawned and proc.name in (shells) and not by_shell
  output: shell (command=%proc.cmdline user=%user.name)
  priority: NOTICE
  tags: [mitre_execution, T1059]
`,
  `- macro: by_shell
  condition: proc.pname = sh
- rule: Other
  desc: d
  condition: by_shell and evt.type = open and proc.aname = x and fd.name = /etc/*
  output: "%evt.type"
  priority: WARNING
  exceptions:
    - name: known
      fields: [proc.name, fd.name]
      values: [[cat, /etc/passwd]]
- rule: Shell
  condition: or evt.type = openat
  override: {condition: append}
- list: more_shells
  items: [dash]
  override: {items: replace}
`,
];

/** Words that bring all kinds of items, references and mistakes about, wherever they are put. */
const word = fc.constantFrom(
  ...'spawned by_shell shells all_shells more_shells proc.name evt.type execve and or not = != in ( ) x'.split(
    ' ',
  ),
  '\n- ',
  '- macro: spawned\n  condition: evt.type = open\n',
  '- macro: spawned\n  condition: and late\n  append: true\n',
  '- macro: late\n  condition: by_shell or evt.type = execvex\n',
  '- macro: late\n  condition: later and proc.name = x\n- macro: later\n  condition: proc.nam = x\n',
  ' and late ',
  ' and not later ',
  '- rule: Shell\n  enabled: false\n  override: {enabled: replace}\n',
  '  skip-if-unknown-filter: true\n',
  '  source: k8s_audit\n',
  '- list: shells\n  items: [x]\n',
  '\n',
  '# c\n',
  ' ',
  '"',
  'T1110',
  'maturity_new',
  'append',
);
const edit = fc.record({
  file: fc.nat(1),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(12)),
  word: fc.oneof(word, fc.constant('')),
});
/** Takes back the edit before it, or edits once more; then one file may be loaded alone, as refactorings do. */
const step = fc.record({ undo: fc.boolean(), edit, alone: fc.option(fc.nat(1), { freq: 3 }) });

function problemsIn(workspace: Workspace) {
  const snapshot = workspace.snapshot();
  return names.map((name) => collectProblems(snapshot, snapshot.files.get(name)!));
}

/** What each rule and macro that compiles means. */
function conditionsIn(workspace: Workspace): string[] {
  const { rules, macros } = workspace.snapshot().load.compiled;
  return [...macros.values(), ...rules.values()].map(
    ({ name, resolved, definition }) => `${name} ${definition.start} ${printCondition(resolved)}`,
  );
}

/** Loads one file of a snapshot with what is known of conditions from the loads of all. */
function loadAlone({ files, settings, tables, conditions }: Snapshot, name: string): void {
  loadFiles([files.get(name)!.read], { engine: engineOf(settings), tables }, conditions);
}

function opened(texts: readonly string[], engineVersion: string): Workspace {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, engineVersion });
  for (const [i, text] of texts.entries()) workspace.setFile(names[i]!, text);
  return workspace;
}

describe('the problems after edits', () => {
  it.each(['0.63.0', '0.31.0'])('are those of the same texts opened afresh, for engine %s', (engine) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 12 }), (steps) => {
        const workspace = opened(start, engine);
        problemsIn(workspace);
        let [before, texts] = [[...start], [...start]];
        for (const { undo, edit, alone } of steps) {
          const next = undo ? before : texts.with(edit.file, edited(texts[edit.file]!, edit));
          [before, texts] = [texts, [...next]];
          for (const [i, text] of texts.entries()) workspace.setFile(names[i]!, text);
          if (alone !== null) loadAlone(workspace.snapshot(), names[alone]!);
          const afresh = opened(texts, engine);
          expect(problemsIn(workspace)).toEqual(problemsIn(afresh));
          expect(conditionsIn(workspace)).toEqual(conditionsIn(afresh));
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe('a macro that names one which is not there yet', () => {
  const before = `- macro: outer
  condition: (inner and proc.name = x)
- rule: r
  desc: d
  condition: evt.type = open and outer
  output: o %proc.name
  priority: INFO
`;
  const inner = '- macro: inner\n  condition: fd.name = x\n';

  it.each([
    ['defined behind it', before + inner],
    ['defined before it', inner + before],
    ['defined behind it and taken away', before + inner, before],
    ['defined before it and taken away', inner + before, before],
  ])('%s', (_what, ...texts) => {
    const [name] = names;
    const workspace = new Workspace();
    const problems = (of: Workspace) => {
      const snapshot = of.snapshot();
      return collectProblems(snapshot, snapshot.files.get(name!)!);
    };
    for (const text of [before, ...texts]) {
      workspace.setFile(name!, text);
      const afresh = new Workspace();
      afresh.setFile(name!, text);
      expect(problems(workspace)).toEqual(problems(afresh));
    }
  });
});

function edited(text: string, { place, removed, word }: { place: number; removed: number; word: string }) {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + word + text.slice(at + removed);
}

describe('an edit computes anew', () => {
  it.each([
    ['only its own rule', 'user=%user', 'users=%user', 1, { rulesCompiled: 1 }],
    ['only its own condition', 'shells) and not', 'x) and not', 1, { conditionsParsed: 1, rulesCompiled: 1 }],
    ['nothing of items that move', '- macro: by_shell', '\n- macro: by_shell', 1, {}],
    ['a macro, and no rule where it means the same to them', 'pause', 'init', 1, { conditionsParsed: 1 }],
    [
      'a macro and the rule that uses it, where it means something else now',
      ', execveat',
      '',
      1,
      { conditionsParsed: 1, rulesCompiled: 1 },
    ],
    [
      'a list and the condition that names it',
      'items: [bash',
      'items: [ksh',
      1,
      { conditionsParsed: 1, rulesCompiled: 1 },
    ],
  ])('%s', (_what, before, after, pieces, expected) => {
    const work = noWork();
    const workspace = new Workspace(work);
    for (const [i, text] of start.entries()) workspace.setFile(names[i]!, text);
    problemsIn(workspace);
    Object.assign(work, noWork());
    workspace.setFile(names[0]!, start[0]!.replace(before, after));
    problemsIn(workspace);
    const { conditionsResolved: _lookups, ...none } = noWork();
    expect(work).toMatchObject({ ...none, piecesParsed: pieces, itemsChecked: pieces, ...expected });
  });
});
