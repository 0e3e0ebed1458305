import { collectProblems } from '../../server/src/checks/collect.ts';
import { type Measurement, type RulesToMeasure, summarise } from './measure.ts';
import { openWorkspace } from './workspace.ts';

const runs = 5;

/** What a workspace with all files and their diagnostics keeps on the heap. */
export function memory(rules: RulesToMeasure): Measurement[] {
  const samples = Array.from({ length: runs }, () => heldBy(() => filledWorkspace(rules)));
  return [
    summarise('memory', 'MB', samples, 'heap that a workspace with all files and their problems holds'),
  ];
}

function filledWorkspace(rules: RulesToMeasure) {
  const workspace = openWorkspace(rules);
  const snapshot = workspace.snapshot();
  return { workspace, problems: [...snapshot.files.values()].map((file) => collectProblems(snapshot, file)) };
}

function heldBy(make: () => unknown): number {
  const before = heapAfterCollection();
  const held = make();
  const after = heapAfterCollection();
  return held === undefined ? Number.NaN : (after - before) / 1e6;
}

function heapAfterCollection(): number {
  if (globalThis.gc === undefined) throw new Error('Memory is measured with `node --expose-gc`');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
