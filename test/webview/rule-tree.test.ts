import { describe, expect, it } from 'vitest';
import type { TreeLine } from '../../client/webview/replay/fold-tree.ts';
import { RuleTree } from '../../client/webview/replay/rule-tree.ts';
import type { ReplayExplanation, ReplayRuleResult } from '../../server/src/protocol.ts';

function rule(
  name: string,
  verdict: boolean | 'unknown',
  more: Partial<ReplayRuleResult> = {},
): ReplayRuleResult {
  return { name, verdict, missing: [], enabled: true, named: false, ...more };
}

function check(left: string, value: string | undefined, wanted: string[], operator = '='): ReplayExplanation {
  const verdict = value === undefined ? 'unknown' : true;
  const reason = `${left} was not recorded`;
  return {
    kind: 'check',
    verdict,
    decides: true,
    parts: [],
    check: { left, operator, value, wanted },
    reason,
  };
}

const explanation: ReplayExplanation = {
  kind: 'and',
  verdict: true,
  decides: true,
  parts: [
    {
      kind: 'macro',
      name: 'spawned',
      verdict: true,
      decides: true,
      parts: [check('evt.type', '"execve"', ['execve'])],
    },
    check('proc.name', '"sh"', ['sh', 'bash'], 'in'),
  ],
};

interface Opened {
  tree: RuleTree;
  asked: string[];
}

function open(opened: Record<string, boolean> = {}): Opened {
  const asked: string[] = [];
  const tree = new RuleTree(opened, (name) => asked.push(name));
  tree.take([
    rule('Silent', false),
    rule('Unknown', 'unknown', { missing: ['fd.num'] }),
    rule('Fires', true, { enabled: false }),
    rule('Named', true, { named: true }),
  ]);
  return { tree, asked };
}

function text({ depth, label, expanded }: TreeLine): string {
  const mark = expanded === undefined ? ' ' : expanded ? '-' : '+';
  return `${'  '.repeat(depth - 1)}${mark} ${label.map((part) => part.text).join(' ')}`;
}

function texts({ tree }: Opened): string[] {
  return tree.lines.map(text);
}

function active({ tree }: Opened): string | undefined {
  return tree.activeOf(tree.lines)?.id;
}

describe('the rules', () => {
  it('stand in the order of their use: named, firing, unknown, others; the named one is explained', () => {
    const opened = open();
    expect(texts(opened)).toEqual([
      '- Named named by the alert',
      '    Explaining …',
      '+ Fires switched off',
      '+ Unknown not in the alert: fd.num',
      '+ Silent',
    ]);
    expect(opened.asked).toEqual(['Named']);
  });

  it('show their conditions once explained, macros folded', () => {
    const opened = open();
    opened.tree.takeExplanation('Named', explanation);
    expect(texts(opened).slice(0, 4)).toEqual([
      '- Named named by the alert',
      '  - all of these',
      '    + spawned macro',
      '      proc.name in (sh, bash) is "sh"',
    ]);
  });

  it('say so where a rule has gone', () => {
    const opened = open();
    opened.tree.takeExplanation('Named', null);
    expect(texts(opened)[1]).toBe('    The rule is no longer there.');
  });

  it('ask for the explanation of a rule that is opened, once', () => {
    const opened = open();
    const silent = () => opened.tree.lines.find(({ id }) => id === 'Silent')!;
    opened.tree.toggle(silent());
    opened.tree.takeExplanation('Silent', explanation);
    opened.tree.toggle(silent());
    opened.tree.toggle(silent());
    expect(opened.asked).toEqual(['Named', 'Silent']);
    expect(opened.tree.opened).toEqual({ Silent: true });
  });

  it('keep an explanation until a newer one comes, and ask for that', () => {
    const opened = open();
    opened.tree.takeExplanation('Named', explanation);
    opened.tree.take([rule('Named', false, { named: true })]);
    expect(opened.asked).toEqual(['Named', 'Named']);
    expect(texts(opened)[1]).toBe('  - all of these');
  });

  it('are as the user left them', () => {
    const opened = open({ Named: false, 'Fires/0/0': true });
    expect(texts(opened)[0]).toBe('+ Named named by the alert');
    expect(opened.asked).toEqual([]);
  });
});

describe('a check', () => {
  const words = (part: ReplayExplanation) => {
    const opened = open();
    opened.tree.takeExplanation('Named', part);
    return texts(opened)[1]!.trim();
  };
  it.each([
    ['its value', check('fd.num', '3', ['3'], '>='), 'fd.num >= 3 is 3'],
    ['why there is none', check('fd.num', undefined, ['3']), 'fd.num = 3 fd.num was not recorded'],
    ['nothing on the right of exists', check('fd.num', '3', [], 'exists'), 'fd.num exists is 3'],
    ['a list of one in brackets', check('a', '1', ['1'], 'in'), 'a in (1) is 1'],
    [
      'a quantified list in brackets',
      check('a', '1', ['1'], 'startswith anyof'),
      'a startswith anyof (1) is 1',
    ],
    [
      'the beginning of a long list',
      check('a', '1', [...'abcdefghij'], 'in'),
      'a in (a, b, c, d, e, f, g, h, … 2 more) is 1',
    ],
  ])('shows %s', (_, part, expected) => {
    expect(words(part)).toBe(expected);
  });
});

describe('the keys', () => {
  it.each([
    [['ArrowDown'], 'Named/0'],
    [['End'], 'Silent'],
    [['End', 'Home'], 'Named'],
    [['End', 'ArrowDown'], 'Silent'],
    [['ArrowRight'], 'Named/0'],
    [['ArrowRight', 'ArrowRight'], 'Named/0/0'],
    [['ArrowDown', 'ArrowDown', 'ArrowLeft'], 'Named/0'],
    [['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight'], 'Named/0/0/0'],
    [['ArrowDown', 'ArrowDown', ' ', 'ArrowDown'], 'Named/0/0/0'],
    [['ArrowLeft', 'ArrowDown'], 'Fires'],
  ])('%j lead to %s', (keys, id) => {
    const opened = open();
    opened.tree.takeExplanation('Named', explanation);
    for (const key of keys) expect(opened.tree.press(key)).toBe(true);
    expect(active(opened)).toBe(id);
  });

  it('leave other keys to the page', () => {
    expect(open().tree.press('Tab')).toBe(false);
    expect(new RuleTree({}, () => {}).press('ArrowDown')).toBe(false);
  });
});
