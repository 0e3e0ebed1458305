import { describe, expect, it } from 'vitest';
import { compilePathPrefixes } from '../../../server/src/falco/evaluate/path-prefixes.ts';

describe('compilePathPrefixes', () => {
  it.each([
    [['/usr'], '/usr/lib', true],
    [['/usr'], '/usr', true],
    [['/usr'], '/usrlocal', false],
    [['/usr/lib'], '/usr', false],
    [['/'], '/anything', true],
    [[''], 'anything', true],
    [['/etc/'], '/etc//passwd', true],
    [['etc'], '/etc/passwd', true],
    [['/a/b', '/a'], '/a/c', true],
    [['/a', '/a/b'], '/a/c', true],
    [['/home/*/.ssh'], '/home/x/.ssh/id', true],
    [['/home/*/.ssh'], '/home/x/y/.ssh', false],
    [['/proc/[0-9]', '/proc/self'], '/proc/self/fd', true],
    [[], '/a', false],
  ])('%j on %s is %s', (paths, path, expected) => {
    expect(compilePathPrefixes(paths)(path)).toBe(expected);
  });
});
