import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import { compileCondition, type Mode } from '../../../server/src/falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../../server/src/falco/evaluate/event.ts';
import { type Explanation, explain } from '../../../server/src/falco/evaluate/explain.ts';
import { createFieldTables } from '../../../server/src/falco/tables/fields.ts';

const fields = createFieldTables(['container']).forSource('syscall')!;

function explained(text: string, values: Record<string, EventValue>, mode: Mode = 'replay'): Explanation {
  const { tree } = parseCondition(text);
  return explain(compileCondition(tree, fields, mode), eventOf(values));
}

/** The explanation in one line: `*` where a part decides, `+ - ?` for its verdict. */
function line(explanation: Explanation): string {
  const mark = explanation.verdict === 'unknown' ? '?' : explanation.verdict ? '+' : '-';
  const head = `${explanation.decides ? '*' : ''}${mark}`;
  switch (explanation.kind) {
    case 'and':
    case 'or':
      return `${head}${explanation.kind}(${explanation.parts.map(line).join(' ')})`;
    case 'not':
      return `${head}not(${line(explanation.part)})`;
    case 'macro':
      return `${head}${explanation.name}(${line(explanation.part)})`;
    case 'check':
      return `${head}${explanation.left}`;
    case 'nothing':
      return `${head}nothing`;
  }
}

describe('the tree', () => {
  const values = { 'proc.name': 'bash', 'user.name': 'root' };

  it.each([
    ['proc.name = bash and user.name = x', '*-and(+proc.name *-user.name)'],
    ['proc.name = bash and user.name = root', '*+and(*+proc.name *+user.name)'],
    ['proc.name = bash or fd.name = x', '*+or(*+proc.name ?fd.name)'],
    ['proc.name = bash and fd.name = x', '*?and(+proc.name *?fd.name)'],
    ['not (proc.name = x or user.name = y)', '*+not(*-or(*-proc.name *-user.name))'],
    ['proc.name = bash and (user.name = x or fd.name = y)', '*?and(+proc.name *?or(-user.name *?fd.name))'],
    ['some_macro', '*?nothing'],
  ])('%s', (text, expected) => {
    expect(line(explained(text, values))).toBe(expected);
  });

  it('folds macros', () => {
    const macro = parseCondition('shell').tree;
    const expansion = parseCondition('proc.name = bash').tree;
    const condition = compileCondition({ ...macro, expansion } as typeof macro, fields, 'replay');
    expect(line(explain(condition, eventOf(values)))).toBe('*+shell(*+proc.name)');
  });
});

/** The explanation of a single check. */
function check(text: string, values: Record<string, EventValue>, mode: Mode = 'replay') {
  const explanation = explained(text, values, mode);
  if (explanation.kind !== 'check') throw new Error(`${text} is no single check`);
  return explanation;
}

describe('a check', () => {
  it('shows what it compared', () => {
    expect(check('tolower(proc.name) startswith anyof (a, "b c")', { 'proc.name': 'Bash' })).toEqual({
      kind: 'check',
      span: { start: 0, end: 46 },
      verdict: false,
      decides: true,
      left: 'tolower(proc.name)',
      operator: 'startswith anyof',
      value: '"bash"',
      wanted: ['a', 'b c'],
      fields: [{ name: 'proc.name', value: 'Bash' }],
      reason: 'tolower(proc.name) is "bash", so this is false',
    });
  });

  it('shows the value of the right-hand field', () => {
    const explanation = check('proc.name = val(proc.pname)', { 'proc.name': 'a', 'proc.pname': 'b' });
    expect(explanation.wanted).toEqual(['"b"']);
    expect(explanation.fields.map((field) => field.name)).toEqual(['proc.name', 'proc.pname']);
  });

  it.each<[string, Record<string, EventValue>, string]>([
    ['fd.name = x', {}, 'fd.name was not recorded'],
    ['fd.name != x', { 'fd.name': null }, 'fd.name has no value, so every check on it is false, even !='],
    ['fd.name exists', { 'fd.name': null }, 'fd.name has no value'],
    [
      'len(fd.name) = 1',
      { 'fd.name': null },
      'fd.name has no value, so every check that needs it is false, even !=',
    ],
    ['fd.sip = 1.1.1.1', { 'fd.sip': 'x' }, 'the recorded fd.sip is no value of type IPADDR'],
    ['fd.sip = 1.1.1.1', { 'fd.sip': '10.0.0.1' }, 'fd.sip is "10.0.0.1", so this is false'],
    ['fd.sip = ::1', { 'fd.sip': '::1' }, 'fd.sip is "::1", so this is true'],
    ['proc.pid = 1', { 'proc.pid': 1 }, 'proc.pid is 1, so this is true'],
    ['proc.aname = sh', { 'proc.aname': ['a', 'sh'] }, 'proc.aname is ("a", "sh"), so this is true'],
    ['b64(fd.name) = x', { 'fd.name': '!' }, 'b64(fd.name) has no result, so every check on it is false'],
    ['evt.num = 0', {}, 'Falco numbers events from 1, so this is always false'],
    ['toupper(fd.name) = X', { 'toupper(fd.name)': 'X' }, 'toupper(fd.name) is "X", so this is true'],
    ['proc.pid = x', {}, 'Falco does not load this check: x is not a valid number'],
  ])('says why: %s with %s', (text, values, reason) => {
    expect(check(text, values).reason).toBe(reason);
  });

  it('says in engine mode that what is not there has no value', () => {
    expect(check('fd.name = x', {}, 'engine').reason).toContain('fd.name has no value');
  });

  it('notes where the engine does not do what is written', () => {
    expect(check('fd.ip in (1.1.1.1)', { 'fd.ip': '1.1.1.1' }).note).toContain('never finds fd.ip with in');
    expect(check('proc.aname = anyof (a, b)', {}).note).toContain('the first value only');
    expect(check('proc.name = anyof (a, b)', {}).note).toBeUndefined();
  });
});
