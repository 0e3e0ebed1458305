import { describe, expect, it } from 'vitest';
import type { Completions } from '../../server/src/features/completion.ts';
import { completionSupport, toCompletionList } from '../../server/src/lsp/completion.ts';
import { question } from '../features/question.ts';

const { file } = question('- macro: m\n  condition: proc.name i<|>\n');
const completions: Completions = {
  replace: { start: 34, end: 35 },
  items: [
    { label: 'in', kind: 'operator', insert: 'in ($1)', snippet: true, rank: 3 },
    { label: 'priority', kind: 'key', insert: 'priority: ${1|WARNING,NOTICE|}', snippet: true, rank: 0 },
    { label: 'list', kind: 'key', insert: 'list: ${1:name}\n  items: [${2:value}]', snippet: true, rank: 0 },
    { label: 'proc.name', kind: 'field', rank: 2 },
  ],
};
const range = { start: { line: 1, character: 23 }, end: { line: 1, character: 24 } };

describe('completion in the protocol’s form', () => {
  it('writes places to fill in for clients that have them', () => {
    const support = { snippets: true, sharedRange: true };
    const { items, itemDefaults } = toCompletionList(file, completions, support);
    expect(itemDefaults).toEqual({ editRange: range });
    expect(items[0]).toMatchObject({ textEditText: 'in ($1)', insertTextFormat: 2, sortText: '03in' });
  });

  it('writes plain text for others', () => {
    const support = { snippets: false, sharedRange: false };
    const { items } = toCompletionList(file, completions, support);
    expect(items.map(({ textEdit }) => textEdit)).toEqual([
      { range, newText: 'in ()' },
      { range, newText: 'priority: WARNING' },
      { range, newText: 'list: name\n  items: [value]' },
      { range, newText: 'proc.name' },
    ]);
  });

  it.each([
    [{}, { snippets: false, sharedRange: false }],
    [
      {
        textDocument: {
          completion: {
            completionItem: { snippetSupport: true },
            completionList: { itemDefaults: ['editRange', 'data'] },
          },
        },
      },
      { snippets: true, sharedRange: true },
    ],
  ])('knows what a client understands by %j', (capabilities, expected) => {
    expect(completionSupport(capabilities)).toEqual(expected);
  });
});
