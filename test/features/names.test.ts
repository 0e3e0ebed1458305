import { describe, expect, it } from 'vitest';
import { definitions } from '../../server/src/features/definition.ts';
import { highlights } from '../../server/src/features/document-highlight.ts';
import type { FilePlace } from '../../server/src/features/place.ts';
import { references } from '../../server/src/features/references.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { markedText, splitFiles } from '../support/marked-text.ts';
import { type Question, question } from './question.ts';

/** Places as `file:offset`, from spans of files or from the `<|…|>` of a marked text. */
function places(found: readonly FilePlace[]): string[] {
  return found.map(({ file, span }) => `${file}:${span.start}-${span.end}`).sort();
}

function marked(text: string): string[] {
  return [...splitFiles(text)]
    .flatMap(([name, content]) =>
      markedText(content).ranges.map(({ start, end }) => `file:///${name}:${start}-${end}`),
    )
    .sort();
}

function ask<Answer>(text: string, answer: (asked: Question) => Answer): Answer {
  return answer(question(text));
}

describe('definition', () => {
  it.each([
    [
      'a macro in a condition',
      '- macro: <|mine|>\n  condition: evt.type = open\n- macro: m\n  condition: mi<|>ne and evt.type = read\n',
    ],
    [
      'a macro in a folded condition',
      '- macro: <|mine|>\n  condition: evt.type = open\n- macro: m\n  condition: >\n    evt.type = read\n    and not mi<|>ne\n',
    ],
    [
      'a quoted name',
      '- macro: "<|mine|>"\n  condition: evt.type = open\n- macro: m\n  condition: mine<|>\n',
    ],
    [
      'a list in a condition',
      '- list: <|shells|>\n  items: [sh]\n- macro: m\n  condition: proc.name in (she<|>lls)\n',
    ],
    ['a list in a list', '- list: <|shells|>\n  items: [sh]\n- list: l\n  items: [bash, shells<|>]\n'],
    [
      'a list in an exception',
      '- list: <|shells|>\n  items: [sh]\n- rule: r\n  exceptions:\n    - name: x\n      fields: proc.name\n      values: [she<|>lls]\n',
    ],
    [
      'a rule that is changed',
      '- rule: <|My rule|>\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n- rule: My <|>rule\n  enabled: false\n  override: {enabled: replace}\n',
    ],
    [
      'another file',
      '#- a.yaml\n- macro: <|mine|>\n  condition: evt.type = open\n#- b.yaml\n- macro: m\n  condition: mi<|>ne\n',
    ],
    ['a field has none', '- macro: m\n  condition: evt.ty<|>pe = open\n'],
  ])('%s', (_name, text) => {
    expect(ask(text, (q) => places(definitions(q.snapshot, q.file, q.offset)))).toEqual(marked(text));
  });

  it('names the definition that counts first', () => {
    const list = '- list: l\n  items: [a]\n';
    const text = `${list}${list}- macro: m\n  condition: proc.name in (l<|>)\n`;
    const starts = ask(text, (q) => definitions(q.snapshot, q.file, q.offset).map(({ span }) => span.start));
    const name = list.indexOf('l\n');
    expect(starts).toEqual([list.length + name, name]);
  });
});

describe('references', () => {
  it.each([
    [
      'a macro',
      '- macro: <|mi<|>ne|>\n  condition: evt.type = open\n- macro: m\n  condition: <|mine|> or not (<|mine|>)\n',
    ],
    [
      'a condition that is appended',
      '- macro: <|mine|>\n  condition: evt.type = open\n- macro: other\n  condition: and not <|mi<|>ne|>\n  override: {condition: append}\n',
    ],
    [
      'an appended macro',
      '- macro: <|mine|>\n  condition: evt.type = open\n- macro: <|mi<|>ne|>\n  condition: or evt.type = read\n  override: {condition: append}\n',
    ],
    [
      'a list',
      '- list: <|sh<|>|>\n  items: [a]\n- macro: m\n  condition: proc.name in (<|sh|>, bash) or proc.pname in (<|sh|>)\n- list: other\n  items: [<|sh|>, bash]\n',
    ],
    [
      'across files',
      '#- a.yaml\n- macro: <|mine|>\n  condition: evt.type = open\n#- b.yaml\n- macro: m\n  condition: >\n    evt.type = read or\n    <|mi<|>ne|>\n',
    ],
  ])('%s', (_name, text) => {
    expect(ask(text, (q) => places(references(q.snapshot, q.file, q.offset, true)))).toEqual(marked(text));
  });

  it('leaves definitions out where they are not wanted', () => {
    const text = '- macro: mi<|>ne\n  condition: evt.type = open\n- macro: m\n  condition: <|mine|>\n';
    expect(ask(text, (q) => places(references(q.snapshot, q.file, q.offset, false)))).toEqual(marked(text));
  });
});

describe('document highlight', () => {
  it.each([
    [
      'names in the file',
      '- macro: <|mine|>\n  condition: evt.type = open\n- macro: m\n  condition: <|mi<|>ne|>\n',
    ],
    [
      'fields in the condition',
      '- macro: m\n  condition: <|proc.na<|>me|> = a or tolower(<|proc.name|>) = b\n- macro: n\n  condition: proc.name = c\n',
    ],
  ])('%s', (_name, text) => {
    const found = ask(text, (q) =>
      highlights(q.snapshot, q.file, q.offset).map(({ span }) => ({ file: q.file.uri, span })),
    );
    expect(places(found)).toEqual(marked(text));
  });
});

describe('rename', () => {
  /** The file with the cursor after a rename, or why it was refused. */
  function renamed(text: string, newName: string): string {
    const { snapshot, file, offset } = question(text);
    const result = rename(snapshot, file, offset, newName);
    return result.ok ? applyEdits(file.text, result.edits.get(file.uri) ?? []) : result.reason;
  }

  it.each([
    [
      '- macro: mi<|>ne\n  condition: a.b = 1\n- macro: m\n  condition: not mine or (mine)\n',
      'ours',
      '- macro: ours\n  condition: a.b = 1\n- macro: m\n  condition: not ours or (ours)\n',
    ],
    [
      '- list: l<|>\n  items: [a]\n- macro: m\n  condition: proc.name in (l)\n- list: n\n  items: [l, ll]\n',
      'k',
      '- list: k\n  items: [a]\n- macro: m\n  condition: proc.name in (k)\n- list: n\n  items: [k, ll]\n',
    ],
    [
      "- rule: 'My <|>rule'\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n",
      "It's",
      "- rule: 'It''s'\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n",
    ],
  ])('%s', (text, newName, expected) => {
    expect(renamed(text, newName)).toBe(expected);
  });

  const macros =
    '- macro: mi<|>ne\n  condition: a.b = 1\n- macro: taken\n  condition: mine\n- list: words\n  items: [x, free]\n';
  it.each([
    ['my-macro', 'begins with a letter'],
    ['and', 'word of the condition language'],
    ['', 'cannot be empty'],
    ['taken', 'already'],
    ['words', 'There is a list'],
  ])('refuses %j for a macro', (newName, reason) => {
    expect(renamed(macros, newName)).toContain(reason);
  });

  it.each([
    ['two words', 'no blanks'],
    ['x', 'stands as a word'],
  ])('refuses %j for a list', (newName, reason) => {
    expect(renamed('- list: l<|>\n  items: [x]\n', newName)).toContain(reason);
  });

  it.each([
    ['- rule: A<|>\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n', 'B: c'],
    ['- rule: A<|>\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n', '*x'],
  ])('refuses a name that YAML would read in another way', (text, newName) => {
    expect(renamed(text, newName)).toContain('cannot be written');
  });

  it('refuses what is defined elsewhere, and what is no name', () => {
    const refusal = (text: string) => ask(text, (q) => prepareRename(q.snapshot, q.file, q.offset));
    expect(refusal('- macro: m\n  condition: nowhere<|>\n')).toMatchObject({
      reason: expect.stringContaining('not defined'),
    });
    expect(refusal('- macro: m\n  condition: evt.ty<|>pe = open\n')).toMatchObject({
      reason: expect.stringContaining('Only'),
    });
    expect(refusal('- macro: mi<|>ne\n  condition: a.b = 1\n')).toMatchObject({ name: 'mine' });
  });
});
