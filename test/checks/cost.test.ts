import { describe, expect, it } from 'vitest';
import { found, withCondition } from './found.ts';

const macros = '- macro: spawned\n  condition: evt.type in (execve, execveat) and evt.arg.res = 0\n';

describe('costly-check-first', () => {
  it.each([
    ['proc.cmdline regex a.*b and evt.type = execve', ['proc.cmdline regex a.*b']],
    ['not fd.name pmatch (/etc) and proc.name = a and evt.type = open', ['fd.name pmatch (/etc)']],
    ['proc.cmdline glob *a* and spawned', ['proc.cmdline glob *a*']],
    ['evt.type = execve and proc.cmdline regex a.*b', []],
    ['spawned and proc.cmdline glob *a*', []],
    ['proc.name = a and evt.type = execve', []],
    ['proc.cmdline regex a.*b and proc.name = a', []],
  ])('%s', (condition, expected) => {
    expect(found('costly-check-first', withCondition(condition, macros))).toEqual(expected);
  });
});

describe('all-ancestors', () => {
  it.each([
    ['evt.type = openat and proc.aname in (a, b)', ['proc.aname']],
    ['evt.type in (execve, connect) and not proc.aname = a', ['proc.aname']],
    ['evt.type = openat and proc.aname[2] = a', []],
    ['spawned and proc.aname = a', []],
    ['proc.aname = a', []],
  ])('%s', (condition, expected) => {
    expect(found('all-ancestors', withCondition(condition, macros))).toEqual(expected);
  });
});
