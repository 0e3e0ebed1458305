import { expect, it } from 'vitest';
import { CountedAlerts } from '../../server/src/replay/counted-alerts.ts';

const result = { verdict: true, missing: [], othersFire: [], othersUnknown: 0 } as const;

it('counts alerts by rule and verdict', () => {
  const counted = new CountedAlerts();
  counted.add('A', result);
  counted.add('B', { ...result, verdict: 'unknown', othersFire: ['C', 'D'] });
  counted.add('A', result);
  counted.add('A', { ...result, verdict: false });
  counted.add(undefined, { ...result, verdict: 'unnamed' });
  expect(counted).toMatchObject({ alerts: 5, othersFire: 1 });
  expect(counted.list()).toEqual([
    { rule: 'A', verdict: true, alerts: 2 },
    { rule: 'A', verdict: false, alerts: 1 },
    { rule: 'B', verdict: 'unknown', alerts: 1 },
    { verdict: 'unnamed', alerts: 1 },
  ]);
});

it('puts the rules beyond a thousand together', () => {
  const counted = new CountedAlerts();
  for (let i = 0; i < 1500; i++) counted.add(`R${i}`, result);
  expect(counted.list()).toHaveLength(1001);
  expect(counted.list().at(-1)).toEqual({ verdict: true, alerts: 500 });
});
