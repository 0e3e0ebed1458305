import { describe, expect, it } from 'vitest';
import { mayBeNewer, tactics, techniqueIds, techniqueOf } from '../../../server/src/falco/tables/attack.ts';

describe('the table of MITRE ATT&CK', () => {
  it('is that of a whole matrix', () => {
    expect(tactics.size).toBe(14);
    expect(techniqueIds.length).toBeGreaterThan(600);
  });

  it('has a name and tactics for every technique, and its parent for every sub-technique', () => {
    for (const id of techniqueIds) {
      const technique = techniqueOf(id)!;
      expect(id).toMatch(/^T\d{4}(?:\.\d{3})?$/);
      expect(technique.name, id).not.toBe('');
      expect(technique.tactics.length, id).toBeGreaterThan(0);
      expect([...tactics.values()]).toEqual(expect.arrayContaining([...technique.tactics]));
      expect(techniqueOf(id.split('.')[0]!), id).toBeDefined();
    }
  });

  it.each([
    ['T1059', 'Command and Scripting Interpreter', ['execution']],
    ['T1611', 'Escape to Host', ['privilege_escalation']],
    ['T1098.004', 'SSH Authorized Keys', ['persistence', 'privilege_escalation']],
  ])('knows %s', (id, name, expected) => {
    expect(techniqueOf(id)?.name).toBe(name);
    expect([...(techniqueOf(id)?.tactics ?? [])].sort()).toEqual(expected);
  });

  it.each([
    ['T1999', true],
    ['T1059.015', true],
    ['T1059.099', false],
    ['T1117', false],
  ])('%s may be newer: %s', (id, expected) => {
    expect(techniqueOf(id)).toBeUndefined();
    expect(mayBeNewer(id)).toBe(expected);
  });
});
