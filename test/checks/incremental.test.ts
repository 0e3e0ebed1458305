import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectProblems } from '../../server/src/checks/collect.ts';
import { noWork } from '../../server/src/falco/load/work.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

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
/** Takes back the edit before it, or edits once more. */
const step = fc.record({ undo: fc.boolean(), edit });

function problemsIn(workspace: Workspace) {
  const snapshot = workspace.snapshot();
  return names.map((name) => collectProblems(snapshot, snapshot.files.get(name)!));
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
        for (const { undo, edit } of steps) {
          const next = undo ? before : texts.with(edit.file, edited(texts[edit.file]!, edit));
          [before, texts] = [texts, [...next]];
          for (const [i, text] of texts.entries()) workspace.setFile(names[i]!, text);
          expect(problemsIn(workspace)).toEqual(problemsIn(opened(texts, engine)));
        }
      }),
      { numRuns: 40, seed: 7 },
    );
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
