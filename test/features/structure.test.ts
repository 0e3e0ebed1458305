import { describe, expect, it } from 'vitest';
import { documentSymbols } from '../../server/src/features/document-symbols.ts';
import { foldingRanges } from '../../server/src/features/folding.ts';
import { selectionRanges } from '../../server/src/features/selection-ranges.ts';
import { signatureHelp } from '../../server/src/features/signature-help.ts';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols.ts';
import { question } from './question.ts';

describe('document symbols', () => {
  /** Each symbol as `kind name`, children behind their parent. */
  function symbols(text: string): string[] {
    return documentSymbols(question(text).file).flatMap(({ kind, name, children }) => [
      `${kind} ${name}`,
      ...children.map((child) => `  ${child.kind} ${child.name}`),
    ]);
  }

  it.each([
    ['- rule: A rule\n- macro: m\n- list: l\n', ['rule A rule', 'macro m', 'list l']],
    ['- required_engine_version: 0.57.0\n', ['version required_engine_version']],
    [
      '- rule: r\n  exceptions:\n    - name: x\n    - name: "y"\n',
      ['rule r', '  exception x', '  exception y'],
    ],
    ['- rule:\n', ['rule (rule without a name)']],
    ['- other: x\n', []],
  ])('%s', (text, expected) => {
    expect(symbols(text)).toEqual(expected);
  });

  it('keeps names inside their items', () => {
    const text = '- rule: r\n  exceptions:\n    - name: x\n- list:\n- macro: "m"\n';
    for (const { span, nameSpan } of documentSymbols(question(text).file)) {
      expect(nameSpan.start).toBeGreaterThanOrEqual(span.start);
      expect(nameSpan.end).toBeLessThanOrEqual(span.end);
    }
  });
});

describe('workspace symbols', () => {
  const files =
    '#- a.yaml\n- macro: spawned_process\n  condition: a.b = 1\n#- b.yaml\n- list: shells\n  items: []\n- rule: Shell spawned\n';
  it.each([
    ['', ['spawned_process', 'shells', 'Shell spawned']],
    ['shl', ['shells', 'Shell spawned']],
    ['SPAW', ['spawned_process', 'Shell spawned']],
    ['zz', []],
  ])('%j', (query, expected) => {
    expect(workspaceSymbols(question(files).snapshot, query).map(({ name }) => name)).toEqual(expected);
  });
});

describe('folding', () => {
  it.each([
    ['an item', '- macro: m\n  condition: a.b = 1\n\n- list: l\n  items: []\n', ['0-1', '3-4']],
    ['a folded condition', '- macro: m\n  condition: >\n    a.b = 1\n    and c.d = 2\n', ['0-3', '1-3']],
    ['items of a list', '- list: l\n  items:\n    - a\n    - b\n', ['0-3', '1-3']],
    ['comments', '# a\n# b\n\n# c\n- list: l\n', ['0-1']],
    ['one line', '- list: l\n', []],
  ])('%s', (_name, text, expected) => {
    const ranges = foldingRanges(question(text).file);
    expect(ranges.map(({ startLine, endLine }) => `${startLine}-${endLine}`)).toEqual(expected);
  });
});

describe('selection ranges', () => {
  function selections(text: string): string[] {
    const { file, offset } = question(text);
    return selectionRanges(file, offset).map(({ start, end }) => file.text.slice(start, end));
  }

  it('grows from a word over its check and condition to the item', () => {
    expect(selections('- macro: m\n  condition: (proc.na<|>me = x or a.b = 1) and c.d = 2\n')).toEqual([
      'proc.name',
      'proc.name = x',
      'proc.name = x or a.b = 1',
      '(proc.name = x or a.b = 1) and c.d = 2',
      'condition: (proc.name = x or a.b = 1) and c.d = 2',
      'macro: m\n  condition: (proc.name = x or a.b = 1) and c.d = 2\n',
      '- macro: m\n  condition: (proc.name = x or a.b = 1) and c.d = 2\n',
    ]);
  });

  it('grows from one item of a list to the list', () => {
    expect(selections('- list: l\n  items: [a, b<|>b]\n').slice(0, 3)).toEqual([
      'bb',
      '[a, bb]',
      'items: [a, bb]',
    ]);
  });
});

describe('signature help', () => {
  it.each([
    ['concat(<|>', 'concat(text, text, …)', 0],
    ['join(",", <|>', 'join(separator, list)', 1],
    ['join(",", (a, <|>', undefined, 0],
    ['tolower(basename(<|>', 'basename(field)', 0],
    ['tolower(basename(a.b), <|>', 'tolower(field)', 0],
    ['proc.name = x and (<|>', undefined, 0],
    ['proc.name = x<|>', undefined, 0],
  ])('%s', (condition, signature, active) => {
    const { file, offset } = question(`- macro: m\n  condition: >\n    ${condition}\n`);
    const help = signatureHelp(file, offset);
    expect(help?.signature).toBe(signature);
    expect(help?.active ?? 0).toBe(active);
  });
});
