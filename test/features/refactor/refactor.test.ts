import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../server/src/falco/evaluate/evaluate.ts';
import { eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { fixAll } from '../../../server/src/features/fix-all.ts';
import { extractList } from '../../../server/src/features/refactor/extract-list.ts';
import { extractMacro } from '../../../server/src/features/refactor/extract-macro.ts';
import { inlineList, inlineListEverywhere } from '../../../server/src/features/refactor/inline-list.ts';
import { inlineMacro, inlineMacroEverywhere } from '../../../server/src/features/refactor/inline-macro.ts';
import { normalText } from '../../../server/src/features/refactor/keeps-meaning.ts';
import { type Refactoring, withEdits } from '../../../server/src/features/refactor/refactoring.ts';
import { sortItems } from '../../../server/src/features/refactor/sort-items.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import type { Span } from '../../../server/src/text/span.ts';
import type { RulesFile } from '../../../server/src/workspace/rules-file.ts';
import type { Snapshot } from '../../../server/src/workspace/workspace.ts';
import fc from '../../support/properties.ts';
import { refactored, selection } from './refactored.ts';

const rest = '  desc: d\n  output: o %proc.name\n  priority: INFO\n';
const rule = (condition: string) => `- rule: R\n  condition: ${condition}\n${rest}`;
const macro = (name: string, condition: string) => `- macro: ${name}\n  condition: ${condition}\n\n`;

describe('extract macro', () => {
  it.each([
    [
      'a check',
      'evt.type = open and <|proc.name = a|>',
      macro('new_macro', 'proc.name = a'),
      'evt.type = open and new_macro',
    ],
    [
      'a bracket',
      'evt.type = open and <|(proc.name = a or proc.name = b)|>',
      macro('new_macro', '(proc.name = a or proc.name = b)'),
      'evt.type = open and new_macro',
    ],
    [
      'what stands in a bracket',
      'evt.type = open and (<|proc.name = a or proc.name = b|>)',
      macro('new_macro', 'proc.name = a or proc.name = b'),
      'evt.type = open and (new_macro)',
    ],
    [
      'a bracket right after a word',
      'evt.type = open and not<|(proc.name = a or proc.name = b)|>',
      macro('new_macro', '(proc.name = a or proc.name = b)'),
      'evt.type = open and not new_macro',
    ],
    [
      'neighbours in a chain, blanks selected too',
      'evt.type = open and<| proc.name = a and proc.pname = b |>and user.name = c',
      macro('new_macro', 'proc.name = a and proc.pname = b'),
      'evt.type = open and new_macro and user.name = c',
    ],
    [
      'a not',
      'evt.type = open and <|not proc.name = a|>',
      macro('new_macro', 'not proc.name = a'),
      'evt.type = open and new_macro',
    ],
    [
      'the whole',
      '<|evt.type = open and proc.name = a|>',
      macro('new_macro', 'evt.type = open and proc.name = a'),
      'new_macro',
    ],
    [
      'an operand of or that is a chain of and',
      'evt.type = open or <|evt.type = close and proc.name = a|>',
      macro('new_macro', 'evt.type = close and proc.name = a'),
      'evt.type = open or new_macro',
    ],
  ])('%s', (_, before, made, after) => {
    expect(refactored(rule(before), extractMacro)).toBe(made + rule(after));
  });

  it.each([
    ['half a check', 'evt.type = <|open and proc.name = a|>'],
    ['across precedence', 'evt.type = open and <|proc.name = a or proc.name = b|>'],
    ['half a bracket', 'evt.type = open and <|(proc.name = a or proc.name = b|>)'],
    ['a macro', 'evt.type = open and <|m|>'],
  ])('not %s', (_, condition) => {
    const text = macro('m', 'proc.name = x') + rule(condition);
    expect(refactored(text, extractMacro)).toMatch(/^(?:Select a whole part|It is a macro already)/);
  });

  it('in folded text, over lines, with what needs a block and under comments', () => {
    const before = `# about R\n- rule: R\n  condition: >\n    evt.type = open and\n    <|(proc.name = "a: b"\n    or proc.name = c)|>\n${rest}`;
    const made = '- macro: new_macro\n  condition: >-\n    (proc.name = "a: b" or proc.name = c)\n\n';
    const after = `# about R\n- rule: R\n  condition: >\n    evt.type = open and\n    new_macro\n${rest}`;
    expect(refactored(before, extractMacro)).toBe(made + after);
  });

  it('takes a name that is free and says where it stands', () => {
    const { snapshot, file, span } = selection(
      macro('new_macro', 'x') + rule('evt.type = open and <|proc.name = a|>'),
    );
    const result = extractMacro(snapshot, file, span);
    expect(result).toMatchObject({ ok: true, rename: { file: file.uri, at: { line: 7, column: 33 } } });
  });

  it('in what is appended', () => {
    const more = (condition: string) =>
      `- rule: R\n  condition: ${condition}\n  override:\n    condition: append\n`;
    expect(refactored(`${rule('evt.type = open')}\n${more('and <|proc.name = a|>')}`, extractMacro)).toBe(
      `${rule('evt.type = open')}\n${macro('new_macro', 'proc.name = a')}${more('and new_macro')}`,
    );
  });

  it('refuses what the macro would not see: one that is defined later', () => {
    const text = rule('evt.type = open and <|m and proc.name = a|>') + macro('m', 'proc.pname = b');
    expect(refactored(text, extractMacro)).toContain('Falco would then say');
  });
});

describe('extract list', () => {
  it.each([
    ['all values', 'proc.name in (a, <|>b)', '[a, b]', 'proc.name in (proc_name_list)'],
    ['selected values', 'proc.name in (a, <|b, c|>, d)', '[b, c]', 'proc.name in (a, proc_name_list, d)'],
    [
      'quoted values',
      `proc.name in (<|>"a", "b c", 'd,e')`,
      `[a, '"b c"', '''d,e''']`,
      'proc.name in (proc_name_list)',
    ],
    [
      'values of a quantifier',
      'proc.name startswith anyof (<|>a, b)',
      '[a, b]',
      'proc.name startswith anyof (proc_name_list)',
    ],
  ])('%s', (_, before, items, after) => {
    const made = `- list: proc_name_list\n  items: ${items}\n\n`;
    expect(refactored(rule(`evt.type = open and ${before}`), extractList)).toBe(
      made + rule(`evt.type = open and ${after}`),
    );
  });

  it.each(['proc.name = <|>a', 'proc.name in (<|>shells)', 'proc.name in (<|>)'])(
    'not in %s',
    (condition) => {
      const text = `- list: shells\n  items: [a]\n\n${rule(condition)}`;
      expect(refactored(text, extractList)).toMatch(
        /^(?:Put the cursor|It is a list already|There are no values)/,
      );
    },
  );
});

describe('inline macro', () => {
  it.each([
    ['a check', 'proc.name = a', 'evt.type = open and <|>m', 'evt.type = open and proc.name = a'],
    [
      'or within and',
      'proc.name = a or proc.name = b',
      'evt.type = open and <|>m',
      'evt.type = open and (proc.name = a or proc.name = b)',
    ],
    [
      'and within and',
      '(proc.name = a and user.name = b)',
      'evt.type = open and <|>m',
      'evt.type = open and proc.name = a and user.name = b',
    ],
    [
      'and after not',
      'proc.name = a and user.name = b',
      'evt.type = open and not <|>m',
      'evt.type = open and not (proc.name = a and user.name = b)',
    ],
    [
      'where there are brackets',
      'proc.name = a or proc.name = b',
      'evt.type = open and not (<|>m)',
      'evt.type = open and not (proc.name = a or proc.name = b)',
    ],
    ['the whole condition', 'proc.name = a or proc.name = b', '<|>m', 'proc.name = a or proc.name = b'],
    [
      'not after not',
      'not proc.name = a',
      'evt.type = open and not <|>m',
      'evt.type = open and not not proc.name = a',
    ],
    [
      'into quotes',
      `proc.name = "it's"`,
      `'evt.type = open and <|>m'`,
      `'evt.type = open and proc.name = "it''s"'`,
    ],
  ])('%s', (_, definition, before, after) => {
    const text = macro('m', definition);
    expect(refactored(text + rule(before), atCursor(inlineMacro))).toBe(text + rule(after));
  });

  it('with brackets where more is appended', () => {
    const text = macro('m', 'proc.name = a or proc.name = b');
    const more = '- rule: R\n  condition: and evt.type = open\n  override:\n    condition: append\n';
    const after = rule('(proc.name = a or proc.name = b)');
    expect(refactored(text + rule('<|>m') + more, atCursor(inlineMacro))).toBe(text + after + more);
  });

  it('everywhere, across files, and takes the definition with its comments out', () => {
    const before = `#- a.yaml
# Head

# about m
- macro: m
  condition: proc.name = a or proc.name = b

- macro: n
  condition: not m
#- b.yaml
${rule('<|>m and n and evt.type = open and m')}`;
    const after = `#- a.yaml
# Head

- macro: n
  condition: not (proc.name = a or proc.name = b)
#- b.yaml
${rule('(proc.name = a or proc.name = b) and n and evt.type = open and (proc.name = a or proc.name = b)')}`;
    expect(refactored(before, atCursor(inlineMacroEverywhere))).toBe(after);
  });

  it.each([
    ['is defined twice', macro('m', 'proc.name = a') + macro('m', 'proc.name = b'), /more than once/],
    [
      'is appended to',
      `${macro('m', 'proc.name = a')}- macro: m\n  condition: or proc.name = b\n  append: true\n`,
      /Other items change/,
    ],
    ['is not there', '', /not defined|no macro here/],
    ['names one that is not there', macro('m', 'evt.type = read and later'), /has errors/],
  ])('not one that %s', (_, text, reason) => {
    expect(refactored(text + rule('evt.type = open and <|>m'), atCursor(inlineMacro))).toMatch(reason);
  });
});

describe('inline list', () => {
  const list = '- list: l\n  items: [a, \'"b c"\', d e]\n\n';

  it.each([['among values', 'proc.name in (x, <|>l)', 'proc.name in (x, a, "b c", "d e")']])(
    '%s',
    (_, before, after) => {
      expect(refactored(list + rule(before), atCursor(inlineList))).toBe(list + rule(after));
    },
  );

  it('everywhere, and takes the definition out', () => {
    const text = `#- a.yaml\n${list}- list: other\n  items: [z]\n#- b.yaml\n${rule('proc.name in (<|>l) or proc.pname in (l, x)')}`;
    expect(refactored(text, atCursor(inlineListEverywhere))).toBe(
      `#- a.yaml\n- list: other\n  items: [z]\n#- b.yaml\n${rule('proc.name in (a, "b c", "d e") or proc.pname in (a, "b c", "d e", x)')}`,
    );
  });

  it.each([
    ['another list uses it', `${list}- list: k\n  items: [l]\n`, /cannot be written/],
    ['it is empty', '- list: l\n  items: []\n', /is empty/],
    ['it is appended to', `${list}- list: l\n  items: [k]\n  append: true\n`, /Other items change/],
  ])('everywhere not where %s', (_, text, reason) => {
    expect(refactored(text + rule('proc.name in (<|>l)'), atCursor(inlineListEverywhere))).toMatch(reason);
  });
});

describe('sort items', () => {
  it('puts versions, lists, macros and rules in order, with their comments', () => {
    const list = '# the shells\n- list: l\n  items: [a]\n\n';
    const version = '- required_engine_version: 0.50.0\n\n';
    const used = macro('m', 'proc.name in (l)');
    const text = rule('evt.type = open and m');
    expect(refactored(`# Head\n\n${used}${text}\n${list}${version}`, sortItems)).toBe(
      `# Head\n\n${version}${list}${used}${text}\n`,
    );
  });

  it.each([
    ['they are in order', `- list: l\n  items: []\n\n${rule('evt.type = open')}`, /are in order/],
    ['the file is broken', '- list: [\n- rule: R\n', /cannot be cut/],
  ])('%s', (_, text, result) => {
    expect(refactored(text, sortItems)).toMatch(result);
  });
});

describe('fix all', () => {
  const fixed = (text: string) => {
    const { snapshot, file } = selection(text);
    return applyEdits(file.text, fixAll(snapshot, file));
  };

  it('makes every change that needs no choice, over several rounds', () => {
    const text = `${rule('evt.dir = < and evt.type = open and proc.name = a and proc.name = a and proc.name = a')}- rule: R
  condition: and user.name = x
  append: true
- rule: R
  enabled: false
`;
    expect(fixed(text)).toBe(`${rule('evt.type = open and proc.name = a')}- rule: R
  condition: and user.name = x
  override:
    condition: append
- rule: R
  enabled: false
  override:
    enabled: replace
`);
  });

  it('leaves what is for people to choose', () => {
    const text = rule('evt.type = open and proc.nam = a and proc.name = "/tmp/*"');
    expect(fixed(text)).toBe(text);
  });
});

type AtOffset = (snapshot: Snapshot, file: RulesFile, offset: number) => Refactoring;

function atCursor(refactor: AtOffset) {
  return (snapshot: Snapshot, file: RulesFile, { start }: Span) => refactor(snapshot, file, start);
}

describe('what refactored rules mean', () => {
  it('stays for random conditions, by their compiled text and on random alerts', () => {
    const names = ['a', 'b', 'c'];
    const check = fc.oneof(
      fc.constantFrom(...names).map((name) => `proc.name = ${name}`),
      fc.constantFrom(...names).map((name) => `proc.pname in (x, ${name}, "y z")`),
      fc.constantFrom('m', 'n', 'proc.name in (l)'),
    );
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        check,
        fc
          .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
          .map(([a, word, b]) => `${a} ${word} ${b}`),
        tie('condition').map((inner) => `(${inner})`),
        tie('condition').map((inner) => `not (${inner})`),
      ),
    }));
    const style = fc.constantFrom(
      (text: string) => text,
      (text: string) => `>\n    ${text.replace(/ (and|or) /g, '\n    $1 ')}`,
      (text: string) => `'${text}'`,
    );
    const place = fc.tuple(fc.nat(), fc.nat());
    const counts = { done: 0, refused: 0 };
    fc.assert(
      fc.property(condition, condition, condition, style, place, (m, n, text, written, [from, length]) => {
        const own = (each: string) => each.replace(/\b[mn]\b/g, 'proc.name = z');
        const head = `- list: l\n  items: [a, b]\n\n${macro('m', own(m))}${macro('n', n.replace(/\bn\b/g, 'm'))}`;
        const value = written(text);
        const { snapshot, file } = selection(head + rule(value));
        const first = head.length + '- rule: R\n  condition: '.length;
        const bounds = [...value.matchAll(/\b|(?<=\))|(?=\()/g)].map(({ index }) => first + index);
        const [i, j] = [from % bounds.length, length % bounds.length].sort((a, b) => a - b);
        const span = { start: bounds[i!]!, end: bounds[j!]! };
        for (const refactor of [
          extractMacro,
          extractList,
          ...[inlineMacro, inlineMacroEverywhere, inlineList, inlineListEverywhere].map(atCursor),
        ]) {
          const result = refactor(snapshot, file, span);
          if (!result.ok) counts.refused++;
          else {
            counts.done++;
            expectSameRules(snapshot, withEdits(snapshot, result.edits));
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(counts.done).toBeGreaterThan(100);
  });
});

function expectSameRules(before: Snapshot, after: Snapshot): void {
  const [a, b] = [before, after].map((each) => each.load.compiled.rules.get('R'));
  expect(normalText(b!.resolved)).toBe(normalText(a!.resolved));
  const table = before.tables.forSource('syscall')!;
  const [one, other] = [a!, b!].map(({ resolved }) => compileCondition(resolved, table, 'replay'));
  for (const name of ['a', 'b', 'x', 'z', 'y z', null]) {
    for (const parent of ['a', 'x', 'q']) {
      const event = eventOf({ 'proc.name': name, 'proc.pname': parent });
      expect(other!.evaluate(event)).toEqual(one!.evaluate(event));
    }
  }
}
