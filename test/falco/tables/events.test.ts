import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  argumentNames,
  argumentsOf,
  events,
  eventsNamed,
  eventTypes,
  isEventType,
  longestArgument,
} from '../../../server/src/falco/tables/events.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';

describe('event types', () => {
  it('are known by name, an empty text included', () => {
    expect(isEventType('openat')).toBe(true);
    expect(isEventType('acct')).toBe(true);
    expect(isEventType('')).toBe(true);
    expect(isEventType('openatx')).toBe(false);
    expect(isEventType('OPEN')).toBe(false);
  });
  it('have a kind', () => {
    expect(eventTypes.get('openat')).toBe('syscall');
    expect(eventTypes.get('pluginevent')).toBe('plugin');
    expect(eventTypes.get('procexit')).toBeDefined();
  });
  it('find their table entries, older shapes included', () => {
    expect(events[2]?.name).toBe('open');
    expect(eventsNamed('execve').length).toBeGreaterThan(2);
    expect(eventsNamed('acct')).toEqual([]);
  });
});

describe('event arguments', () => {
  it('are those of today’s shapes, each name once', () => {
    const names = argumentsOf('openat').map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(['fd', 'dirfd', 'name', 'flags', 'mode', 'dev', 'ino']));
    expect(names.length).toBe(new Set(names).size);
  });
  it('are found by their longest prefix', () => {
    expect(longestArgument('flagsx')).toEqual({ name: 'flags', type: 'FLAGS32' });
    expect(longestArgument('newpath')?.name).toBe('newpath');
    expect(longestArgument('zzz')).toBeUndefined();
  });
});

describe('the measured event table', () => {
  const available = factsAvailable('events');
  const run = available ? it : it.skip;
  const reason = available ? '' : ' (skipped: no folder of measured facts)';
  run(`has the same types and arguments${reason}`, () => {
    const facts = JSON.parse(readFileSync(join(factsFolder() ?? '', 'falco/events.json'), 'utf8')) as {
      valid_evt_type_values: string[];
      arg_names: string[];
      events: unknown[];
    };
    expect(['', ...eventTypes.keys()].sort()).toEqual(facts.valid_evt_type_values.sort());
    expect([...argumentNames()].sort()).toEqual(facts.arg_names.sort());
    expect(events.length).toBe(facts.events.length);
  });
});
