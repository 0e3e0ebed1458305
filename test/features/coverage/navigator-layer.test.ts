import { describe, expect, it } from 'vitest';
import { AlertTally } from '../../../server/src/features/coverage/alert-tally.ts';
import { coverage } from '../../../server/src/features/coverage/coverage.ts';
import { type LayerScore, navigatorLayer } from '../../../server/src/features/coverage/navigator-layer.ts';
import { question } from '../question.ts';
import { checkLayer } from './layer-format.ts';

const rule = (name: string, tags: string) =>
  `- rule: ${name}\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  tags: [${tags}]\n`;

const layerOf = (text: string, score?: LayerScore) =>
  JSON.parse(JSON.stringify(navigatorLayer(coverage([question(text).snapshot], new AlertTally()), score)));

describe('a layer of the ATT&CK Navigator', () => {
  it.each([
    ['nothing', '- list: l\n  items: [a]\n'],
    ['one rule', rule('A', 'T1059')],
    ['rules under several tactics', rule('A', 'T1078') + rule('B', 'mitre_persistence, T1078, T1078.001')],
  ])('keeps to the file format 4.5: %s', (_, text) => {
    expect(checkLayer(layerOf(text))).toEqual([]);
  });

  it('has a score and the names of the rules for each technique under each tactic', () => {
    const { techniques } = layerOf(rule('A', 'mitre_execution, T1059') + rule('B <b>', 'T1059, T1059.004'));
    expect(techniques).toMatchObject([
      { techniqueID: 'T1059', tactic: 'execution', score: 2, comment: 'A\nB <b>', showSubtechniques: true },
      { techniqueID: 'T1059.004', tactic: 'execution', score: 1, comment: 'B <b>', showSubtechniques: false },
    ]);
  });

  it('writes tactics as the Navigator does, and counts what it is asked to', () => {
    const { techniques, gradient } = layerOf(rule('A', 'mitre_command_and_control, T1071'), 'tests');
    expect(techniques).toMatchObject([{ tactic: 'command-and-control', score: 0 }]);
    expect(gradient).toMatchObject({ minValue: 0, maxValue: 1 });
  });

  it('is refused by the check where something is wrong', () => {
    const layer = layerOf(rule('A', 'T1059'));
    expect(checkLayer({ ...layer, name: undefined })).toEqual(['name: missing']);
    expect(checkLayer({ ...layer, versions: { ...layer.versions, layer: '4.4' } })).toHaveLength(1);
    expect(checkLayer({ ...layer, techniques: [{ techniqueID: 'x' }] })).toHaveLength(1);
    expect(
      checkLayer({ ...layer, gradient: { colors: ['#ffffff'], minValue: 1, maxValue: 1 } }),
    ).toHaveLength(2);
  });
});
