import { describe, expect, it } from 'vitest';
import { filterDepthLimit, parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { printCondition } from '../../../server/src/falco/condition/print.ts';
import { factRows, factsAvailable } from '../../support/facts.ts';

/** The condition printed back as the engine prints it; parsing must have found no problem. */
function printed(text: string): string {
  const { tree, problems } = parseCondition(text);
  expect(problems, text).toEqual([]);
  return printCondition(tree);
}

/** The problems of a condition, each as `kind: characters`. */
function problems(text: string): string[] {
  return parseCondition(text).problems.map((p) => `${p.kind}: ${text.slice(p.span.start, p.span.end)}`);
}

describe('parseCondition', () => {
  it.each([
    ['evt.type = open', 'evt.type = open'],
    ['evt.type=open', 'evt.type = open'],
    ['a.b = 1 and c.d = 2 and e.f = 3', '(a.b = 1 and c.d = 2 and e.f = 3)'],
    ['a.b = 1 or c.d = 2 and e.f = 3', '(a.b = 1 or (c.d = 2 and e.f = 3))'],
    ['not not a.b = 1', 'a.b = 1'],
    ['not(a.b = 1)', 'not a.b = 1'],
    ['a.b=1 and(c.d=2)or(e.f=3)', '((a.b = 1 and c.d = 2) or e.f = 3)'],
    ['spawned_process', 'spawned_process'],
    ['proc.name in (a, "b c", d)', 'proc.name in (a, "b c", d)'],
    ['proc.name in ()', 'proc.name in ()'],
    ['proc.name exists', 'proc.name exists'],
    ['proc.name startswith anyof (a, b)', 'proc.name startswith anyof (a, b)'],
    ['proc.name startswith anyof', 'proc.name startswith anyof'],
    ['proc.name = oneof and a.b = 1', '(proc.name = oneof and a.b = 1)'],
    ['tolower(proc.name) = val(proc.pname)', 'tolower(proc.name) = val(proc.pname)'],
    ['evt.arg[0] = x and proc.aname["2"] = y', '(evt.arg[0] = x and proc.aname[2] = y)'],
    ["fd.name = 'it is'", 'fd.name = "it is"'],
    ['fd.name = "tab\\there"', 'fd.name = "tab\\there"'],
    ['proc.args contains "-e /bin/sh"', 'proc.args contains "-e /bin/sh"'],
    ['concat(proc.name, "-", 1) = x', 'concat(proc.name,-,1) = x'],
    ['proc.pid >= -5', 'proc.pid >= -5'],
  ])('reads %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it.each([
    ['', ['empty: ']],
    ['evt.type = ', ['missing-value: ']],
    ['evt.type like x', ['missing-operator: like']],
    ['evt.type == and proc.name = x', ['unexpected-text: proc.name']],
    ['(evt.type = open', ['unclosed-parenthesis: (']],
    ['evt.type = open)', ['unexpected-text: )']],
    ['evt.type = open proc.name = x', ['unexpected-text: proc.name']],
    ['evt.type in (open', ['unclosed-parenthesis: (']],
    ['proc.name in (a b) and evt.type @ 1', ['unclosed-parenthesis: b', 'missing-operator: @']],
    ['a.b = 1 and', ['missing-check: and']],
    ['a.b = 1 and and c.d = 1', ['unexpected-text: c.d']],
    ['fd.name = "bad \\q"', ['bad-escape: \\q']],
    ['evt.arg[] = x', ['bad-argument: []']],
    ['fd.num > x and evt.type like y', ['missing-value: x', 'missing-operator: like']],
    ['val(proc.name) = x', ['unexpected-text: (', 'unexpected-text: )']],
    ['a.b = val(x)', ['bad-transformer: x']],
  ])('finds what is wrong in %s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('stops at the depth where the engine stops', () => {
    const nested = (levels: number) => `${'('.repeat(levels)}a.b = 1${')'.repeat(levels)}`;
    expect(problems(nested(10))).toEqual([]);
    expect(parseCondition(nested(5000)).problems[0]?.kind).toBe('too-deep');
  });

  it('never throws and always gives a tree', () => {
    const text = 'not (evt.type in ("a", b) and val(c.d) startswith anyof (x,) or evt.arg[0] = "\\x41")';
    for (let end = 0; end <= text.length; end++) {
      for (const piece of [text.slice(0, end), text.slice(end)]) {
        expect(parseCondition(piece).tree.kind).toBeDefined();
      }
    }
  });
});

interface ConditionCase {
  id: string;
  condition: string;
  verdict: { ok: boolean; stage?: string; error?: string; pos?: { idx: number } };
}

const suite = 'condition syntax against the engine';
describe.runIf(factsAvailable(suite))(suite, () => {
  it.each(['condition-cases-21', 'condition-cases-22'])('%s: same verdict, message and place', (name) => {
    const wrong = factRows<ConditionCase>(`falco/${name}.jsonl`).filter(({ condition, verdict }) => {
      const first = parseCondition(condition, filterDepthLimit).problems[0];
      if (verdict.ok || verdict.stage !== 'parse') return first !== undefined;
      const idx = first && Buffer.byteLength(condition.slice(0, first.engineOffset));
      return first?.engineMessage !== verdict.error || idx !== verdict.pos?.idx;
    });
    expect(wrong.map(({ id, condition, verdict }) => ({ id, condition, verdict }))).toEqual([]);
  });
});
