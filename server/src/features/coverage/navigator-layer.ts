import { attackVersion } from '../../falco/tables/attack.ts';
import type { Coverage, TacticCoverage } from './coverage.ts';

/** What is counted in a layer. */
export type LayerScore = 'rules' | 'detections' | 'tests' | 'alerts' | 'all';

/**
 * A layer of the ATT&CK Navigator, in its file format 4.5: techniques under their tactics, with the number of rules
 * and detections as score, or what else is asked for, and the names of these as comment.
 */
export function navigatorLayer(coverage: Coverage, score: LayerScore = 'all', name = 'Falco rules') {
  const techniques = coverage.tactics.flatMap((tactic) =>
    tactic.techniques.map((technique) => ({
      techniqueID: technique.id,
      tactic: tactic.name.replaceAll('_', '-'),
      score: score === 'all' ? technique.rules + technique.detections : technique[score],
      comment: technique.items.map((index) => coverage.items[index]!.name).join('\n'),
      enabled: true,
      metadata: (['rules', 'detections', 'tests', 'alerts'] as const).map((kind) => ({
        name: kind,
        value: String(technique[kind]),
      })),
      showSubtechniques: hasSubtechniques(technique.id, tactic),
    })),
  );
  return {
    name,
    versions: { attack: attackVersion.split('.')[0]!, navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `${coverage.rules} rules, ${coverage.detections} detections, ${coverage.tests} tests, ${coverage.alerts} alerts; the score counts ${scoreWords[score]}.`,
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true, expandedSubtechniques: 'annotated' },
    hideDisabled: false,
    techniques: techniques,
    gradient: {
      colors: ['#fff7d1', '#fdae61', '#d7301f'],
      minValue: 0,
      maxValue: Math.max(1, ...techniques.map((each) => each.score)),
    },
    legendItems: [],
    selectTechniquesAcrossTactics: false,
    selectSubtechniquesWithParent: false,
  };
}

/** Valid only for a technique that has some: they are unfolded where something is known of them. */
function hasSubtechniques(id: string, { techniques }: TacticCoverage): boolean {
  return techniques.some((each) => each.id.startsWith(`${id}.`));
}

const scoreWords: Readonly<Record<LayerScore, string>> = {
  rules: 'rules',
  detections: 'detections',
  tests: 'tests',
  alerts: 'alerts',
  all: 'rules and detections',
};
