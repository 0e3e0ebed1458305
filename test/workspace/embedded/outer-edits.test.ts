import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { findEmbedded } from '../../../server/src/workspace/embedded/find-embedded.ts';
import { outerEdits } from '../../../server/src/workspace/embedded/outer-edits.ts';
import { crlf, styles } from './styles.ts';

const rules = `- list: names
  items: [x]

- macro: m
  condition: >
    proc.name in (names)
    and fd.name = "😀 \\t규칙"
`;

/** The outer file after the only occurrence of `from` in its rules is replaced; undefined where that is refused. */
function edited(outer: string, from: string, to: string): string | undefined {
  const [embedded] = findEmbedded(outer);
  const start = embedded!.text.indexOf(from);
  expect(start).toBeGreaterThanOrEqual(0);
  const edits = outerEdits(outer, embedded!, [{ span: { start, end: start + from.length }, newText: to }]);
  return edits && applyEdits(outer, edits);
}

const changes: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a name', 'names', 'others'],
  ['a line', 'x]', 'x]\n  override: {items: append}'],
  ['an item before another', '- macro', '- list: new\n  items: []\n\n- macro'],
  ['an item at the start', '- list: names', '# 😀\n- list: new\n  items: []\n- list: names'],
  ['lines to one', '>\n    proc.name in (names)\n    and', 'proc.name in (names) and'],
  ['an item less', '- list: names\n  items: [x]\n\n', ''],
  ['text with quotes and backslashes', 'x]', '"a\\\\b", \'c\']'],
];

describe.each(styles)('an edit of rules written as: $style', ({ write }) => {
  it.each(changes)('%s', (_what, from, to) => {
    const expected = write(rules.replace(from, () => to));
    expect(edited(write(rules), from, to)).toBe(expected);
    const windows = edited(crlf(write(rules)), from, to);
    if (write(rules).includes('|') || write(rules).includes('- '))
      expect(windows?.replaceAll('\r\n', '\n')).toBe(expected);
    expect(windows).not.toMatch(/[^\r]\n/);
  });

  it('at the end', () => {
    const outer = write(rules);
    const [embedded] = findEmbedded(outer);
    const end = embedded!.text.trimEnd().length;
    const edits = outerEdits(outer, embedded!, [
      { span: { start: end, end }, newText: '\n- list: last\n  items: []' },
    ]);
    expect(applyEdits(outer, edits!)).toBe(write(`${rules}- list: last\n  items: []\n`));
  });
});

describe('refused', () => {
  it.each([
    ['lines in single quotes', "customRules:\n  r.yaml: '[{list: names, items: [x]}]'\n", 'x', 'x\ny'],
    [
      'a folded text that would be joined',
      'customRules:\n  r.yaml: >\n    - list: names\n      items: [x]\n',
      '- list',
      '- list: a\n- list',
    ],
    [
      'what an action writes',
      'data:\n  r.yaml: |\n    - list: names\n      items: [{{ .x }}]\n',
      'zzzzzzzz',
      'y',
    ],
    [
      'a copy of what an action writes',
      'data:\n  r.yaml: |\n    - list: names\n      items: [{{ .x }}, x]\n',
      ', x',
      ', zzzzzzzz',
    ],
  ])('%s', (_name, outer, from, to) => {
    expect(edited(outer, from, to)).toBeUndefined();
  });

  it.each([
    [
      'a word in single quotes',
      "customRules:\n  r.yaml: '[{list: names, items: [x]}]'\n",
      'x',
      "it's",
      "customRules:\n  r.yaml: '[{list: names, items: [it''s]}]'\n",
    ],
    [
      'beside an action',
      'data:\n  r.yaml: |\n    - list: names\n      items: [{{ .x }}, x]\n',
      'x]',
      'y]',
      'data:\n  r.yaml: |\n    - list: names\n      items: [{{ .x }}, y]\n',
    ],
    [
      'a word in a folded text',
      'customRules:\n  r.yaml: >\n    - list: names\n      items: [x]\n',
      'names',
      'n',
      'customRules:\n  r.yaml: >\n    - list: n\n      items: [x]\n',
    ],
    [
      'a flow list',
      'customRules: [{list: names, items: [x]}]\n',
      'x',
      'y, z',
      'customRules: [{list: names, items: [y, z]}]\n',
    ],
  ])('but not %s', (_name, outer, from, to, expected) => {
    expect(edited(outer, from, to)).toBe(expected);
  });
});
