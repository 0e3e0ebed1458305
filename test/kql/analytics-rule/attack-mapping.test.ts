import { expect, it } from 'vitest';
import { attackMapping } from '../../../server/src/kql/analytics-rule/attack-mapping.ts';

it.each<[tags: string[], tactics: string[], techniques: string[], codes: string[]]>([
  [['container', 'mitre_execution', 'T1059'], ['Execution'], ['T1059'], []],
  [['mitre_credential_access', 'T1555'], ['CredentialAccess'], ['T1555'], []],
  [['TA0011'], ['CommandAndControl'], [], []],
  [['T1059.004', 'mitre_execution'], ['Execution'], ['T1059.004'], []],
  // Tactics in the order of the matrix, each once.
  [['mitre_persistence', 'mitre_execution', 'TA0002'], ['Execution', 'Persistence'], [], []],
  // Without a tactic those of the techniques.
  [['T1611'], ['PrivilegeEscalation'], ['T1611'], []],
  [['T1059', 'mitre_discovery'], ['Discovery'], [], ['sentinel-technique-tactic']],
  [['T9999', 'mitre_discovery'], ['Discovery'], [], ['sentinel-technique']],
  [['mitre_magic', 'TA9999'], [], [], ['sentinel-tactic', 'sentinel-tactic']],
  [['T1059', 'T1059'], ['Execution'], ['T1059'], []],
  [['network', 't1059', 'T10'], [], [], []],
])('%j', (tags, tactics, techniques, codes) => {
  const mapping = attackMapping(tags);
  expect(mapping.tactics).toEqual(tactics);
  expect(mapping.techniques).toEqual(techniques);
  expect(mapping.problems.map(({ code }) => code)).toEqual(codes);
});
