import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printCondition } from '../../server/src/falco/condition/print.ts';
import { loadFiles } from '../../server/src/falco/load/load.ts';
import { readRulesFile } from '../../server/src/falco/load/read-file.ts';
import { createFieldTables } from '../../server/src/falco/tables/fields.ts';
import { editsInLines, formatRules } from '../../server/src/features/format.ts';
import { indentNewLine } from '../../server/src/features/format-on-type.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { defaultSettings, engineOf } from '../../server/src/workspace/settings.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';
import { markedText, withCursor } from '../support/marked-text.ts';
import fc from '../support/properties.ts';

function formatted(text: string, width = 60): string {
  const once = applyEdits(text, formatRules(text, width).edits);
  expect(applyEdits(once, formatRules(once, width).edits), 'formatting again').toBe(once);
  return once;
}

const rule = (lines: string) => `- rule: R\n${lines}`;

describe('formatting', () => {
  it.each([
    ['what is well already', '- list: a\n  items: [b, c]\n', '- list: a\n  items: [b, c]\n'],
    ['dashes and keys', '  -   list:   a\n      items:  [b]\n', '- list: a\n  items: [b]\n'],
    [
      'lists below their key',
      '- rule: R\n  tags:\n  - a\n  -  b\n',
      '- rule: R\n  tags:\n    - a\n    - b\n',
    ],
    [
      'what stands deeper',
      rule('  exceptions:\n   - name: e\n     fields: [ a,b ]\n     values:\n      - [ c,d ]\n'),
      rule('  exceptions:\n    - name: e\n      fields: [a, b]\n      values:\n        - [c, d]\n'),
    ],
    [
      'maps in brackets',
      '- rule: R\n  override: { condition:  append }\n',
      '- rule: R\n  override: {condition: append}\n',
    ],
    ['trailing blanks', '- list: a  \n  items: [b]\t\n  \n', '- list: a\n  items: [b]\n'],
    ['the last end of line', '- list: a', '- list: a\n'],
    [
      'one empty line between items',
      '- list: a\n- list: b\n\n\n\n- list: c\n',
      '- list: a\n\n- list: b\n\n- list: c\n',
    ],
    [
      'comments at the margin, which belong to the next item',
      '- list: a\n# about b\n- list: b\n',
      '- list: a\n\n# about b\n- list: b\n',
    ],
    [
      'comments within an item',
      '- list: a # first\n  # about the items\n  items:\n  # inner\n  - b   # last\n    # end\n',
      '- list: a # first\n  # about the items\n  items:\n    # inner\n    - b   # last\n    # end\n',
    ],
    ['the head of a file', '\n\n# head  \n\n\n# more\n- list: a\n', '# head\n\n# more\n- list: a\n'],
    ['quotes', `- list: "a"\n  items: ['b',"c"]\n`, `- list: "a"\n  items: ['b', "c"]\n`],
    ['ends of line of Windows', '- list: a\r\n- list: b\r\n', '- list: a\r\n\r\n- list: b\r\n'],
    ['anchors', '- list: a\n  items:   &x [b,c]\n', '- list: a\n  items: &x [b, c]\n'],
    ['a mark of the document', '---\n- list:  a\n', '---\n- list: a\n'],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });

  it.each([
    [
      'a list that is too long',
      '- list: long\n  items: [alpha, bravo, charlie, delta, echo, foxtrot, golf, hotel]\n',
      '- list: long\n  items: [\n    alpha, bravo, charlie, delta, echo, foxtrot, golf,\n    hotel\n    ]\n',
    ],
    [
      'a list in several lines keeps them',
      '- list: l\n  items: [alpha,\n     bravo, # the b\n     charlie]\n',
      '- list: l\n  items: [\n    alpha,\n    bravo, # the b\n    charlie\n    ]\n',
    ],
    [
      'a plain condition that is too long',
      rule('  condition: evt.type = open and (proc.name = bash or proc.name = zsh)\n'),
      rule('  condition:\n    evt.type = open\n    and (proc.name = bash or proc.name = zsh)\n'),
    ],
    [
      'deeper lines where a part is still too long',
      rule('  condition: (proc.name = some_long_name_a or proc.name = some_long_name_b) and x\n'),
      rule(
        '  condition:\n    (proc.name = some_long_name_a\n      or proc.name = some_long_name_b)\n    and x\n',
      ),
    ],
    [
      'words at the ends of lines, as the author has them',
      rule(
        '  condition: >\n    a_macro and\n    proc.name = some_long_name_a and proc.name = some_long_name_b\n',
      ),
      rule(
        '  condition: >\n    a_macro and\n    proc.name = some_long_name_a and\n    proc.name = some_long_name_b\n',
      ),
    ],
    [
      'values of a list in a condition',
      rule('  condition: >\n    proc.name in (alpha, bravo, charlie, delta, echo, foxtrot)\n'),
      rule('  condition: >\n    proc.name in (alpha, bravo, charlie, delta, echo,\n    foxtrot)\n'),
    ],
    [
      'not within quotes',
      rule('  condition: proc.cmdline contains "this and that and something else and"\n'),
      rule('  condition: proc.cmdline contains "this and that and something else and"\n'),
    ],
    [
      'a condition that is aligned below its key',
      rule('  condition: (a or\n              (b and\n               c))\n'),
      rule('  condition:\n    (a or\n      (b and\n        c))\n'),
    ],
    [
      'folded text',
      rule('  desc: >\n        one\n        two\n  condition: >-\n      a and\n      b\n'),
      rule('  desc: >\n    one\n    two\n  condition: >-\n    a and\n    b\n'),
    ],
    [
      'lines of a folded text that stand deeper, whose ends count',
      rule('  condition: >\n      a and (b or\n             c)\n'),
      rule('  condition: >\n    a and (b or\n           c)\n'),
    ],
    [
      'literal text, whose lines count',
      rule('  condition: |\n      evt.type = open and proc.name = some_long_name_a and proc.name = b\n'),
      rule('  condition: |\n    evt.type = open and proc.name = some_long_name_a and proc.name = b\n'),
    ],
    ['a given indentation', rule('  desc: |1\n     one\n    two\n'), rule('  desc: |1\n     one\n    two\n')],
    [
      'blanks at the ends of a text',
      rule('  desc: |\n     one \n      two\n\n'),
      rule('  desc: |\n    one \n     two\n'),
    ],
    ['an output in several lines', rule('  output: one\n    two\n'), rule('  output:\n    one\n    two\n')],
    ['quoted text in several lines', rule('  desc: "one\n         two"\n'), rule('  desc: "one\n    two"\n')],
    [
      'an output, however long',
      rule(`  output: ${'word '.repeat(20)}end\n`),
      rule(`  output: ${'word '.repeat(20)}end\n`),
    ],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });

  it.each([
    [
      'what is no YAML',
      '- list: a\n  items: [b\n- list:  c\n',
      '- list: a\n  items: [b\n- list: c\n',
      /no YAML/,
    ],
    ['explicit keys', '- ? list\n  :  a\n', '- ? list\n  :  a\n', /Another layout/],
    [
      'several documents',
      '- list:  a\n---\n- list: b\n',
      '- list:  a\n---\n- list: b\n',
      /several YAML documents/,
    ],
  ])('leaves alone %s', (_, before, after, reason) => {
    expect(formatted(before)).toBe(after);
    expect(formatRules(before, 60).leftAlone).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(reason) }),
    ]);
  });

  it('does what the documentation shows', () => {
    const page = readFileSync(new URL('../../docs/editing.md', import.meta.url), 'utf8');
    const [before, after] = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, block]) => block!);
    expect(formatted(before!, 80)).toBe(after);
  });

  it('changes nothing but what changes', () => {
    const text = '- list: a\n  items:  [b]\n\n- list: c\n  items: [d ]\n';
    expect(formatRules(text, 60).edits).toEqual([
      { span: { start: 19, end: 20 }, newText: '' },
      { span: { start: 46, end: 47 }, newText: '' },
    ]);
  });

  it('formats the lines of a range', () => {
    const { text, ranges } = markedText('- list: a\n  items:  [b]\n- list: c\n  items: <|  |>[d]\n');
    const edits = editsInLines(text, formatRules(text, 60).edits, ranges[0]!);
    expect(applyEdits(text, edits)).toBe('- list: a\n  items:  [b]\n- list: c\n  items: [d]\n');
  });
});

describe('a new line', () => {
  it.each([
    ['below a header', '- rule: R\n  condition: >\n<|>', '    '],
    ['within a text', '- rule: R\n  condition: >\n    a\n<|>', '    '],
    ['deeper within a text', '- rule: R\n  condition: >\n    a:\n      - b\n<|>', '      '],
    ['after the name of an item', '- rule: R\n<|>', '  '],
    ['below a list', '- rule: R\n  tags:\n<|>', '    - '],
    ['below a map', '- rule: R\n  override:\n<|>', '    '],
    ['after a value of a list', '- list: l\n  items:\n    - a\n<|>', '    - '],
    ['after a bracket', '- list: l\n  items: [\n<|>', '    '],
    ['before text that moves down', '- rule: R\n  tags:\n<|>x', '    '],
  ])('%s', (_, marked, indent) => {
    const { text, cursor } = withCursor(marked);
    expect(applyEdits(text, indentNewLine(text, cursor)).slice(cursor)).toBe(indent + text.slice(cursor));
  });

  it.each(['<|>', '- rule: R\n\n<|>', '- rule: R\n  # note\n<|>', '- rule: R\n  priority: INFO\n<|>'])(
    'leaves %j',
    (marked) => {
      const { text, cursor } = withCursor(marked);
      expect(indentNewLine(text, cursor)).toEqual([]);
    },
  );
});

/** What the engine would make of a file: everything that rules are made of. */
function meaning(text: string): unknown {
  const tables = createFieldTables(['container']);
  const { compiled, files } = loadFiles([readRulesFile({ name: 'f', text })], {
    engine: engineOf(defaultSettings),
    tables,
  });
  return {
    rules: [...compiled.rules.values()].map(
      ({ name, source, priority, description, output, tags, enabled, resolved, composed, expanded }) => ({
        ...{ name, source, priority, description, output, tags, enabled },
        condition: printCondition(resolved),
        text: [composed.text, expanded.text],
      }),
    ),
    macros: [...compiled.macros.values()].map(({ name, composed }) => [name, composed.text]),
    lists: [...compiled.lists.values()],
    problems: files[0]!.problems.map(({ finding }) => [finding.code, finding.message]),
  };
}

function expectSame(text: string, name: string, width = 120): { left: number } {
  const { edits, leftAlone } = formatRules(text, width);
  const once = applyEdits(text, edits);
  expect(meaning(once), name).toEqual(meaning(text));
  expect(applyEdits(once, formatRules(once, width).edits), `${name}, again`).toBe(once);
  return { left: leftAlone.length };
}

describe('the meaning of formatted rules', () => {
  it('stays for random rules in random layouts', () => {
    const word = fc.constantFrom(
      'a',
      'evt.type = open',
      'proc.name in (x,y, "z z")',
      'not (b or c)',
      '"',
      '(',
      '# c',
    );
    const text = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' and '));
    const indent = fc.integer({ min: 1, max: 6 }).map((n) => ' '.repeat(n));
    const scalar = fc.oneof(
      text.map((each) => ` ${each}\n`),
      fc
        .tuple(
          fc.constantFrom('>', '|', '>-', '|-', '>+'),
          fc.array(fc.tuple(indent, text), { minLength: 1, maxLength: 4 }),
        )
        .map(
          ([header, lines]) =>
            ` ${header}\n${lines.map(([deeper, line]) => `   ${deeper}${line}\n`).join('')}`,
        ),
      fc.array(text, { minLength: 2, maxLength: 4 }).map((lines) => ` ${lines.join('\n        ')}\n`),
    );
    const comment = fc.constantFrom('', '', '# at the margin\n', '  # within\n', '\n\n');
    const item = fc
      .tuple(fc.constantFrom('- macro: a', '-   macro:  b', '- rule: R'), scalar, comment, scalar, comment)
      .map(([head, condition, c1, output, c2]) => {
        const key = ' '.repeat(/^-\s+/.exec(head)![0].length);
        return `${head}\n${c1}${key}condition:${condition}${key}output:${output}${c2}`;
      });
    const file = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(''));
    fc.assert(
      fc.property(file, fc.integer({ min: 20, max: 120 }), (each, width) => {
        expectSame(each, each, width);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '- ',
      'rule: ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      ': ',
      '|',
      '>',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '? ',
      '---\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const once = applyEdits(text, formatRules(text, 40).edits);
        expect(applyEdits(once, formatRules(once, 40).edits)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  const examples = new URL('../../examples/rules/', import.meta.url);
  it.each(readdirSync(examples))('stays for the example %s', (name) => {
    expect(expectSame(readFileSync(new URL(name, examples), 'utf8'), name).left).toBe(0);
  });

  it.runIf(factsAvailable('formatting of published rules'))('stays for published rules', () => {
    const found = { files: 0, left: 0 };
    for (const folder of ['corpus/official', 'corpus/rules']) {
      const path = join(factsFolder()!, folder);
      for (const name of existsSync(path) ? readdirSync(path) : []) {
        found.files++;
        found.left += expectSame(readFileSync(join(path, name), 'utf8'), name).left;
      }
    }
    console.info(
      `formatted ${found.files} published files; ${found.left} items left alone, being no YAML for us`,
    );
    expect(found.files).toBeGreaterThan(100);
    // Two lists whose brackets go on without indentation, and a file of several documents.
    expect(found.left).toBeLessThanOrEqual(3);
  });
});
