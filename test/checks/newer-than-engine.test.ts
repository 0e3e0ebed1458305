import { describe, expect, it } from 'vitest';
import { found, messages, ruleWith, withCondition } from './found.ts';

describe('newer-than-engine', () => {
  it.each([
    ['0.38.0', 'proc.cmdline regex a.*b', ['regex']],
    ['0.42.0', 'proc.cmdline regex a.*b', []],
    ['0.26.0', 'tolower(proc.name) = a', ['tolower']],
    ['0.40.0', 'tolower(proc.name) = a', []],
    ['0.40.0', 'len(proc.name) > 3 and basename(proc.exe) = a', ['len', 'basename']],
    ['0.26.0', 'proc.name = val(proc.pname)', ['val']],
    ['0.58.0', 'proc.name startswith anyof (a, b)', ['startswith anyof']],
    ['0.62.0', 'proc.name startswith anyof (a, b)', []],
    ['0.57.0', 'evt.type = open and concat(proc.name, proc.pname) = a', ['concat']],
    ['0.63.0', 'proc.name startswith anyof (a, b)', []],
    ['0.62.0', String.raw`proc.name = "\x41"`, [String.raw`"\x41"`]],
    ['0.62.0', String.raw`proc.name = "\\x41"`, []],
    ['0.46.0', 'proc.args[0] = a and proc.env[A] = b', ['0']],
    ['0.50.0', 'proc.args[0] = a and proc.aname[2] = b', []],
    ['0.59.0', 'getopt(proc.args, "c:")[c] = a', ['getopt', 'c']],
  ])('engine %s: %s', (engine, condition, expected) => {
    expect(found('newer-than-engine', withCondition(condition), { engine })).toEqual(expected);
  });

  it.each([
    ['a key', ruleWith({ capture: 'true' }), '0.50.0', ['capture']],
    ['an override', '- list: a\n  items: [b]\n  override:\n    items: append\n', '0.26.0', ['override']],
    [
      'a transformer in an output',
      ruleWith({ output: 'x %toupper(proc.name) %user.name' }),
      '0.31.0',
      ['%toupper(proc.name)'],
    ],
    ['a version of three numbers', '- required_engine_version: 0.10.0\n', '0.26.0', ['0.10.0']],
    ['a version of one number', '- required_engine_version: 10\n', '0.26.0', []],
    ['what was always there', ruleWith({ tags: '[a]' }), '0.11.0', []],
  ])('%s', (_what, yaml, engine, expected) => {
    expect(found('newer-than-engine', yaml, { engine })).toEqual(expected);
  });

  it('says since when, and what is checked for', () => {
    const [message] = messages('newer-than-engine', withCondition('proc.name iglob a*'), {
      engine: '0.12.0',
    });
    expect(message).toBe(
      'The operator `iglob` exists since Falco 0.38.0 (engine 0.32.0); the engine checked for is 0.12.0.',
    );
  });
});
