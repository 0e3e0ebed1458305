import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../server/src/falco/condition/parse.ts';
import type { Condition } from '../../../server/src/falco/condition/tree.ts';
import { eventTypesOf, mostEventCodes } from '../../../server/src/falco/event-types/event-types.ts';
import { events } from '../../../server/src/falco/tables/events.ts';
import { factRows, factsAvailable } from '../../support/facts.ts';

/** The event types of a condition; its names, or the engine's message. */
function types(text: string, asyncEvents: readonly string[] = []) {
  const { tree, problems } = parseCondition(text);
  expect(problems, text).toEqual([]);
  return eventTypesOf(tree, asyncEvents);
}

function names(text: string): string {
  const result = types(text);
  return result.ok ? result.types.names.join(' ') : result.error;
}

function codes(text: string): number {
  const result = types(text);
  return result.ok ? result.types.codes : Number.NaN;
}

describe('eventTypesOf', () => {
  it.each([
    ['evt.type = open', 'open'],
    ['evt.type == open', 'open'],
    ['evt.type in (open, openat)', 'open openat'],
    ['evt.type = open and evt.type = openat', ''],
    ['evt.type = open or evt.type = openat', 'open openat'],
    ['evt.type = open and proc.name = x', 'open'],
    ['not (evt.type != open and evt.type != openat)', 'open openat'],
    ['not not evt.type = open', 'open'],
    ['not evt.type exists', ''],
    ['syscall.type = open', 'open'],
    ['evt.type = open and evt.num = 0', ''],
    ['evt.num = 0', ''],
    ['not evt.num >= 1', ''],
    ['evt.type = open and evt.num > 0', 'open'],
    ['evt.type = open and not proc.name = x', 'open'],
    // Negated, a transformer that ends with a literal counts as a check of the type.
    ['not concat(proc.name, "x") = y', ''],
    ['tolower(evt.type) = open', 'event code search does not support `evt.type` checks with transformers'],
    [
      'evt.type = val(proc.name)',
      'right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search',
    ],
  ])('%s', (text, expected) => {
    expect(names(text)).toBe(expected);
  });

  it.each([
    'proc.name = x',
    'not proc.name = x',
    'evt.type contains open',
    'evt.type = anyof (open)',
    'evt.type exists',
    'evt.num > 1',
    'evt.num = -1',
    'some_macro',
    'evt.type = open or proc.name = x',
  ])('%s can match every event', (text) => {
    expect(codes(text)).toBe(events.length);
    expect(codes(text)).toBeGreaterThan(mostEventCodes);
  });

  it('sees through macros', () => {
    const { tree } = parseCondition('open_write');
    const expansion = parseCondition('evt.type in (open, creat)').tree;
    const result = eventTypesOf({ ...tree, expansion } as typeof tree);
    expect(result.ok && result.types.names).toEqual(['creat', 'open']);
  });

  it('survives chains of macros of any length', () => {
    let tree: Condition = parseCondition('evt.type = open').tree;
    const span = { start: 0, end: 0 };
    for (let i = 0; i < 50_000; i++) tree = { kind: 'macro', name: 'm', span, expansion: tree };
    expect(eventTypesOf(tree).ok).toBe(true);
    for (let i = 0; i < 60; i++) tree = { kind: 'or', span, operands: [asMacro(tree), asMacro(tree)] };
    expect(eventTypesOf(tree).ok).toBe(true);
  });

  it('cannot tell system calls without an entry of their own apart, but lists them', () => {
    const result = types('evt.type = reboot');
    expect(result.ok && result.types.codes).toBe(2);
    expect(result.ok && result.types.names).toContain('sync');
    expect(result.ok && result.types.listed).toEqual(['asyncevent', 'reboot']);
  });

  it('lists what the system calls behind an event lead to', () => {
    const result = types('evt.type = accept');
    expect(result.ok && result.types.listed).toEqual(['accept', 'accept4', 'asyncevent']);
  });

  it('knows the events that plugins send', () => {
    const result = types('evt.type = pod_added', ['pod_added']);
    expect(result.ok && result.types.names).toEqual(['asyncevent']);
  });
});

function asMacro(expansion: Condition): Condition {
  return { kind: 'macro', name: 'm', span: expansion.span, expansion };
}

interface Case {
  readonly id: string;
  readonly condition: string;
  readonly verdict: { readonly evttypes: readonly string[]; readonly n_event_codes: number };
}

describe('recorded event types', () => {
  it.skipIf(!factsAvailable('recorded event types'))('are ours (needs the folder of facts)', () => {
    const cases = factRows<Case>('falco/evttypes-cases-31.jsonl');
    const wrong = cases.filter(({ condition, verdict }) => {
      const result = types(condition, ['container']);
      if (!result.ok || result.types.codes !== verdict.n_event_codes) return true;
      return result.types.names.join() !== [...verdict.evttypes].sort().join();
    });
    const share = (100 * (cases.length - wrong.length)) / cases.length;
    console.log(
      `evttypes-cases-31: ${cases.length - wrong.length} of ${cases.length} (${share.toFixed(2)} %)`,
    );
    expect(share, wrong.map((each) => each.condition).join('\n')).toBeGreaterThanOrEqual(99.5);
  });
});
