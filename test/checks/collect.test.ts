import { describe, expect, it } from 'vitest';
import { collectProblems, type Problem } from '../../server/src/checks/collect.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { splitFiles } from '../support/marked-text.ts';

/** The problems of the last file in a text, those of our own checks left out. */
function engineProblems(text: string, settings: Partial<Settings> = {}): Problem[] {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, ...settings });
  const files = [...splitFiles(text)].map(([name, content]) => {
    workspace.setFile(`file:///${name}`, content);
    return `file:///${name}`;
  });
  const snapshot = workspace.snapshot();
  return collectProblems(snapshot, snapshot.files.get(files.at(-1)!)!).filter(
    ({ engine }) => engine !== undefined,
  );
}

function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code);
}

const use =
  '- macro: used\n  condition: evt.type = open\n- rule: R\n  desc: d\n  condition: used\n  output: o\n  priority: INFO\n';

describe('collectProblems', () => {
  it('lists once what every rule that uses a macro brings up again', () => {
    const macro = '- macro: wrong\n  condition: proc.nme = x\n';
    const rule = (name: string) =>
      `- rule: ${name}\n  desc: d\n  condition: evt.type = open and wrong\n  output: o\n  priority: INFO\n`;
    expect(codes(engineProblems(macro + rule('A') + rule('B')))).toEqual(['unknown-field']);
  });

  it('judges what is unused by the whole load', () => {
    const macro = '- macro: used\n  condition: evt.type = open\n';
    const rule = use.slice(macro.length);
    expect(codes(engineProblems(`#- b.yaml\n${rule}#- a.yaml\n${macro}`))).toEqual([]);
    expect(codes(engineProblems(`#- a.yaml\n${macro}`))).toEqual(['unused-macro']);
  });

  it('marks the error at which the engine stops', () => {
    const found = engineProblems('- macro: m\n  condition: a.b =\n- macro: n\n  condition: c.d =\n');
    expect(found.map(({ engine }) => engine?.first)).toEqual([true, false]);
    expect(found[0]?.engine?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
  });

  it('follows the levels of the settings', () => {
    const macro = '- macro: unused\n  condition: evt.type = open\n';
    expect(engineProblems(macro)[0]).toMatchObject({ level: 'warning', tag: 'unnecessary' });
    expect(engineProblems(macro, { levels: { 'unused-macro': 'hint' } })[0]?.level).toBe('hint');
    expect(engineProblems(macro, { levels: { 'unused-macro': 'off' } })).toEqual([]);
  });

  it.each([
    [
      'in its file',
      'duplicate-name',
      '#- a.yaml\n- list: l\n  items: [a]\n- list: l\n  items: [b]\n',
      'a.yaml',
    ],
    [
      'in another file',
      'redefined-elsewhere',
      '#- a.yaml\n- list: l\n  items: [a]\n#- b.yaml\n- list: l\n  items: [b]\n',
      'a.yaml',
    ],
  ])('shows where the other definition is, %s', (_name, code, text, file) => {
    const workspace = new Workspace();
    const uris = [...splitFiles(text)].map(([name, content]) => {
      workspace.setFile(`file:///${name}`, content);
      return `file:///${name}`;
    });
    const snapshot = workspace.snapshot();
    const problems = collectProblems(snapshot, snapshot.files.get(uris.at(-1)!)!);
    expect(problems.find((each) => each.code === code)?.related).toEqual([
      { file: `file:///${file}`, span: { start: 8, end: 9 }, message: 'It is defined here, too.' },
    ]);
  });

  it('shows where the thing is that comes too late', () => {
    const late = `#- b.yaml\n- macro: late\n  condition: evt.type = open\n#- a.yaml\n- rule: R\n  desc: d\n  condition: late\n  output: o\n  priority: INFO\n`;
    const [problem] = engineProblems(late);
    expect(problem).toMatchObject({
      code: 'macro-defined-later',
      related: [{ file: 'file:///b.yaml', span: { start: 9, end: 13 } }],
    });
  });

  it('strikes deprecated text through', () => {
    const found = engineProblems(`${use}- rule: R\n  condition: or evt.type = read\n  append: true\n`);
    expect(found).toMatchObject([{ code: 'deprecated-append', tag: 'deprecated' }]);
  });
});
