import { describe, expect, it } from 'vitest';
import { hover } from '../../server/src/features/hover.ts';
import { markedText } from '../support/marked-text.ts';
import { question } from './question.ts';

function hovered(marked: string, plugins: string[] = ['container']) {
  const { snapshot, file, offset } = question(marked, { plugins });
  return hover(snapshot, file, offset);
}

const names = `- macro: spawned
  condition: evt.type in (execve, execveat) and proc.name in (shells)
- list: shells
  items: [bash, zsh]
`;

describe('hover', () => {
  it.each([
    ['a field', 'proc.na<|>me = x', ['**proc.name** — text', 'Since Falco']],
    ['a field of a plugin', 'contai<|>ner.id = x', ['Plugin `container`']],
    ['a field with an argument', 'proc.ana<|>me[2] = x', ['**proc.aname**', '[number]']],
    ['an operator', 'proc.name starts<|>with x', ['**startswith**', 'begins with']],
    ['a newer operator form', 'tolo<|>wer(proc.name) = x', ['**tolower(field)**']],
    ['an event type', 'evt.type = op<|>en', ['**open**', 'System call', '`evt.arg.']],
    ['an event type in a list', 'evt.type in (read, op<|>en)', ['**open**']],
    ['a macro', 'spa<|>wned', ['**spawned** — macro', 'proc.name in (shells)', 'proc.name in (bash, zsh)']],
    ['a list', 'proc.name in (she<|>lls)', ['**shells** — list, 2 items', '`bash`, `zsh`']],
    ['a word', 'spawned a<|>nd spawned', ['**and**']],
    ['a word', 'no<|>t spawned', ['**not**']],
  ])('%s in a condition', (_name, condition, expected) => {
    const { markdown } = hovered(`${names}- rule: r\n  condition: >\n    ${condition}\n`) ?? { markdown: '' };
    for (const part of expected) expect(markdown).toContain(part);
  });

  it.each([
    ['a key', '- rule: r\n  prio<|>rity: INFO\n', '**priority**'],
    ['a key of an override', '- rule: r\n  override:\n    condi<|>tion: append\n', 'put after'],
    ['a priority', '- rule: r\n  priority: IN<|>FO\n', '**Informational**'],
    ['a technique', '- rule: r\n  tags: [host, T1059<|>.004]\n', '**T1059.004** — Unix Shell'],
    ['a field in an output', '- rule: r\n  output: a %proc.na<|>me b\n', '**proc.name**'],
    [
      'a field of an exception',
      '- rule: r\n  exceptions:\n    - name: x\n      fields: [proc.na<|>me]\n',
      '**proc.name**',
    ],
    ['a list item', '- list: a\n  items: [x]\n- list: b\n  items: [a<|>]\n', '**a** — list'],
  ])('%s', (_name, text, expected) => {
    expect(hovered(text)?.markdown).toContain(expected);
  });

  it('shows the compiled condition and the event types of a rule', () => {
    const rule =
      '- rule: My <|>rule\n  desc: What it does\n  condition: spawned and proc.pname = x\n  output: o\n  priority: INFO\n';
    const { markdown } = hovered(names + rule)!;
    expect(markdown).toContain('(evt.type in (execve, execveat) and proc.name in (bash, zsh)');
    expect(markdown).toContain('`execve`');
    expect(markdown).toContain('What it does');
  });

  it.each([
    ['- macro: m\n  condition: >\n    evt.type = open and\n    <|proc.na<|>me|> = x\n'],
    ['- macro: m\n  condition: "evt.type = open and <|proc.na<|>me|> = x"\n'],
    ['- rule: r\n  output: "a %<|proc.na<|>me|> b"\n'],
    ['- rule: r\n  output: "a %toupper(<|proc.na<|>me|>) b"\n'],
    ['- rule: "<|My <|>rule|>"\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n'],
  ])('covers exactly the word in %s', (text) => {
    expect(hovered(text)?.span).toEqual(markedText(text).ranges[0]);
  });

  it('says nothing where there is nothing to say', () => {
    expect(hovered('- macro: m\n  condition: proc.name = x<|>yz\n')).toBeUndefined();
    expect(hovered('# a com<|>ment\n- macro: m\n  condition: proc.name = x\n')).toBeUndefined();
  });
});
