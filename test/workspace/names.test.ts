import { describe, expect, it } from 'vitest';
import { factsOf } from '../../server/src/workspace/item-facts.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const uri = 'file:///w/rules.yaml';

function snapshot(text: string) {
  const workspace = new Workspace();
  workspace.setFile(uri, text);
  return workspace.snapshot();
}

describe('names', () => {
  it.each([
    ['- macro: m\n  condition: a.b = 1\n', ['definition m']],
    ['- macro: m\n  condition: a.b = 1\n  append: true\n', ['update m']],
    ['- macro: m\n  condition: a.b = 1\n  override: {condition: append}\n', ['update m']],
    ['- macro: m\n', ['definition m']],
    ['- macro: x\n  condition: m or (not m)\n', ['use m', 'use m']],
    ['- rule: m\n  condition: m\n', ['use m']],
    ['- list: m\n  items: [m]\n', []],
  ])('finds the macro in %s', (text, expected) => {
    const { names, files } = snapshot(text);
    const found = names.occurrencesOf('macro', 'm');
    expect(
      found.map(({ role, span }) => `${role} ${files.get(uri)!.text.slice(span.start, span.end)}`),
    ).toEqual(expected);
  });

  it.each([
    ['- rule: r\n  enabled: false\n', true],
    ['- rule: r\n  enabled: false\n  override: {enabled: replace}\n', true],
    ['- rule: r\n  desc: d\n', false],
    ['- list: l\n  items: []\n', false],
  ])('tells definitions from changes: %s', (text, isUpdate) => {
    expect(factsOf(snapshot(text).files.get(uri)!.read.items[0]!.item).isUpdate).toBe(isUpdate);
  });

  it('reads only the edited item again', () => {
    const items = Array.from({ length: 20 }, (_, i) => `- macro: m${i}\n  condition: a.b = ${i}\n`);
    const workspace = new Workspace();
    workspace.setFile(uri, items.join(''));
    const before = workspace
      .snapshot()
      .files.get(uri)!
      .read.items.map(({ item }) => item);
    workspace.setFile(uri, items.with(7, '- macro: m7\n  condition: a.b = 77 and m1\n').join(''));
    const after = workspace
      .snapshot()
      .files.get(uri)!
      .read.items.map(({ item }) => item);
    expect(after.filter((item) => !before.includes(item)).map(({ name }) => name)).toEqual(['m7']);
    expect(
      workspace
        .snapshot()
        .names.occurrencesOf('macro', 'm1')
        .map(({ role }) => role),
    ).toEqual(['definition', 'use']);
  });
});
