import { attackVersion } from '../../falco/tables/attack.ts';
import type { CoveringItem } from '../../features/coverage/coverage.ts';
import type { CoverageFound } from '../coverage.ts';

/** What `coverage --format json` prints: names in place of indices, times as ISO 8601. */
export function coverageJson({ coverage, paths, leftOut }: CoverageFound) {
  const { items, tactics, gaps } = coverage;
  const named = (indices: readonly number[]) => indices.map((index) => items[index]!.name);
  return {
    attack: attackVersion,
    counts: {
      techniques: coverage.techniques,
      rules: coverage.rules,
      detections: coverage.detections,
      tests: coverage.tests,
      alerts: coverage.alerts,
    },
    tactics: tactics.map(({ techniques, withoutTechnique, uncovered, title, ...tactic }) => ({
      ...tactic,
      techniques: techniques.map((technique) => ({ ...technique, items: named(technique.items) })),
      without_technique: named(withoutTechnique),
      uncovered: uncovered.map(({ id }) => id),
    })),
    items: items.map(itemJson),
    gaps: {
      tactics: gaps.tactics,
      untagged: named(gaps.untagged),
      disagreeing: named(gaps.disagreeing),
      unknown: named(gaps.unknown),
      untested: named(gaps.untested),
    },
    paths: paths.map(({ steps, ...path }) => ({
      ...path,
      steps: steps.map(({ tags: _tags, first, last, ...step }) => ({
        ...step,
        ...(first !== undefined && { first: new Date(first).toISOString() }),
        ...(last !== undefined && { last: new Date(last).toISOString() }),
      })),
    })),
    alerts_in_no_path: leftOut,
  };
}

function itemJson({ place, ...item }: CoveringItem) {
  return { ...item, file: place.uri };
}
