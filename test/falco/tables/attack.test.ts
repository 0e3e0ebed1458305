import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  attackTag,
  attackVersion,
  mayBeNewer,
  tactics,
  tacticsInOrder,
  techniqueIds,
  techniqueOf,
} from '../../../server/src/falco/tables/attack.ts';

describe('the table of MITRE ATT&CK', () => {
  it('is that of a whole matrix', () => {
    expect(tactics.size).toBe(14);
    expect(techniqueIds().length).toBeGreaterThan(600);
  });

  it('has a name and tactics for every technique, and its parent for every sub-technique', () => {
    for (const id of techniqueIds()) {
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

  it('has the tactics in the order of the matrix too', () => {
    expect(tacticsInOrder.map(({ title }) => title)).toEqual([
      ...['Reconnaissance', 'Resource Development', 'Initial Access', 'Execution', 'Persistence'],
      ...['Privilege Escalation', 'Defense Evasion', 'Credential Access', 'Discovery', 'Lateral Movement'],
      ...['Collection', 'Command and Control', 'Exfiltration', 'Impact'],
    ]);
  });

  it.each([
    ['mitre_execution', { is: 'tactic', tactic: 'execution' }],
    ['TA0011', { is: 'tactic', tactic: 'command_and_control' }],
    ['T1059', { is: 'technique', technique: { id: 'T1059' } }],
    ['mitre_excution', { is: 'unknown', what: 'tactic' }],
    ['TA9999', { is: 'unknown', what: 'tactic' }],
    ['T9999', { is: 'unknown', what: 'technique' }],
  ])('reads the tag %s', (tag, expected) => {
    expect(attackTag(tag)).toMatchObject(expected);
  });

  it.each(['container', 't1059', 'T10', 'execution', 'T1059.4'])('leaves the tag %s alone', (tag) => {
    expect(attackTag(tag)).toBeUndefined();
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

describe('the generator of the table', () => {
  const file = new URL('../../../server/src/falco/tables/attack.generated.json', import.meta.url);
  const committed = readFileSync(file, 'utf8');
  const source = [{ source_name: 'capec', external_id: 'x' }];
  const known = (id: string) => [...source, { source_name: 'mitre-attack', external_id: id }];
  const phase = (name: string) => ({ kill_chain_name: 'mitre-attack', phase_name: name });

  it('takes ids, names and tactics from a STIX bundle, and leaves out what is revoked or deprecated', async () => {
    const { attackTable } = await import(new URL('../../../tools/tables/attack.mjs', import.meta.url).href);
    const technique = (id: string, name: string, phases: string[], more = {}) => {
      const kill_chain_phases = [...phases.map(phase), { kill_chain_name: 'other', phase_name: 'x' }];
      return { type: 'attack-pattern', name, kill_chain_phases, external_references: known(id), ...more };
    };
    const objects = [
      { type: 'x-mitre-collection', x_mitre_version: '17.1', modified: '2025-05-06T14:00:00.188Z' },
      { type: 'x-mitre-tactic', x_mitre_shortname: 'impact', external_references: known('TA0040') },
      { type: 'x-mitre-tactic', x_mitre_shortname: 'initial-access', external_references: known('TA0001') },
      technique('T1002', 'Two "words"', ['impact', 'initial-access']),
      technique('T1001', 'One', ['impact']),
      technique('T1003', 'Old', ['impact'], { revoked: true }),
      technique('T1004', 'Older', ['impact'], { x_mitre_deprecated: true }),
    ];
    const text = attackTable({ objects });
    expect(JSON.parse(text)).toMatchObject({
      version: '17.1',
      tactics: [
        ['TA0001', 'initial_access'],
        ['TA0040', 'impact'],
      ],
      techniques: { T1001: ['One', 1], T1002: ['Two "words"', 1, 0] },
    });
    expect(text).not.toContain('T1003');
  });

  it('wrote the committed file: nobody edits it by hand', () => {
    // Its form, and its content as it was made from the bundle of version 17.1; a newer version brings another sum.
    const { version, notice, tactics: rows, techniques } = JSON.parse(committed);
    expect([version, attackVersion]).toEqual(['17.1', '17.1']);
    expect(notice).toContain('reproduced and distributed with the permission of The MITRE Corporation');
    const ids = Object.keys(techniques);
    expect([ids, rows]).toEqual([[...ids].sort(), [...rows].sort()]);
    expect(createHash('sha256').update(committed).digest('hex')).toBe(
      'e4a9eed7bcd6d52daf460647500741b1ee65bcca3bbc36ed5c0d5f118650be20',
    );
  });
});
