import { describe, expect, it } from 'vitest';
import { fixed, found, messages, withCondition } from './found.ts';

const macros = `- macro: spawned
  condition: evt.type in (execve, execveat)
- macro: opened
  condition: (evt.type = open or evt.type = openat)
- macro: shell
  condition: proc.name in (bash, sh)
- list: nothing
  items: []
- macro: never
  condition: (evt.num=0)
`;
const broken = `- macro: broken
  condition: proc.name = a and proc.name = b
`;

describe('never-holds', () => {
  it.each([
    ['proc.name = a and proc.name = b', ['proc.name = b']],
    ['evt.type = open and evt.type = close', ['evt.type = close']],
    ['spawned and evt.type = open', ['evt.type = open']],
    ['evt.type = open and spawned', ['spawned']],
    ['spawned and user.name = a and opened', ['opened']],
    ['shell and proc.name in (zsh, fish)', ['proc.name in (zsh, fish)']],
    ['shell and not proc.name in (sh, bash)', ['not proc.name in (sh, bash)']],
    ['proc.name = a and proc.name != a', ['proc.name != a']],
    ['user.name = x or (proc.name = a and proc.name = b)', ['proc.name = b']],
    ['proc.aname[2] = a and proc.aname[2] = b', ['proc.aname[2] = b']],
    ['evt.is_open_write = true and evt.is_open_write = false', ['evt.is_open_write = false']],
    ['not (proc.name != a or proc.name = a)', []],
    ['proc.name = a and proc.pname = b', []],
    ['proc.name = a or proc.name = b', []],
    ['shell and proc.name = sh', []],
    ['opened and evt.type in (openat, read)', []],
    ['proc.aname = a and proc.aname = b', []],
    ['proc.aname[2] = a and proc.aname[3] = b', []],
    ['fd.ip = 10.0.0.1 and fd.ip = 10.0.0.2', []],
    ['fd.port = 1 and fd.port = 2', []],
    ['proc.env[A] = 1 and proc.env[B] = 2', []],
    ['proc.name = a and proc.name startswith b', []],
    ['evt.type = open and never', []],
    ['not proc.name = a and not proc.name = b', []],
    ['proc.name != a and not proc.name != b', []],
    ['proc.name in (nothing) and proc.name = a', []],
  ])('%s', (condition, expected) => {
    expect(found('never-holds', withCondition(condition, macros))).toEqual(expected);
  });

  it('is said once of a macro, not of those that use it', () => {
    expect(found('never-holds', withCondition('evt.type = open and broken', broken))).toEqual([
      'proc.name = b',
    ]);
  });

  it('says what is left of the field', () => {
    expect(messages('never-holds', withCondition('shell and proc.name = zsh', macros))[0]).toContain(
      '`proc.name` is to be `zsh` here, but one of `bash`, `sh`',
    );
  });

  it('lasts no longer than the text where macros double', () => {
    const doubling = Array.from({ length: 12 }, (_, i) => {
      const condition = i === 0 ? 'proc.name = a' : `(m${i - 1} or m${i - 1})`;
      return `- macro: m${i}\n  condition: ${condition}\n`;
    }).join('');
    expect(found('never-holds', withCondition('m11 and proc.name = b', doubling))).toEqual(['proc.name = b']);
  });
});

describe('macros in macros', () => {
  const chain = (length: number) =>
    Array.from({ length }, (_, i) => {
      const condition = i === length - 1 ? 'proc.name = a' : `(m${i + 1})`;
      return `- macro: m${i}\n  condition: ${condition}\n`;
    })
      .reverse()
      .join('');

  it('are followed as deep as anybody writes them', () => {
    expect(found('never-holds', withCondition('m0 and proc.name = b', chain(20)))).toEqual(['proc.name = b']);
  });

  it('are left alone deeper down', () => {
    const yaml = `${chain(3000)}- macro: last\n  condition: proc.cmdline regex a and (m0 or proc.name != b)\n`;
    expect(found('always-holds', yaml)).toEqual([]);
  });
});

describe('always-holds', () => {
  it.each([
    ['proc.name != a or proc.name != b', ['proc.name != b']],
    ['not proc.name = a or not proc.name = b', ['not proc.name = b']],
    ['evt.type = open and (proc.name != a or proc.name != b)', ['proc.name != b']],
    ['proc.name != a and proc.name != b', []],
    ['proc.name != a or proc.pname != b', []],
    ['not proc.name in (a, b) or proc.name = c', []],
    ['fd.ip != 10.0.0.1 or fd.ip != 10.0.0.2', []],
  ])('%s', (condition, expected) => {
    expect(found('always-holds', withCondition(condition))).toEqual(expected);
  });
});

describe('repeated-check', () => {
  it.each([
    ['evt.type = open and proc.name = a and evt.type = open', ['evt.type = open']],
    ['evt.type=open or evt.type = open', ['evt.type = open']],
    ['spawned and proc.name = a and spawned', ['spawned']],
    ['proc.name = a and (user.name = b or user.name = b)', ['user.name = b']],
    ['proc.name = a or (proc.name = a and user.name = b)', []],
    ['evt.type = open and not evt.type = open', []],
    ['proc.name in (a, b) and proc.name in (b, a)', []],
  ])('%s', (condition, expected) => {
    expect(found('repeated-check', withCondition(condition, macros))).toEqual(expected);
  });

  it.each([
    ['evt.type = open and user.name = b and evt.type = open', 'evt.type = open and user.name = b'],
    ['(proc.name = a and proc.name = a) or user.name = b', '(proc.name = a) or user.name = b'],
    ['proc.name = a and (proc.name = a)', undefined],
  ])('the fix of %s', (condition, expected) => {
    const text = fixed('repeated-check', withCondition(condition));
    expect(text).toBe(expected === undefined ? undefined : withCondition(expected));
  });
});

describe('glob-in-equality', () => {
  it.each([
    ['fd.name = /etc/*', ['/etc/*']],
    ['fd.name="/etc/*"', ['"/etc/*"']],
    ['proc.name in (python*, ruby)', ['python*']],
    ['proc.name != nc*', ['nc*']],
    ['fd.name = *', []],
    ['fd.name glob /etc/*', []],
    ['proc.cmdline = "rm *"', []],
    ['proc.args contains *', []],
  ])('%s', (condition, expected) => {
    expect(found('glob-in-equality', withCondition(condition))).toEqual(expected);
  });

  it.each([
    ['fd.name = /etc/*', 'fd.name glob /etc/*'],
    ['fd.name=/etc/*', 'fd.name glob /etc/*'],
    ['fd.name != /etc/*', undefined],
    ['proc.name in (a*)', undefined],
    ['fd.name = /etc/[a]*', undefined],
  ])('the fix of %s', (condition, expected) => {
    const text = fixed('glob-in-equality', withCondition(condition));
    expect(text).toBe(expected === undefined ? undefined : withCondition(expected));
  });
});
