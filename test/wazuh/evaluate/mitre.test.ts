import { expect, it } from 'vitest';
import { type MitreDatabase, type MitreTechnique, resolveMitre } from '../../../server/src/wazuh/engine.ts';

const database: MitreDatabase = new Map<string, MitreTechnique>([
  ['T1', { name: 'One', tactics: { TA1: 'First', TA2: 'Second' } }],
  ['T2', { name: 'Two', tactics: { TA2: 'Second' } }],
]);

it.each([
  [[{ technique: 'T1' }], { id: ['T1'], tactic: ['First', 'Second'], technique: ['One'] }, []],
  [
    [{ technique: 'T9' }, { technique: 'T2' }],
    { id: ['T9', 'T2'], tactic: ['Second'], technique: ['Two'] },
    ["Mitre Technique ID 'T9' not found in database."],
  ],
  [[{ technique: 'T9' }], undefined, ["Mitre Technique ID 'T9' not found in database."]],
  [[{ technique: 'T1', tactic: 'TA2' }], { id: ['T1'], tactic: ['Second'], technique: ['One'] }, []],
  [[{ technique: 'T2', tactic: 'TA1' }], undefined, ["Mitre Tactic ID 'TA1' is not a tactic of 'T2'."]],
  [[], undefined, []],
])('%j', (references, mitre, warnings) => {
  expect(resolveMitre(references, database)).toEqual({ mitre, warnings });
});
